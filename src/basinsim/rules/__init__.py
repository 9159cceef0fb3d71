"""Operating rules: what is done before each step on what is known by then; one file a type.

A rule of your own is a subclass of :class:`Rule` under :func:`register`; its ``set_up`` returns an
:class:`ActingRule`. It can then be named in a basin file by its ``type_name``.
"""

from basinsim.rules import control_curves, drought_stages, freshets, hands_off_flow, significant_scarcity
from basinsim.rules.acting import ActingRule, Change, Known, Memory, Seen
from basinsim.rules.site import Site
from basinsim.schema.rule import Rule, register

__all__ = [
    "ActingRule",
    "Change",
    "Known",
    "Memory",
    "Rule",
    "Seen",
    "Site",
    "control_curves",
    "drought_stages",
    "freshets",
    "hands_off_flow",
    "register",
    "significant_scarcity",
]
