"""Water that was not there: rivers that brought no more, and stores that were empty."""

from basinsim.rules.words import quoted
from basinsim.why.amounts import amount
from basinsim.why.day import Allocated, Day
from basinsim.why.limit import Limit, Remedy
from basinsim.why.what_if import Shift, Stored


def of_inflow(day: Day, found: Allocated, weights: dict[str, float], plenty: float) -> Limit:
    """Return the limit that rivers set by what they brought.

    Parameters
    ----------
    day : Day
        The step.
    found : Allocated
        What came of it.
    weights : dict of str to float
        How much each catchment's water counts for the user.
    plenty : float
        More than anybody could use [Ml/d].

    Returns
    -------
    Limit
        All of them together; what could be otherwise is told of the one that counts most.
    """
    brings = {
        name: float(found.numbers.upper[0, day.program.position("inflow", name)]) / day.days
        for name in weights
    }
    names = sorted(weights, key=lambda name: (-weights[name], -brings[name], name))
    first = names[0]
    thing = day.program.columns["inflow"].labels.index(first)
    total = amount(sum(brings.values()), "Ml/d")
    many = len(names) > 1
    text = (
        f"the rivers have no more water: {quoted(sorted(names))} bring {total} together"
        if many
        else f"the river has no more water: '{first}' brings {total}"
    )
    remedy = Remedy(
        f"with {{amount}} more water from '{first}'", lambda by: (Shift("inflow", thing, by),), plenty
    )
    return Limit("inflow", ", ".join(sorted(names)), text, (remedy,))


def of_store(day: Day, found: Allocated, name: str) -> Limit:
    """Return the limit that a reservoir set by being empty.

    Parameters
    ----------
    day : Day
        The step.
    found : Allocated
        What came of it.
    name : str
        The reservoir.

    Returns
    -------
    Limit
        With what it held at the start of the step, and its dead storage.
    """
    thing = day.program.columns["storage_start"].labels.index(name)
    at = found.numbers.today.at
    held = float(day.state.storage[0, thing])
    dead, capacity = (float(at(series)[0, thing]) for series in ("dead_storage", "capacity"))
    keeps = f" and {amount(dead, 'Ml')} of that is dead storage" if dead > 0 else ""
    text = (
        f"'{name}' is emptied: it holds {amount(held, 'Ml')} at the start{keeps}"
        if held > dead
        else f"'{name}' is empty: it holds {amount(held, 'Ml')} at the start{keeps}"
    )
    remedies = []
    if capacity > held:
        remedies.append(
            Remedy(
                f"with {{amount}} more in '{name}' at the start",
                lambda by: (Stored(thing, by),),
                capacity - held,
                "Ml",
            )
        )
    if dead > 0:
        remedies.append(
            Remedy(
                f"if {{amount}} of the dead storage of '{name}' could be used",
                lambda by: (Shift("dead_storage", thing, -by),),
                dead,
                "Ml",
            )
        )
    return Limit("empty_store", name, text, tuple(remedies))
