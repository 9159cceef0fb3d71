"""What a file may add to a basin: more of the same, nothing changed."""

from basinsim.schema.base import StrictModel
from basinsim.schema.basin import Basin, Community, Licence, Link
from basinsim.schema.nodes import AnyNode
from basinsim.schema.rule import AnyRule

SECTIONS = ("nodes", "links", "communities", "licences", "rules")
"""Keys whose entries are added to those of the basin."""


class Extension(StrictModel):
    """A part of a river basin that a scenario can switch on; bare numbers are in the basin's units."""

    name: str | None = None
    """What the extension is called; stands after the basin's name in drawings and results."""
    description: str | None = None
    """A sentence for readers."""
    nodes: dict[str, AnyNode] = {}
    """Further nodes by name."""
    links: tuple[Link, ...] = ()
    """Further links, also to and from the basin's own nodes."""
    communities: dict[str, Community] = {}
    """Further communities by name."""
    licences: dict[str, Licence] = {}
    """Further licences by name."""
    rules: dict[str, AnyRule] = {}
    """Further operating rules by name."""

    def added_to(self, basin: Basin) -> Basin:
        """Return the basin with this part.

        Parameters
        ----------
        basin : Basin
            Without nodes, communities or licences of the same names; where there are any, they stay.

        Returns
        -------
        Basin
            This part's links follow the basin's, and its name stands beside the basin's.
        """
        return basin.model_copy(
            update={
                "name": f"{basin.name} + {self.name}" if self.name else basin.name,
                "nodes": {**self.nodes, **basin.nodes},
                "links": (*basin.links, *self.links),
                "communities": {**self.communities, **basin.communities},
                "licences": {**self.licences, **basin.licences},
                "rules": {**self.rules, **basin.rules},
            }
        )
