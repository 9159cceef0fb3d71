"""What the terminal says of a run: who got what, who was short and when, and whether the water adds up."""

from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr
from rich.table import Table

from basinsim.cli.terminal import table_console
from basinsim.errors import counted
from basinsim.results.store import Results

_SHOWN = 6
_SECTORS = {
    "public": "public supply",
    "agriculture": "agriculture",
    "energy": "energy",
    "industry": "industry",
    "all": "all users",
}


def print_summary(results: Results, directory: Path) -> None:
    """Print the summary of a run to standard output.

    Parameters
    ----------
    results : Results
        Of the run.
    directory : Path
        Where they were written.
    """
    console = table_console()
    dataset = results.dataset
    times = dataset["time"].to_numpy()
    last = (pd.Timestamp(dataset["time_bounds"].to_numpy()[-1, 1]) - pd.Timedelta(days=1)).date()
    members = dataset.sizes["member"]
    console.print()
    console.print(f"{dataset.attrs['title']}", style="bold", markup=False)
    who = f", {members} members (mean over members)" if members > 1 else ""
    console.print(f"{pd.Timestamp(times[0]).date()} to {last}, {counted(len(times), 'step')}{who}")
    if dataset.attrs.get("hydrology"):
        console.print(f"Weather and rivers: {dataset.attrs['hydrology']}", markup=False)
    console.print(_users_table(results))
    for line in _shortage_lines(results):
        console.print(line, markup=False)
    for line in _river_lines(results):
        console.print(line, markup=False)
    for note in results.notes:
        console.print(f"Note: {note}", markup=False)
    error = float(dataset.attrs["mass_balance_error"])
    console.print(f"Water balance: largest error {error:.1e} Ml at any node in any step.")
    console.print(f"Written to {directory}/", markup=False)


def _users_table(results: Results) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("users")
    for title in ("asked Ml/d", "delivered Ml/d", "delivered %", "time without shortage %", "worst step %"):
        table.add_column(title, justify="right")
    mean = results.metrics.groupby(["metric", "group"], sort=False)["value"].mean()
    dataset = results.dataset
    sectors = dataset["sector"].to_numpy().astype(str)
    for sector in [*(name for name in _SECTORS if name in set(sectors)), "all"]:
        if ("volumetric_reliability", sector) not in mean.index:
            continue
        chosen = sectors == sector if sector != "all" else np.ones(len(sectors), dtype=bool)
        asked, got = (_mean_flow(results, name, chosen) for name in ("requested", "delivered"))
        shares = [
            mean.get((metric, sector), np.nan)
            for metric in ("volumetric_reliability", "time_reliability", "worst_coverage")
        ]
        style = "bold" if sector == "all" else None
        table.add_row(
            _SECTORS[sector],
            _flow(asked),
            _flow(got),
            *(_percent(share) for share in shares),
            style=style,
        )
    return table


def _flow(mean: float) -> str:
    return f"{mean:,.1f}" if np.isfinite(mean) else "-"


def _percent(share: float) -> str:
    """Write a share so that what is not everything never reads as 100."""
    if not np.isfinite(share):
        return "-"
    return f"{100 * share:.1f}" if share >= 1 - 1e-9 or share < 0.9995 else ">99.9"


def _mean_flow(results: Results, name: str, chosen: np.ndarray) -> float:
    dataset = results.dataset
    if name not in dataset:
        return float("nan")
    days = dataset["step_length"].to_numpy()
    # One user after the other: a large ensemble does not fit into memory.
    means = (dataset[name].isel(demand=i).to_numpy().mean(axis=0) @ days for i in np.flatnonzero(chosen))
    return float(sum(means) / days.sum())


def _shortage_lines(results: Results) -> list[str]:
    dataset = results.dataset
    if "requested" not in dataset or "delivered" not in dataset:
        return []
    days = dataset["step_length"].to_numpy()
    names = dataset["demand"].to_numpy().astype(str)
    found = []
    for i in range(len(names)):
        requested, delivered = (dataset[key].isel(demand=i).to_numpy() for key in ("requested", "delivered"))
        short = requested - delivered > 1e-6 * np.maximum(requested, 1e-12)
        per_member = (short * days).sum(axis=1)
        if not per_member.any():
            continue
        coverage = np.where(short, delivered / np.maximum(requested, 1e-12), 1.0)
        # Of days that are equally bad the first, whatever rounding left of them.
        _, step = np.unravel_index(int(np.argmin(coverage.round(9))), coverage.shape)
        first = int(np.flatnonzero(short.any(axis=0))[0])
        found.append(
            (
                per_member.mean(),
                names[i],
                _day(dataset, first),
                _day(dataset, int(step)),
                float(coverage.min()),
            )
        )
    if not found:
        return ["Nobody was short of water."]
    found.sort(key=lambda entry: (-entry[0], entry[1]))
    lines = [
        f"Short: {name.replace('_', ' ')} on {_days(count)}, first on {first}, worst on {worst} ({100 * max(0.0, least):.0f} % delivered)."
        for count, name, first, worst, least in found[:_SHOWN]
    ]
    if len(found) > _SHOWN:
        lines.append(f"... and {len(found) - _SHOWN} more users; metrics.csv has them all.")
    return lines


def _day(dataset: xr.Dataset, step: int) -> str:
    return str(pd.Timestamp(dataset["time"].to_numpy()[step]).date())


def _days(mean: float) -> str:
    """Write a mean over members, so that what happens now and then is not called never."""
    return counted(round(mean), "day") if mean >= 0.5 else "less than a day"


def _river_lines(results: Results) -> list[str]:
    metrics = results.metrics
    lines = []
    for metric, what in (
        ("environmental_flow_days_missed", "environmental flow"),
        ("minimum_flow_days_missed", "minimum flow"),
    ):
        places = metrics[(metrics["metric"] == metric) & (metrics["group"] != "all")]
        values = places.groupby("group")["value"].mean()
        if values.empty:
            continue
        missed = values[values > 0].sort_values(ascending=False)
        if missed.empty:
            lines.append(f"Every {what} was kept ({len(values)} places).")
        for place, days in missed.head(_SHOWN).items():
            lines.append(f"The {what} was missed at {str(place).replace('_', ' ')} on {_days(days)}.")
    return lines
