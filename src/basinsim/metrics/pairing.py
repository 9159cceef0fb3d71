"""Whether runs can be compared at all: the same days, the same step, members that pair, one weather."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
import xarray as xr

from basinsim.errors import RunError
from basinsim.metrics.table import metric_table
from basinsim.results.store import Results


@dataclass(frozen=True)
class Run:
    """What a comparison needs to know of a run.

    Attributes
    ----------
    name : str
        As it stands in tables and figures.
    metrics : pandas.DataFrame
        As in ``metrics.csv``.
    first, last : date
        Of the period.
    steps, members : int
        How many.
    basin, foresight, objective : str
        Of its scenario.
    mean_inflow : dict of str to ndarray, shape (members,)
        Of each catchment over the period [Ml/d]; empty where the results do not hold it.
    """

    name: str
    metrics: pd.DataFrame
    first: date
    last: date
    steps: int
    members: int
    basin: str
    foresight: str
    objective: str
    mean_inflow: dict[str, np.ndarray]

    @property
    def is_upper_bound(self) -> bool:
        """Whether every step knew the whole period."""
        return self.foresight == "full"

    def with_metrics(self, metrics: pd.DataFrame) -> "Run":
        """Return the same run with another table of metrics."""
        return replace(self, metrics=metrics)


def describe_run(results: Results, name: str = "") -> Run:
    """Sum a run up for comparisons.

    Parameters
    ----------
    results : Results
        Of the run.
    name : str
        Without one that of its scenario.

    Returns
    -------
    Run
        Metrics are computed where the results have none.
    """
    dataset = results.dataset
    days = dataset["step_length"].to_numpy()
    starts = dataset["time"].to_numpy().astype("datetime64[D]")
    table = results.metrics if len(results.metrics) else metric_table(dataset)
    attributes = {key: str(dataset.attrs.get(key, "")) for key in ("basin", "foresight", "objective")}
    return Run(
        name=name or str(dataset.attrs.get("scenario", "")),
        metrics=table,
        first=starts[0].astype(object),
        last=(starts[-1] + np.timedelta64(int(days[-1]) - 1, "D")).astype(object),
        steps=len(starts),
        members=dataset.sizes["member"],
        mean_inflow=_mean_inflow(dataset),
        **attributes,
    )


def _mean_inflow(dataset: xr.Dataset) -> dict[str, np.ndarray]:
    if "inflow" not in dataset:
        return {}
    days = dataset["step_length"]
    mean = (dataset["inflow"] * days).sum("time") / float(days.sum())
    columns = mean.transpose("catchment", "member").to_numpy()
    return {str(name): column for name, column in zip(mean["catchment"].to_numpy(), columns, strict=True)}


def _other_weather(run: Run, base: Run) -> bool:
    """Say whether catchments that both have differ; a policy may bring a source of its own."""
    shared = run.mean_inflow.keys() & base.mean_inflow.keys()
    return any(not np.allclose(run.mean_inflow[name], base.mean_inflow[name], rtol=1e-6) for name in shared)


def refuse_unlike(runs: list[Run]) -> None:
    """Refuse runs whose numbers cannot be set side by side.

    Parameters
    ----------
    runs : list of Run
        The first is the baseline.

    Raises
    ------
    RunError
        Where there are none, names repeat, or a run has another period, step or number of members.
    """
    if not runs:
        raise RunError("there are no runs to compare")
    names = [run.name for run in runs]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise RunError(f"two runs are called '{doubled[0]}'; give their scenarios names that tell them apart")
    base = runs[0]
    said = []
    for run in runs[1:]:
        if (run.first, run.last) != (base.first, base.last):
            said.append(
                f"'{run.name}' is from {run.first} to {run.last}, the baseline '{base.name}' from {base.first} to "
                f"{base.last}: run them over the same period"
            )
        elif run.steps != base.steps:
            said.append(
                f"'{run.name}' has {run.steps} steps, the baseline '{base.name}' has {base.steps}: run them with the same "
                "step"
            )
        elif run.members != base.members:
            said.append(
                f"'{run.name}' has {run.members} member(s), the baseline '{base.name}' has {base.members}: members must "
                "pair, so run them with the same number"
            )
    if said:
        raise RunError("these runs cannot be compared: " + "; ".join(said))


def cautions(runs: list[Run]) -> tuple[str, ...]:
    """Return what the reader of a comparison should bear in mind.

    Parameters
    ----------
    runs : list of Run
        That can be compared; the first is the baseline.

    Returns
    -------
    tuple of str
        In the modeller's words.
    """
    base, notes = runs[0], []
    for run in runs[1:]:
        if run.basin != base.basin:
            notes.append(f"'{run.name}' is of another basin ({run.basin}) than the baseline ({base.basin}).")
        if _other_weather(run, base):
            notes.append(
                f"'{run.name}' has another inflow than the baseline: its changes are those of weather and policy together."
            )
        if run.objective != base.objective:
            notes.append(f"'{run.name}' has the objective {run.objective}, the baseline {base.objective}.")
        if run.foresight != base.foresight and not run.is_upper_bound:
            notes.append(f"'{run.name}' has foresight ({run.foresight}), the baseline ({base.foresight}).")
    notes += [
        f"'{run.name}' is an upper bound: every step knew the whole period."
        for run in runs
        if run.is_upper_bound
    ]
    return tuple(notes)
