"""Capacities and licences that stood in the way."""

from basinsim.network.network import Network
from basinsim.why.amounts import amount
from basinsim.why.day import Allocated, Day
from basinsim.why.limit import Limit, Remedy
from basinsim.why.rule_limits import ruled
from basinsim.why.what_if import Shift

_CAPACITIES = {
    # component -> (series, key in the basin file, what is done with the water)
    "flow": ("link_capacity", "max_flow", "carries"),
    "intake": ("works_capacity", "capacity", "takes in"),
    "turbine_flow": ("turbine_capacity", "max_flow", "takes"),
}


def of_capacity(day: Day, found: Allocated, component: str, name: str, plenty: float) -> Limit | None:
    """Return the limit that a link, works or turbine set by what it can carry.

    Parameters
    ----------
    day : Day
        The step.
    found : Allocated
        What came of it.
    component : str
        ``flow``, ``intake`` or ``turbine_flow``.
    name : str
        The link or node.
    plenty : float
        More than anybody could use [Ml/d].

    Returns
    -------
    Limit or None
        None where only the water there is sets its bound.
    """
    column = day.program.position(component, name)
    network, thing = day.network, column - day.program.columns[component].start
    if component == "flow" and network.links[name].only_when_full:
        source = network.links[name].source
        return Limit("spillway", name, f"'{name}' passes water on only when '{source}' is full")
    if found.numbers.unbounded[column]:
        return None
    series, key, does = _CAPACITIES[component]
    most = amount(float(found.numbers.upper[0, column]) / day.days, "Ml/d")
    behind = ruled(day, found, series, thing, f"'{name}' {does} at most {most}")
    if behind is not None:
        return behind
    remedy = Remedy(
        f"with {{amount}} more capacity at '{name}'", lambda by: (Shift(series, thing, by),), plenty
    )
    return Limit("capacity", name, f"'{name}' {does} at most {most} ('{key}')", (remedy,))


def of_licence(day: Day, found: Allocated, component: str, label: str, plenty: float) -> Limit:
    """Return the limit that a licence set.

    Parameters
    ----------
    day : Day
        The step.
    found : Allocated
        What came of it.
    component : str
        ``licensed_take``, ``licence_used`` or ``rolling_used``.
    label : str
        The licence, or its account.
    plenty : float
        More than anybody could use [Ml/d].

    Returns
    -------
    Limit
        With what had been taken before the step.
    """
    column = day.program.position(component, label)
    thing = column - day.program.columns[component].start
    limit = float(found.numbers.upper[0, column])
    if component == "licensed_take":
        text = f"the licence '{label}' allows {amount(limit / day.days, 'Ml/d')}"
        remedy = Remedy(
            f"with {{amount}} more allowed by the licence '{label}'",
            lambda by: (Shift("daily_licence", thing, by),),
            plenty,
        )
        return Limit("licence", label, text, (remedy,))
    annual = component == "licence_used"
    start = day.program.position("licence_start" if annual else "rolling_start", label)
    before = amount(float(found.numbers.lower[0, start]), "Ml")
    series = "annual_licence" if annual else "rolling_licence"
    over = _over(day.network, label) if annual else _in_any(day.network, label)
    text = f"the licence '{label}' allows {amount(limit, 'Ml')} {over}, and {before} of it were used before"
    remedy = Remedy(
        f"with {{amount}} more allowed {over} by the licence '{label}'",
        lambda by: (Shift(series, thing, by),),
        plenty * day.days,
        "Ml",
    )
    return Limit("licence", label, text, (remedy,))


def _over(network: Network, label: str) -> str:
    return "a year" if network.accounts[label].season is None else "a season"


def _in_any(network: Network, label: str) -> str:
    rolling = network.licences("rolling")[label].rolling
    return f"in any {rolling.days} days" if rolling is not None else "in any days"
