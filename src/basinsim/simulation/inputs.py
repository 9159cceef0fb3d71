"""All numbers of a run, laid on its steps and members before the first step is taken."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from basinsim.calendar import Calendar
from basinsim.demand_models.resolve import resolve_amount
from basinsim.hydrology.low_flows import with_low_flows_raised
from basinsim.hydrology.record import HydrologyRecord
from basinsim.network.network import Account, Network
from basinsim.rules.book import RuleBook, set_up_rules
from basinsim.rules.site import Site
from basinsim.schema.demand_model import DemandModel
from basinsim.schema.nodes import Wish
from basinsim.schema.values import Constant, Found, ReservoirHead, Value, ValueCurve
from basinsim.series.files import SeriesError

_ZERO = Constant(0.0)
_UNLIMITED = Constant(np.inf)
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Inputs:
    """Numbers of a run.

    Attributes
    ----------
    calendar : Calendar
        The steps.
    member_numbers : tuple of int
        Which members of the scenario these are, counted from 0.
    series : dict of str to ndarray, shape (1 or members, steps, things)
        Flows [Ml/d], volumes [Ml], depths [mm/d], heads [m] and prices [GBP/Ml, GBP/MWh], by the
        names that :func:`collect_inputs` gives them, things sorted by name.
    initial_storage : ndarray, shape (1 or members, reservoirs)
        [Ml]
    rules : RuleBook
        The operating rules, set up on these numbers.
    """

    calendar: Calendar
    member_numbers: tuple[int, ...]
    series: dict[str, np.ndarray]
    initial_storage: np.ndarray
    rules: RuleBook = field(default_factory=RuleBook)

    @property
    def members(self) -> int:
        """How many members there are."""
        return len(self.member_numbers)

    def at(self, name: str, step: int) -> np.ndarray:
        """Return the numbers of one step.

        Parameters
        ----------
        name : str
            A key of ``series``.
        step : int
            Counted from 0, the warm-up included.

        Returns
        -------
        ndarray, shape (1 or members, things)
            In the unit of the series.
        """
        return self.series[name][:, step, :]

    def over_members(self, name: str) -> np.ndarray:
        """Return a series with a row for every member, shape (members, steps, things)."""
        series = self.series[name]
        return np.broadcast_to(series, (self.members, *series.shape[1:]))

    def of_members(self, members: slice) -> "Inputs":
        """Return the numbers of some members.

        Parameters
        ----------
        members : slice
            Which, by position.

        Returns
        -------
        Inputs
            Of these only; the rules stay those of all members.
        """

        def some(numbers: np.ndarray) -> np.ndarray:
            return numbers if len(numbers) == 1 else numbers[members]

        return replace(
            self,
            member_numbers=self.member_numbers[members],
            series={name: some(numbers) for name, numbers in self.series.items()},
            initial_storage=some(self.initial_storage),
        )


@dataclass
class _Collector:
    calendar: Calendar
    members: Sequence[int]
    hydrology: HydrologyRecord | None = None
    checking: bool = False
    problems: list[Found] = field(default_factory=list)

    def one(
        self,
        path: tuple[Any, ...],
        value: Value | DemandModel | None,
        default: Constant = _ZERO,
        **how: Any,
    ) -> np.ndarray:
        if self.checking and isinstance(value, DemandModel):
            return np.full((1, len(self.calendar)), np.nan)
        try:
            found = value if value is not None else default
            return resolve_amount(found, self.calendar, self.members, self.hydrology, **how)
        except SeriesError as error:
            self.problems.append((path, str(error)))
            return np.full((1, len(self.calendar)), np.nan)

    def stack(self, parts: Iterable[np.ndarray]) -> np.ndarray:
        columns = list(parts)
        rows = max((len(column) for column in columns), default=1)
        shape = (rows, len(self.calendar))
        if not columns:
            return np.zeros((1, len(self.calendar), 0))
        return np.stack([np.broadcast_to(column, shape) for column in columns], axis=-1)


def collect_inputs(
    network: Network,
    calendar: Calendar,
    members: Sequence[int],
    hydrology: HydrologyRecord | None = None,
    *,
    checking: bool = False,
) -> tuple[Inputs, list[Found]]:
    """Read and lay out all numbers of a basin.

    Parameters
    ----------
    network : Network
        The basin.
    calendar : Calendar
        The steps.
    members : sequence of int
        Which members of the scenario, counted from 0.
    hydrology : HydrologyRecord, optional
        Weather and natural flow on the days of the calendar: weather for the demand models that depend
        on it; flow for catchments without an ``inflow`` of their own, or for all that it holds where it
        replaces them.
    checking : bool
        Whether only problems are looked for: what demand models ask for is then left out (NaN).

    Returns
    -------
    (Inputs, list of (path, message))
        The numbers, and every problem found with its path in the basin file; where there are
        problems the numbers are not to be used.
    """
    collector = _Collector(calendar, members, hydrology, checking)
    series: dict[str, np.ndarray] = {}
    series |= _node_series(network, collector, hydrology)
    series |= _link_series(network, collector)
    series |= _licence_series(network, collector)
    series["take_limit"] = np.full((1, len(calendar), len(network.limited_takes)), np.inf)
    initial = _initial_storage(network, collector)
    _check_storages(network, collector, series)
    _check_essentials(network, collector, series)
    site = Site(network, calendar, members, series)
    rules = set_up_rules(site)
    known = set(collector.problems)
    problems = collector.problems + [found for found in site.problems if found not in known]
    return Inputs(calendar, tuple(members), series, initial, rules), problems


def _node_series(
    network: Network, collector: _Collector, hydrology: HydrologyRecord | None
) -> dict[str, np.ndarray]:
    def each(named: Mapping[str, Any], key: str, default: Constant = _ZERO, **how: Any) -> np.ndarray:
        return collector.stack(
            collector.one(("nodes", name, key), getattr(node, key), default, **how)
            for name, node in named.items()
        )

    def wishes(named: Mapping[str, Wish], key: str) -> np.ndarray:
        return collector.stack(
            collector.one(("nodes", name, key, "amount"), wish.amount) for name, wish in named.items()
        )

    capacity = each(network.reservoirs, "capacity", holds="end")
    dead = collector.stack(
        collector.one(
            ("nodes", name, "dead_storage"), node.dead_storage, holds="end", whole=capacity[:, :, i]
        )
        for i, (name, node) in enumerate(network.reservoirs.items())
    )
    by_level = np.full((1, len(collector.calendar)), np.nan)
    heads = collector.stack(
        by_level
        if isinstance(node.head, ReservoirHead)
        else collector.one(("nodes", name, "head"), node.head)
        for name, node in network.turbines.items()
    )
    reservoirs = list(network.reservoirs)
    finals = collector.stack(
        collector.one(
            ("nodes", name, "final"), final.amount, whole=capacity[:, :, reservoirs.index(name)], holds="end"
        )
        for name, final in network.finals.items()
    )
    return {
        "inflow": _inflows(network, collector, hydrology),
        "capacity": capacity,
        "dead_storage": dead,
        "rainfall": each(network.reservoirs, "rainfall"),
        "evaporation": each(network.reservoirs, "evaporation"),
        "works_capacity": each(network.works, "capacity", _UNLIMITED),
        "works_cost": each(network.works, "cost", least=None),
        "amount": each(network.demands, "amount"),
        "essential": wishes(network.essentials, "essential"),
        "environmental_flow": wishes(network.environmental_flows, "environmental_flow"),
        "turbine_capacity": each(network.turbines, "max_flow", _UNLIMITED),
        "target_flow": wishes(network.target_flows, "target_flow"),
        "head": heads,
        "energy_value": each(network.turbines, "value", least=None),
        "demand_value": _values(network.demands, lambda name: ("nodes", name), collector),
        "end_value": each(network.reservoirs, "end_value", least=None),
        "final_storage": finals,
    }


def _inflows(network: Network, collector: _Collector, hydrology: HydrologyRecord | None) -> np.ndarray:
    parts = []
    for name, catchment in network.catchments.items():
        recorded = hydrology is not None and name in hydrology.catchments
        if hydrology is not None and recorded and (catchment.inflow is None or hydrology.replaces_own):
            daily = hydrology.inflow[:, :, hydrology.catchments.index(name)].astype(float)
            parts.append(collector.calendar.mean_over_steps(daily))
        elif catchment.inflow is not None:
            parts.append(collector.one(("nodes", name, "inflow"), catchment.inflow))
        else:
            said = (
                "the hydrology of this run has no such catchment" if hydrology else "there is no 'hydrology'"
            )
            collector.problems.append((("nodes", name), f"has no 'inflow' of its own, and {said}"))
            parts.append(np.full((1, len(collector.calendar)), np.nan))
        if catchment.low_flow_uplift:
            parts[-1] = with_low_flows_raised(parts[-1], catchment.low_flow_uplift)
    return collector.stack(parts)


def _link_series(network: Network, collector: _Collector) -> dict[str, np.ndarray]:
    position = {link.label: i for i, link in enumerate(network.basin.links)}

    def each(key: str, default: Constant = _ZERO, **how: Any) -> np.ndarray:
        return collector.stack(
            collector.one(("links", position[name], key), getattr(link, key), default, **how)
            for name, link in network.links.items()
        )

    minimum = collector.stack(
        collector.one(("links", position[name], "min_flow", "amount"), wish.amount)
        for name, wish in network.minimum_flows.items()
    )
    return {
        "link_capacity": each("max_flow", _UNLIMITED),
        "minimum_flow": minimum,
        "link_cost": each("cost", least=None),
        "link_value": _values(network.links, lambda name: ("links", position[name]), collector),
    }


def _values(
    named: Mapping[str, Any], path: Callable[[str], tuple[str | int, ...]], collector: _Collector
) -> np.ndarray:
    """Return prices that do not depend on the amount; curves count as zero here."""
    return collector.stack(
        collector.one(
            (*path(name), "value"), None if isinstance(thing.value, ValueCurve) else thing.value, least=None
        )
        for name, thing in named.items()
    )


def _licence_series(network: Network, collector: _Collector) -> dict[str, np.ndarray]:
    daily = collector.stack(
        collector.one(("licences", name, "daily"), licence.daily)
        for name, licence in network.licences("daily").items()
    )
    names = {id(licence): name for name, licence in network.basin.licences.items()}
    accounts = collector.stack(
        _account(account, ("licences", names[id(account.licence)]), collector)
        for account in network.accounts.values()
    )
    rolling = collector.stack(
        collector.one(("licences", name, "rolling", "amount"), licence.rolling.amount, holds="end")
        for name, licence in network.licences("rolling").items()
        if licence.rolling is not None
    )
    return {"daily_licence": daily, "annual_licence": accounts, "rolling_licence": rolling}


def _account(account: Account, at: tuple[str, ...], collector: _Collector) -> np.ndarray:
    """Return the limit of an account; none in steps that do not begin within its season [Ml]."""
    if account.season is None:
        return collector.one((*at, "annual"), account.licence.annual, holds="end")
    amount = collector.one((*at, "seasonal", "amount"), account.season.amount, holds="end")
    months = collector.calendar.edges[:-1].astype("datetime64[M]").astype(int) % 12 + 1
    return np.where(np.isin(months, account.season.months), amount, np.inf)


def _initial_storage(network: Network, collector: _Collector) -> np.ndarray:
    parts = []
    for name, reservoir in network.reservoirs.items():
        at = ("nodes", name)
        capacity = collector.one((*at, "capacity"), reservoir.capacity, holds="start")
        dead = collector.one((*at, "dead_storage"), reservoir.dead_storage, holds="start", whole=capacity)
        if reservoir.initial is None:
            parts.append(capacity)
            continue
        initial = collector.one((*at, "initial"), reservoir.initial, holds="start", whole=capacity)
        parts.append(initial)
        collector.problems += _misplaced((*at, "initial"), initial[:, 0], dead[:, 0], capacity[:, 0])
    return collector.stack(parts)[:, 0, :]


def _misplaced(
    path: tuple[str, ...], initial: np.ndarray, dead: np.ndarray, capacity: np.ndarray
) -> list[Found]:
    """Say whether any member starts above the capacity or below the dead storage [Ml]."""
    if (dead > capacity).any():
        return []  # said of the capacity
    for what, bound, beyond in (
        ("above the capacity", capacity, initial - capacity),
        ("below the dead storage", dead, dead - initial),
    ):
        worst = int(np.argmax(beyond))
        if beyond[worst] > _ROUNDING * max(1.0, float(np.max(np.abs(bound)))):
            found, allowed = (float(part[min(worst, len(part) - 1)]) for part in (initial, bound))
            return [(path, f"the initial storage ({found:g} Ml) is {what} ({allowed:g} Ml)")]
    return []


def _check_storages(network: Network, collector: _Collector, series: dict[str, np.ndarray]) -> None:
    capacity, dead = series["capacity"], series["dead_storage"]
    for i, name in enumerate(network.reservoirs):
        below = np.argwhere(capacity[:, :, i] < dead[:, :, i])
        if len(below):
            day = collector.calendar.first_days[below[0][1]]
            collector.problems.append(
                (("nodes", name, "capacity"), f"the capacity is below the dead storage on {day}")
            )


def _check_essentials(network: Network, collector: _Collector, series: dict[str, np.ndarray]) -> None:
    demands = tuple(network.demands)
    for i, name in enumerate(network.essentials):
        whole = series["amount"][:, :, demands.index(name)]
        above = np.argwhere(series["essential"][:, :, i] > whole * (1 + 1e-12))
        if len(above):
            day = collector.calendar.first_days[above[0][1]]
            message = f"the essential part is more than the whole amount in the step of {day}"
            collector.problems.append((("nodes", name, "essential"), message))
