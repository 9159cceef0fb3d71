"""Pages that several tests look at, made once."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from figures.two_years import basin_of, two_years

import basinsim as bs
from basinsim.figures.run_set import save_run_figures
from basinsim.figures.schematic import place_network
from basinsim.report.alternatives import Alternatives, Axis
from basinsim.report.run_report import save_run_report
from basinsim.report.trade_off import trade_off_page
from basinsim.results.sketch import sketch_of
from basinsim.results.store import REPORT_FILE

AXES = (
    Axis("Cost", "GBP/yr", False),
    Axis("Irrigation met in dry years", "1", True, "agriculture", ("farm",)),
    Axis("Environmental flow missed", "Ml", False, "environment", ("weir",)),
    Axis("Hydropower", "GWh/yr", True, "energy", ("turbine",)),
    Axis("Essential needs met", "1", True),
)


@cache
def run_page() -> str:
    """The report of a run with figures and a register."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        scenario = write_basin(root)
        directory = two_years().save(root / "out")
        figures = save_run_figures(two_years().dataset, directory)
        save_run_report(bs.open_results(directory), directory, scenario, figures)
        return (directory / REPORT_FILE).read_text(encoding="utf-8")


def write_basin(root: Path) -> bs.Scenario:
    """Write the basin of two years with a register of two of its numbers; load a scenario of it."""
    (root / "basin.yaml").write_text(basin_of(), encoding="utf-8")
    (root / "register.csv").write_text(
        "key,value,unit,low,high,status,source,note\n"
        'nodes.loch.capacity,500,Ml,400,600,seen,"a drawing <of 1923>",\n'
        "nodes.turbine.head,10,m,,,assumption,assumption of this project,\n",
        encoding="utf-8",
    )
    text = "{name: as it is, basin: basin.yaml, period: {start: 2003-01-01, end: 2004-12-31}, step: month}"
    (root / "case.yaml").write_text(text, encoding="utf-8")
    return bs.load_scenario(root / "case.yaml")


@cache
def comparison_page() -> str:
    """The report of a comparison of two runs, with figures."""
    with TemporaryDirectory() as folder:
        bs.compare(two_years(), two_years("river first", 1)).save(folder)
        return (Path(folder) / REPORT_FILE).read_text(encoding="utf-8")


@cache
def alternatives(count: int = 12) -> Alternatives:
    """Alternatives of a made-up study; on the last axis they are all alike."""
    numbers = np.random.default_rng(3).random((count, len(AXES)))
    numbers[:, 0] *= 1e6
    numbers[:, 2] *= 5000
    numbers[:, 4] = 0.5
    names = tuple(f"Plan {chr(65 + k)}" for k in range(count))
    verdicts = [("50 % delivered", ""), *[("60 % delivered", "better")] * (count - 1)]
    return Alternatives(
        names, AXES, numbers, 0, tuple(f"leakage {k} %" for k in range(count)), {"farm": verdicts}
    )


@cache
def study_page() -> str:
    """The trade-off page of a table of alternatives."""
    shape = sketch_of(two_years().dataset)
    return trade_off_page("A study", alternatives(), place_network(shape), lead="Twelve plans.")
