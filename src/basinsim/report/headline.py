"""What a run says, in a few sentences; every number comes from its metrics or its results."""

from basinsim.errors import counted
from basinsim.figures.style import SECTOR_NAMES, spelled_out
from basinsim.metrics.series import EVERYONE
from basinsim.report.numbers import Numbers
from basinsim.report.origin import Origin
from basinsim.report.service import MonthlyService
from basinsim.report.subjects import Subjects
from basinsim.report.tables import with_unit
from basinsim.rules.words import listed

_MOST_NAMED = 3
_ESSENTIAL = "essential_shortfall"
_RIVER = "environmental_flow_days_missed"
_ALL = 1 - 1e-9


def headline(
    numbers: Numbers, origin: Origin, subjects: Subjects, service: MonthlyService | None
) -> list[str]:
    """Say what came of a run.

    Parameters
    ----------
    numbers : Numbers
        Its metrics.
    origin : Origin
        Its manifest.
    subjects : Subjects
        Whom its numbers are about.
    service : MonthlyService or None
        Its deliveries by month.

    Returns
    -------
    list of str
        Sentences, the most general first; what the run does not know is not said.
    """
    said = [
        _everybody(numbers, origin, service),
        _sectors(numbers),
        _essential(numbers),
        _shortest(numbers, subjects, service),
        _river(numbers),
        _lochs(numbers),
    ]
    return [sentence for sentence in said if sentence]


def _everybody(numbers: Numbers, origin: Origin, service: MonthlyService | None) -> str:
    if ("volumetric_reliability", EVERYONE) not in numbers:
        return ""
    asked = f" of the {with_unit(service.mean_demand(EVERYONE), 'Ml/d')} asked for" if service else ""
    over = f", mean over {counted(numbers.members, 'member')}" if numbers.members > 1 else ""
    spread = numbers.range_in_words("volumetric_reliability", EVERYONE)
    spread = f" (5 to 95 % of members: {spread})" if spread else ""
    share = numbers.in_words("volumetric_reliability", EVERYONE)
    return f"From {origin.first} to {origin.last}{over}, {share}{asked} was delivered{spread}."


def _sectors(numbers: Numbers) -> str:
    always, times = [], []
    for sector, name in SECTOR_NAMES.items():
        if ("time_reliability", sector) in numbers:
            name = name.lower()
            if numbers.mean("time_reliability", sector) >= _ALL:
                always.append(name)
            else:
                times.append(f"{name} {numbers.in_words('time_reliability', sector)} of the time")
    parts = [f"{listed(always)} always"] if always else []
    parts += times
    return f"Had all it asked for: {'; '.join(parts)}." if parts else ""


def _essential(numbers: Numbers) -> str:
    if (_ESSENTIAL, EVERYONE) not in numbers:
        return ""
    if numbers.mean(_ESSENTIAL, EVERYONE) <= 0:
        return "Essential needs of people were met in every step."
    worst = max(
        (group for group in numbers.groups(_ESSENTIAL) if group != EVERYONE),
        key=lambda group: numbers.mean(_ESSENTIAL, group),
    )
    total = with_unit(numbers.mean(_ESSENTIAL, EVERYONE), "person-days a year")
    return f"Essential needs were unmet on {total}, most in {spelled_out(worst)}."


def _shortest(numbers: Numbers, subjects: Subjects, service: MonthlyService | None) -> str:
    short = [
        (numbers.mean("shortage_days", group), group)
        for group in numbers.groups("shortage_days")
        if subjects.of("shortage_days", group).kind == "demand" and numbers.mean("shortage_days", group) > 0
    ]
    if not short:
        return "No water user was ever short." if numbers.groups("shortage_days") else ""
    short.sort(key=lambda pair: (-pair[0], pair[1]))
    named = []
    for days, group in short[:_MOST_NAMED]:
        text = f"{spelled_out(group)} on {with_unit(days, 'days a year')}"
        worst = service.worst_month(group) if service else None
        if worst is not None:
            where = f" of member {worst.member}" if numbers.members > 1 else ""
            text += (
                f" (worst month {worst.first_day:%B %Y}{where}: {with_unit(worst.coverage, '1')} delivered)"
            )
        named.append(text)
    left = len(short) - len(named)
    rest = f"; {counted(left, 'further user')} at times" if left else ""
    return f"Short of water: {'; '.join(named)}{rest}."


def _river(numbers: Numbers) -> str:
    places = [group for group in numbers.groups(_RIVER) if group != EVERYONE]
    if not places:
        return ""
    missed = [(numbers.mean(_RIVER, place), place) for place in places if numbers.mean(_RIVER, place) > 0]
    if not missed:
        return f"The river kept its environmental flow at every place that has one ({len(places)})."
    missed.sort(key=lambda pair: (-pair[0], pair[1]))
    named = [f"{spelled_out(place)} on {with_unit(days, 'days')}" for days, place in missed[:_MOST_NAMED]]
    return (
        f"The river missed its environmental flow at {len(missed)} of {counted(len(places), 'place')} "
        f"over the whole period: {listed(named)}{' among them' if len(missed) > _MOST_NAMED else ''}."
    )


def _lochs(numbers: Numbers) -> str:
    levels = [
        (numbers.mean("lowest_storage_share", group), group)
        for group in numbers.groups("lowest_storage_share")
        if group != EVERYONE
    ]
    if not levels:
        return ""
    least, name = min(levels)
    over = " on average over members" if numbers.members > 1 else ""
    return f"The loch or reservoir that fell lowest was {spelled_out(name)}: to {with_unit(least, '1')} of its usable capacity{over}."
