"""What a policy costs: what can be summed, and by name what cannot, so that nothing looks free by silence."""

from collections.abc import Sequence

from basinsim.metrics.amounts import shown
from basinsim.schema.policy import Policy


def money_in_words(policies: Sequence[Policy]) -> tuple[str, ...]:
    """Sum what sources let one sum, and name the levers of which nobody knows the cost.

    Parameters
    ----------
    policies : sequence of Policy
        What a policy of a study does.

    Returns
    -------
    tuple of str
        A sentence with the sum where there is one, and a sentence with the levers that are not in it;
        empty where nothing is done.
    """
    spent = [(policy, policy.spending()) for policy in policies]
    known = [one for _, several in spent for one in several]
    unknown = dict.fromkeys(policy.type_name.replace("_", " ") for policy, several in spent if not several)
    said = []
    if known:
        amount, low, high = (
            shown(sum(getattr(one, name) for one in known), "GBP") for name in ("amount", "low", "high")
        )
        parts = dict.fromkeys(one.figure.what for one in known)
        said.append(f"Known: GBP {amount} ({low} to {high}) once, for {', '.join(parts)}.")
    if unknown:
        first = "Not in it" if known else "Not known"
        said.append(
            f"{first}, which does not mean free: {', '.join(unknown)}. No source gives a figure that could be summed."
        )
    return tuple(said)
