"""What the run earned and cost, as far as the basin names prices."""

import xarray as xr

from basinsim.metrics.registry import Groups, metric
from basinsim.metrics.series import EVERYONE, names_of, years_in


@metric(
    "net_value",
    "GBP/yr",
    "max",
    "Value less operating cost, of what has a price",
    ("objective_term",),
    formula="sum of price x amount, costs negative / years; under `objective: priorities` of energy and costs only",
    source="prices of the basin file",
)
def net_value(dataset: xr.Dataset) -> Groups:
    """Mean value of a year, term by term and of all of them; water without a price counts nothing."""
    values = dataset["objective_term"] / years_in(dataset)
    terms = names_of(dataset, "term")
    for term in terms:
        yield term, values.sel(term=term)
    if terms:
        yield EVERYONE, values.sum("term")
