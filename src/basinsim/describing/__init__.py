"""A scenario as sentences: its run, rules, licences and policies, or what sets it apart from another."""

from basinsim.describing.differences import differences
from basinsim.describing.scenario import description
from basinsim.describing.sentence import Section, Sentence

__all__ = ["Section", "Sentence", "description", "differences"]
