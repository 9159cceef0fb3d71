"""A scenario as sentences: its run, rules, licences and policies, or what sets it apart from another."""

from basinsim.describing.differences import Sentence, differences
from basinsim.describing.scenario import Section, description

__all__ = ["Section", "Sentence", "description", "differences"]
