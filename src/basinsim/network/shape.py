"""The shape of a network: what a drawing needs to know of a basin, and no more.

A :class:`basinsim.schema.basin.Basin` has a shape; so have results, which remember it for those who
open them without the basin's files.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class Shape(Protocol):
    """What has nodes (with type, position, sector, returns) and links (with label, source, target, spill)."""

    @property
    def name(self) -> str:
        """What the basin is called."""
        ...

    @property
    def nodes(self) -> Mapping[str, Any]:
        """Nodes by name."""
        ...

    @property
    def links(self) -> Sequence[Any]:
        """Links in any order."""
        ...


@dataclass(frozen=True)
class Returns:
    """Where a user gives water back.

    Attributes
    ----------
    to : str
        Name of a node.
    """

    to: str


@dataclass(frozen=True)
class SketchedNode:
    """A node without its numbers.

    Attributes
    ----------
    type : str
        Of the schema.
    position : (float, float) or None
        Longitude and latitude [degrees].
    sector : str or None
        Of a demand.
    returns : Returns or None
        Of a demand.
    environmental_flow : bool or None
        True for a gauge that has one, else None.
    """

    type: str
    position: tuple[float, float] | None = None
    sector: str | None = None
    returns: Returns | None = None
    environmental_flow: bool | None = None


@dataclass(frozen=True)
class SketchedLink:
    """A link without its numbers.

    Attributes
    ----------
    label, source, target : str
        Its name and its ends.
    spill : bool
        Whether it is a spill.
    """

    label: str
    source: str
    target: str
    spill: bool


@dataclass(frozen=True)
class Sketch:
    """A basin without its numbers: a :class:`Shape`.

    Attributes
    ----------
    name : str
        Of the basin.
    nodes : dict of str to SketchedNode
        By name.
    links : tuple of SketchedLink
        In the order of the results.
    """

    name: str
    nodes: dict[str, SketchedNode]
    links: tuple[SketchedLink, ...]
