"""What operating rules asked of people: how often each stage was in force, and what was saved."""

import json

import xarray as xr

from basinsim.metrics.registry import Groups, metric
from basinsim.metrics.series import names_of, user_groups, volume, years_in


@metric(
    "rule_days",
    "d/yr",
    "min",
    "Days a year in a state of an operating rule",
    ("rule_state",),
    formula="days of steps in which the rule is in the state / years; for every state but the ordinary one, such as "
    "the stages of a drought",
    source="definition",
)
def rule_days(dataset: xr.Dataset) -> Groups:
    """Frequency of every drought stage, zone and restriction, by the name of the rule and the state."""
    meanings: dict[str, list[str]] = json.loads(dataset.attrs.get("rule_states", "{}"))
    for rule in names_of(dataset, "rule"):
        state = dataset["rule_state"].sel(rule=rule)
        for number, meaning in enumerate(meanings.get(rule, [])[1:], start=1):
            days = ((state == number) * dataset["step_length"]).sum("time")
            yield f"{rule}: {meaning}", days / years_in(dataset)


@metric(
    "saved_volume",
    "Ml/yr",
    "min",
    "Water that rules asked users to do without",
    ("saved",),
    formula="sum of what is not asked for under a rule x days / years; it is no shortage, and is told beside it",
    source="definition",
)
def saved_volume(dataset: xr.Dataset) -> Groups:
    """Volume of a year that users, sectors and all of them saved because a rule asked them to."""
    saved = volume(dataset, dataset["saved"]) / years_in(dataset)
    for group, names in user_groups(dataset):
        yield group, saved.sel(demand=names).sum("demand")
