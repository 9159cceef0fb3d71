"""The reference of results as a page: every variable of ``results.nc``, from the one table of quantities."""

from basinsim.describing.key_tables import table
from basinsim.quantities import RESULT_VARIABLES

_HEAD = """# Results

A run writes `results.nc` (NetCDF 4, CF attributes; it opens with `xarray.open_dataset`), `metrics.csv`, figures and
`report.html`. Variables have the dimensions `member`, `time`, and the one named here. Flows are means over a step. Above ten
members only those marked *always* are kept, unless the scenario's `outputs` name others.

"""
_WHEN = {
    "time: mean": "mean of the step",
    "time: point": "end of the step",
    "time: sum": "sum over the step",
}


def result_variables_page() -> str:
    """Return the reference of the variables of results as Markdown.

    Returns
    -------
    str
        A table with a row for each.
    """
    rows = [
        (
            f"`{quantity.name}`",
            f"`{quantity.dimension}`",
            quantity.unit,
            quantity.long_name,
            _WHEN[quantity.cell_methods],
            "always" if quantity.always else "up to ten members",
        )
        for quantity in RESULT_VARIABLES.values()
    ]
    return _HEAD + "\n".join(table(("variable", "for each", "unit", "meaning", "time", "kept"), rows))
