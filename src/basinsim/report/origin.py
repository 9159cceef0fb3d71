"""Where a run comes from and whether its water adds up: what it takes to believe it and to make it again."""

import json
from dataclasses import dataclass
from datetime import date

import numpy as np
import xarray as xr

from basinsim.errors import counted
from basinsim.figures.style import spelled_out
from basinsim.report.tables import Cell, Table, table, words


@dataclass(frozen=True)
class Origin:
    """The manifest of a run.

    Attributes
    ----------
    title : str
        Basin and scenario.
    scenario : str
        Its name.
    hydrology : str
        Where weather and rivers come from; empty where the basin file has all inflows.
    first, last : str
        Days of the period, such as ``1 January 1971``.
    steps, members : int
        How many.
    facts : tuple of (str, str)
        What was run, and by what.
    inputs : tuple of (str, str)
        Files that were read, with their SHA-256.
    text : str
        The scenario file as it was read.
    balance_error : float
        Largest over nodes and steps [Ml].
    balance : Table or None
        Largest error of each node, where it was kept.
    notes : tuple of str
        What the reader should know.
    """

    title: str
    scenario: str
    hydrology: str
    first: str
    last: str
    steps: int
    members: int
    facts: tuple[tuple[str, str], ...]
    inputs: tuple[tuple[str, str], ...]
    text: str
    balance_error: float
    balance: Table | None
    notes: tuple[str, ...]

    @property
    def balance_in_words(self) -> str:
        """Say how well the water adds up."""
        litres = f"{1e6 * self.balance_error:.1g}".replace("e-0", "e-")
        return (
            "At every node and in every step, what came in was set against what left, was used, was stored or "
            f"overflowed, from the published numbers alone. The largest difference anywhere is {self.balance_error:.1e} Ml ({litres} litres)."
        )


def origin_of(dataset: xr.Dataset, notes: tuple[str, ...] = ()) -> Origin:
    """Read the manifest of a run from its results.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results of one run.
    notes : tuple of str
        That came with them.

    Returns
    -------
    Origin
        What the results do not say is left out.
    """
    attributes = dataset.attrs
    starts = dataset["time"].to_numpy().astype("datetime64[D]")
    days = dataset["step_length"].to_numpy()
    members, steps = dataset.sizes["member"], len(starts)
    last = starts[-1] + np.timedelta64(int(days[-1]) - 1, "D")
    facts = [
        ("Basin", attributes.get("basin", "")),
        ("Scenario", attributes.get("scenario", "")),
        ("Period", f"{_in_words(starts[0])} to {_in_words(last)}, {counted(steps, 'step')}"),
        ("Members", f"{members:,}"),
        ("Weather and rivers", attributes.get("hydrology", "")),
        ("Foresight", attributes.get("foresight", "")),
        ("Objective", attributes.get("objective", "")),
        ("Status", attributes.get("status", "")),
        ("Approximate", "yes, see the notes" if attributes.get("approximate") == "true" else "no"),
        ("Steps and how they were proved", _proofs(dataset)),
        ("Version of basinsim", attributes.get("basinsim_version", "")),
        ("Solver", attributes.get("solver", "")),
        ("SHA-256 over all inputs", attributes.get("inputs_sha256", "")),
    ]
    return Origin(
        title=str(attributes.get("title", attributes.get("scenario", ""))),
        scenario=str(attributes.get("scenario", "")),
        hydrology=str(attributes.get("hydrology", "")),
        first=_in_words(starts[0]),
        last=_in_words(last),
        steps=steps,
        members=members,
        facts=tuple((name, str(value)) for name, value in facts if str(value)),
        inputs=tuple(sorted(json.loads(attributes.get("inputs", "{}")).items())),
        text=str(attributes.get("scenario_text", "")),
        balance_error=float(attributes.get("mass_balance_error", np.nan)),
        balance=_balance(dataset),
        notes=notes,
    )


def _in_words(day: np.datetime64) -> str:
    found = day.astype("datetime64[D]").astype(date)
    return f"{found.day} {found:%B %Y}"


def _proofs(dataset: xr.Dataset) -> str:
    steps = int(dataset.attrs.get("steps_allocated", 0))
    if not steps:
        return ""
    if dataset.attrs.get("foresight") != "none" or dataset.attrs.get("objective") != "priorities":
        return f"{counted(steps, 'step')} of all members allocated"
    at_once, kernel = (
        int(dataset.attrs.get(key, 0)) for key in ("steps_proved_at_once", "steps_by_batch_kernel")
    )
    return (
        f"{counted(steps, 'step')} of all members allocated, each with a proof that nobody could have more; "
        f"{at_once:,} ({100 * at_once / steps:.1f} %) proved at once from the limits met before, the rest level by level; "
        f"{kernel:,} by the batch kernel, the others by the solver"
    )


def _balance(dataset: xr.Dataset) -> Table | None:
    name = "mass_balance_residual"
    if name not in dataset or not dataset.sizes["node"]:
        return None
    worst = np.abs(dataset[name].transpose("member", "time", "node").to_numpy()).max(axis=(0, 1), initial=0.0)
    rows = [
        (words(spelled_out(str(node))), Cell(f"{error:.1e}", f"{error:.10g}"))
        for node, error in sorted(
            zip(dataset["node"].to_numpy(), worst, strict=True), key=lambda pair: (-pair[1], str(pair[0]))
        )
    ]
    return table("Largest difference at each node in any step", [("node", False), ("Ml", True)], rows)
