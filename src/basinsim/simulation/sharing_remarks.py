"""What the reader of a run should know where users share by another rule than equal coverage."""

from basinsim.schema.basin import Basin
from basinsim.schema.sharing import sharing_in_force

WORTH_SAYING = 50_000
"""Steps of all members that HiGHS takes some minutes for."""


def rules_beside_coverage(basin: Basin) -> list[str]:
    """Return the words of the sharing rules that have something to share.

    Parameters
    ----------
    basin : Basin
        Under its policies.

    Returns
    -------
    list of str
        Sorted; without equal coverage.
    """
    rules = {
        sharing.rule.replace("_", " ")
        for sharing, scope in sharing_in_force(basin)
        if not sharing.by_coverage and any(len(users) > 1 for users in scope.values())
    }
    return sorted(rules)


def foresight_remark(basin: Basin) -> str | None:
    """Say that a horizon shares by coverage, where the basin has it otherwise.

    Parameters
    ----------
    basin : Basin
        Under its policies, to be run with foresight.

    Returns
    -------
    str or None
        None where it is as the basin has it.
    """
    rules = rules_beside_coverage(basin)
    if not rules:
        return None
    return (
        f"Sharing rules ({', '.join(rules)}) hold step by step only: with foresight a shortage within a priority is "
        "shared by coverage and spread over time"
    )


def kernel_remark(basin: Basin, steps: int) -> str | None:
    """Say that a long run cannot use the batch kernel.

    Parameters
    ----------
    basin : Basin
        Under its policies, to be run without foresight.
    steps : int
        Of all members.

    Returns
    -------
    str or None
        None where it can, or would not be used anyway.
    """
    rules = rules_beside_coverage(basin)
    if not rules or steps < WORTH_SAYING:
        return None
    return (
        f"the batch kernel shares by coverage only, so that all {steps:,} steps are allocated by HiGHS, which takes "
        f"longer (sharing rules: {', '.join(rules)})"
    )
