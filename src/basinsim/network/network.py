"""The basin's parts in sorted order, and how they hang together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from basinsim.network.connections import HAS_OVERFLOW, TAKES_WATER_OUT
from basinsim.network.graph import downstream
from basinsim.schema.basin import Basin, Licence, Link, Season
from basinsim.schema.nodes import (
    Catchment,
    Demand,
    EnvironmentalFlow,
    Essential,
    FinalStorage,
    Gauge,
    Hydropower,
    Outlet,
    Reservoir,
    Returns,
    Wish,
    Works,
)
from basinsim.schema.values import ValueCurve


@dataclass(frozen=True)
class Account:
    """An account of what is taken under a licence.

    Attributes
    ----------
    licence : Licence
        Whose takes count.
    season : Season, optional
        For an account of some months of the year; without it the account year counts.
    """

    licence: Licence
    season: Season | None

    @property
    def restarts_on(self) -> tuple[int, int]:
        """Month and day on which it begins anew."""
        return self.licence.month_and_day if self.season is None else (self.season.first_month, 1)


@dataclass(frozen=True)
class Network:
    """A basin with everything sorted by name, once.

    All arrays of a run follow these orders, so that nothing depends on the order of the file.

    Attributes
    ----------
    basin : Basin
        Free of problems (see :mod:`basinsim.network.checks`).
    """

    basin: Basin

    @cached_property
    def links(self) -> dict[str, Link]:
        """Links by name."""
        return {link.label: link for link in sorted(self.basin.links, key=lambda link: link.label)}

    @cached_property
    def catchments(self) -> dict[str, Catchment]:
        """Catchments by name."""
        return self.basin.of_type(Catchment)

    @cached_property
    def reservoirs(self) -> dict[str, Reservoir]:
        """Reservoirs by name."""
        return self.basin.of_type(Reservoir)

    @cached_property
    def gauges(self) -> dict[str, Gauge]:
        """Gauges by name."""
        return self.basin.of_type(Gauge)

    @cached_property
    def works(self) -> dict[str, Works]:
        """Works by name."""
        return self.basin.of_type(Works)

    @cached_property
    def demands(self) -> dict[str, Demand]:
        """Demands by name."""
        return self.basin.of_type(Demand)

    @cached_property
    def turbines(self) -> dict[str, Hydropower]:
        """Turbines by name."""
        return self.basin.of_type(Hydropower)

    @cached_property
    def outlets(self) -> dict[str, Outlet]:
        """Outlets by name."""
        return self.basin.of_type(Outlet)

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """All node names."""
        return tuple(sorted(self.basin.nodes))

    @cached_property
    def _links_into(self) -> dict[str, list[str]]:
        return self._grouped((link.target, name) for name, link in self.links.items())

    @cached_property
    def _links_out_of(self) -> dict[str, list[str]]:
        return self._grouped((link.source, name) for name, link in self.links.items())

    @cached_property
    def _returns_into(self) -> dict[str, list[str]]:
        return self._grouped((returns.to, name) for name, returns in self.returns.items())

    @staticmethod
    def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for key, name in pairs:
            groups.setdefault(key, []).append(name)
        return groups

    @cached_property
    def delayed_returns(self) -> tuple[str, ...]:
        """Demands whose return can reach their own intake; it arrives in the next step."""
        return tuple(
            name for name, returns in self.returns.items() if name in downstream(self.basin, returns.to)
        )

    def links_into(self, node: str) -> list[str]:
        """Return the names of the links that reach a node."""
        return self._links_into.get(node, [])

    def links_out_of(self, node: str) -> list[str]:
        """Return the names of the links that leave a node."""
        return self._links_out_of.get(node, [])

    def returns_into(self, node: str) -> list[str]:
        """Return the names of the demands that give water back to a node."""
        return self._returns_into.get(node, [])

    def passing_links(self, gauge: str) -> list[str]:
        """Return the links that carry what passes a gauge: all but those to a demand or a works."""
        return [
            name
            for name in self.links_out_of(gauge)
            if self.basin.nodes[self.links[name].target].type not in TAKES_WATER_OUT
        ]

    @cached_property
    def overflow_nodes(self) -> tuple[str, ...]:
        """Nodes at which more water may arrive than the links can carry."""
        return tuple(name for name in self.nodes if self.basin.nodes[name].type in HAS_OVERFLOW)

    @cached_property
    def minimum_flows(self) -> dict[str, Wish]:
        """Minimum flows by link."""
        return {name: link.min_flow for name, link in self.links.items() if link.min_flow is not None}

    @cached_property
    def environmental_flows(self) -> dict[str, EnvironmentalFlow]:
        """Environmental flows by gauge."""
        wishes = {name: gauge.environmental_flow for name, gauge in self.gauges.items()}
        return {name: wish for name, wish in wishes.items() if wish is not None}

    @cached_property
    def target_flows(self) -> dict[str, Wish]:
        """Target flows by turbine."""
        return {
            name: node.target_flow for name, node in self.turbines.items() if node.target_flow is not None
        }

    @cached_property
    def essentials(self) -> dict[str, Essential]:
        """Essential parts by demand."""
        return {name: node.essential for name, node in self.demands.items() if node.essential is not None}

    @cached_property
    def returns(self) -> dict[str, Returns]:
        """What users give back, by demand."""
        return {name: node.returns for name, node in self.demands.items() if node.returns is not None}

    @cached_property
    def finals(self) -> dict[str, FinalStorage]:
        """Storages wished for at the end of the period, by reservoir."""
        return {name: node.final for name, node in self.reservoirs.items() if node.final is not None}

    @cached_property
    def spill_links(self) -> tuple[str, ...]:
        """Links marked as spill."""
        return tuple(name for name, link in self.links.items() if link.spill)

    @cached_property
    def links_by_preference(self) -> dict[int, tuple[str, ...]]:
        """Links of each preference after the first."""
        later = sorted({link.preference for link in self.links.values()} - {1})
        return {k: tuple(name for name, link in self.links.items() if link.preference == k) for k in later}

    @cached_property
    def reservoirs_by_priority(self) -> dict[int, tuple[str, ...]]:
        """Reservoirs of each storage priority."""
        reservoirs = self.reservoirs
        found = sorted({node.storage_priority for node in reservoirs.values()})
        return {
            k: tuple(name for name, node in reservoirs.items() if node.storage_priority == k) for k in found
        }

    @cached_property
    def pumped_links(self) -> tuple[str, ...]:
        """Links that use energy."""
        return tuple(name for name, link in self.links.items() if link.energy is not None)

    @cached_property
    def limited_takes(self) -> dict[str, tuple[str, ...]]:
        """Links whose flows together operating rules may limit, by a label for each such limit."""
        found: dict[str, tuple[str, ...]] = {}
        for name, rule in self.basin.rules.items():
            found |= rule.limited_takes(name, self.basin)
        return dict(sorted(found.items()))

    def value_curves(self, kind: str) -> dict[str, ValueCurve]:
        """Return the value curves of demands or of links, by name.

        Parameters
        ----------
        kind : str
            ``demand`` or ``link``.

        Returns
        -------
        dict
            Only those whose value falls with the amount.
        """
        named: Mapping[str, Demand | Link] = self.demands if kind == "demand" else self.links
        return {name: thing.value for name, thing in named.items() if isinstance(thing.value, ValueCurve)}

    def value_pieces(self, kind: str) -> list[str]:
        """Return a label for every piece of every curve, and one for what lies beyond its last piece.

        Parameters
        ----------
        kind : str
            ``demand`` or ``link``.

        Returns
        -------
        list of str
            Such as ``town#0``.
        """
        curves = self.value_curves(kind)
        return [f"{name}#{i}" for name, curve in curves.items() for i in range(len(curve.segments) + 1)]

    def licences(self, limit: str) -> dict[str, Licence]:
        """Return the licences with a limit of some kind, sorted by name.

        Parameters
        ----------
        limit : str
            ``daily``, ``annual``, ``seasonal`` or ``rolling``.

        Returns
        -------
        dict
            By name.
        """
        return {
            name: licence for name, licence in sorted(self.basin.licences.items()) if getattr(licence, limit)
        }

    @cached_property
    def accounts(self) -> dict[str, Account]:
        """Accounts of annual and seasonal licences by label, sorted."""
        found = {name: Account(licence, None) for name, licence in self.licences("annual").items()}
        for name, licence in self.licences("seasonal").items():
            # A licence with one kind of account bears its own name.
            label = name if licence.annual is None else f"{name} (season)"
            found[label] = Account(licence, licence.seasonal)
        return dict(sorted(found.items()))

    def licensed_links(self, licence: Licence) -> list[str]:
        """Return the links whose flow at the source counts towards a licence, each once."""
        names: set[str] = set()
        for subject in licence.applies_to:
            names.update([subject] if subject in self.links else self.links_into(subject))
        return sorted(names)
