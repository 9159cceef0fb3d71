"""Set runs side by side and keep what partners read of them: tables and figures."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import xarray as xr

from basinsim.metrics.comparison import Comparison, compare_runs
from basinsim.metrics.fairness_passport import fairness_passport
from basinsim.metrics.fairness_price import fairness_prices
from basinsim.metrics.pairing import Run, describe_run
from basinsim.metrics.service import return_periods
from basinsim.metrics.thresholds import SCARCITY, scarcity_against, thresholds_of
from basinsim.results.store import REPORT_FILE, Results, open_results, table_writer, write_together


@dataclass(frozen=True)
class SideBySide:
    """Runs compared, with the tables that go with them.

    Attributes
    ----------
    comparison : Comparison
        Every metric against the baseline's, and the front page.
    return_periods : pandas.DataFrame
        How rare years of failure are in each run, with confidence intervals.
    passports : pandas.DataFrame
        The fairness passport of each group in each run.
    fairness_prices : pandas.DataFrame
        What each run delivers less than the one that delivers most, and how much worse its
        worst-served user fares than in the run that serves him best.
    runs : tuple of Results
        What was compared, opened lazily where it was a folder.
    beside : Path or None
        Folder of the baseline's results, where it was one.
    """

    comparison: Comparison
    return_periods: pd.DataFrame
    passports: pd.DataFrame
    fairness_prices: pd.DataFrame
    runs: tuple[Results, ...]
    beside: Path | None

    def save(self, directory: str | Path, *, figures: bool = True, report: bool = True) -> Path:
        """Write tables, and figures beside them, to a folder.

        Parameters
        ----------
        directory : str or Path
            Made where there is none.
        figures : bool
            Whether figures are drawn.
        report : bool
            Whether ``report.html`` is written, with those figures inside.

        Returns
        -------
        Path
            The folder.

        Raises
        ------
        RunError
            Where it cannot be written; nothing half-written is left.
        """
        tables = {
            "comparison.csv": self.comparison.table,
            "return_periods.csv": self.return_periods,
            "fairness_passports.csv": self.passports,
            "price_of_fairness.csv": self.fairness_prices,
        }
        writers: dict[str, Callable[[Path], None]] = {
            name: table_writer(table) for name, table in tables.items()
        }
        if figures:
            from basinsim.figures.comparison_set import comparison_writers

            writers |= comparison_writers(self.comparison)
        if report:
            drawn = [name for name in writers if name.endswith(".png")]
            writers[REPORT_FILE] = lambda path: self._write_report(path, drawn)
        return write_together(Path(directory), writers)

    def _write_report(self, path: Path, drawn: list[str]) -> None:
        from basinsim.report.comparison_report import background_of, comparison_report
        from basinsim.report.page import write_page
        from basinsim.report.pictures import pictures

        shown = pictures(path.parent, drawn)  # they stand beside it by now
        tables = (self.passports, self.return_periods, self.fairness_prices)
        page = comparison_report(self.comparison, *tables, background_of(self.runs, self.beside), shown)
        write_page(path, page)


def compare(*results: Results | str | Path) -> SideBySide:
    """Set runs side by side, the first as the baseline.

    Parameters
    ----------
    *results : Results, str or Path
        Of runs, or folders of results written earlier.

    Returns
    -------
    SideBySide
        Comparison, return periods and fairness passports.

    Raises
    ------
    InputError
        Where a folder holds no results.
    RunError
        Where periods, steps or members do not pair.
    """
    runs: list[Run] = []
    tables: dict[str, list[pd.DataFrame]] = {"return_periods": [], "passports": []}
    threshold: xr.DataArray | None = None
    derived: tuple[str, ...] = ()
    opened_runs: list[Results] = []
    for one in results:
        opened = one if isinstance(one, Results) else open_results(one, lazily=True)
        run, dataset = describe_run(opened), opened.dataset
        if "gauge_flow" in dataset and "q95" in dataset:
            if threshold is None:
                threshold, derived = thresholds_of(dataset)
            if derived:
                own = run.metrics[~run.metrics["metric"].isin(SCARCITY)]
                run = run.with_metrics(
                    pd.concat([own, scarcity_against(dataset, threshold)], ignore_index=True)
                )
        runs.append(run)
        if {"requested", "delivered"} <= set(dataset):
            for key, make in (("return_periods", return_periods), ("passports", fairness_passport)):
                table = make(dataset)
                table.insert(0, "policy", run.name)
                tables[key].append(table)
        opened_runs.append(opened)
    comparison = compare_runs(runs)
    beside = None if isinstance(results[0], Results) else Path(results[0])
    if derived:
        places = ", ".join(name.replace("_", " ") for name in derived)
        note = f"The basin gives no Q95 for {places}: scarcity is counted against that of the baseline's natural flow."
        comparison = comparison.with_note(note)
    joined = {
        key: pd.concat(parts, ignore_index=True) if parts else pd.DataFrame() for key, parts in tables.items()
    }
    return SideBySide(
        comparison,
        **joined,
        fairness_prices=fairness_prices(runs),
        runs=tuple(opened_runs),
        beside=beside,
    )
