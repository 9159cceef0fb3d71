"""Others who had a right to the water first, or as much of a right."""

from basinsim.network.network import Network
from basinsim.why.amounts import amount
from basinsim.why.day import Allocated, Day
from basinsim.why.limit import Limit, Remedy
from basinsim.why.rule_limits import ruled
from basinsim.why.what_if import Shift

_RIVER = {
    # component -> (how it is called, series); what the river or a turbine is owed
    "minimum_flow": ("the minimum flow of", "minimum_flow"),
    "environmental_flow": ("the environmental flow at", "environmental_flow"),
    "target_flow": ("the flow for", "target_flow"),
}


def of_river_wish(
    day: Day, found: Allocated, component: str, name: str, held: float, *, same: bool
) -> list[Limit]:
    """Return the limit that a flow set that the river or a turbine is owed.

    Parameters
    ----------
    day : Day
        The step.
    found : Allocated
        What came of it.
    component : str
        ``minimum_flow``, ``environmental_flow`` or ``target_flow``.
    name : str
        The link, gauge or turbine.
    held : float
        What was kept for it [Ml].
    same : bool
        Whether it has the priority of the user.

    Returns
    -------
    list of Limit
        The flow itself, and before it the rule that has raised it, where one has.
    """
    column = day.program.position(component, name)
    thing = column - day.program.columns[component].start
    called, series = _RIVER[component]
    asked = float(found.numbers.upper[0, column]) / day.days
    wish = f"{called} '{name}'"
    text = f"{wish} {_comes(day.network, component, name, same=same)} {amount(held / day.days, 'Ml/d')}"
    # What is owed may be less than the basin's amount, where nature brings less: that much goes first.
    own = float(found.numbers.today.at(series)[0, thing])
    remedy = Remedy(
        f"if {wish} were {{amount}} lower", lambda by: (Shift(series, thing, asked - own - by),), asked
    )
    raised = ruled(day, found, series, thing, text, lowered=False)
    limit = Limit("river_wish", f"{component} {name}", text, (remedy,))
    return [limit] if raised is None else [raised, limit]


def of_user(day: Day, found: Allocated, component: str, name: str, held: float, *, same: bool) -> Limit:
    """Return the limit that another user set.

    Parameters
    ----------
    day : Day
        The step.
    found : Allocated
        What came of it.
    component : str
        ``essential`` or ``ordinary``.
    name : str
        The demand.
    held : float
        What was kept for it [Ml].
    same : bool
        Whether it has the priority of the user.

    Returns
    -------
    Limit
        Told as senior, or as equal.
    """
    column = day.program.position(component, name)
    thing = day.program.columns["ordinary"].labels.index(name)
    asked = float(found.numbers.upper[0, column]) / day.days
    essential = component == "essential"
    who = f"what '{name}' needs essentially" if essential else f"'{name}'"
    text = f"{who} {_comes(day.network, component, name, same=same)} {amount(held / day.days, 'Ml/d')}"
    if asked - held / day.days > 1e-6 * asked:
        text += f" of {amount(asked, 'Ml/d')} asked for"

    def less(by: float) -> tuple[Shift, ...]:
        whole = Shift("amount", thing, -by)
        if not essential:
            return (whole,)
        part = day.program.columns["essential"].labels.index(name)
        return whole, Shift("essential", part, -by)

    remedy = Remedy(f"if {who} were {{amount}} less", less, asked)
    if not essential:
        remedy = Remedy(f"if '{name}' asked for {{amount}} less", less, asked)
    return Limit(
        "equal_user" if same else "senior_user", f"{name}{' essential' * essential}", text, (remedy,)
    )


def _comes(network: Network, component: str, name: str, *, same: bool) -> str:
    priority = _priority(network, component, name)
    if same:
        return f"has the same priority ({priority}) and gets"
    return f"comes first (priority {priority}) and takes"


def _priority(network: Network, component: str, name: str) -> int:
    if component == "ordinary":
        return network.demands[name].priority
    if component == "essential":
        own = network.essentials[name].priority
        return network.demands[name].priority if own is None else own
    if component == "minimum_flow":
        return network.minimum_flows[name].priority
    if component == "environmental_flow":
        return network.environmental_flows[name].priority
    return network.target_flows[name].priority
