"""The audit closes on every run, and an error in any published number shows at its node and step."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from results.every_type import EVERY_TYPE, Audited, run_every_type
from support.runs import run_case

from basinsim.api import run
from basinsim.results.dataset import things_by_dimension
from basinsim.shipped import shipped_folder

STEP = 4
WARM_UP = 2
START, END = date(2003, 12, 1), date(2004, 12, 31)
STEPS = ["day", "week", "month", "10 days"]

# The solver keeps rows to 1e-9 of its scaled volume, which is up to some hundred megalitres here.
SOLVED = 1e-6


@pytest.mark.parametrize("step", STEPS)
def test_every_type_of_node_closes(step):
    end = date(2004, 3, 31) if step == "day" else END
    audited = run_every_type(step, START, end)
    assert np.abs(audited.residual(audited.copies())).max() < SOLVED


@pytest.mark.parametrize("step", STEPS)
def test_the_run_and_its_file_say_how_well_it_closes(step):
    results = run_case(EVERY_TYPE, period={"start": "2004-02-01", "end": "2004-04-12"}, step=step)
    residual = results.dataset["mass_balance_residual"]
    assert set(residual["node"].to_numpy()) == set(EVERY_TYPE["nodes"])
    assert results.dataset.attrs["mass_balance_error"] == float(np.abs(residual).max()) < SOLVED


@pytest.mark.parametrize(
    ("step", "end"),
    [("day", "1991-02-10"), ("week", "1991-06-30"), ("10 days", "1991-06-30"), ("month", "1991-12-31")],
)
def test_the_shipped_basin_closes(step, end, tmp_path):
    assert_shipped_basin_closes(step, end, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("step", "end"), [("day", "1992-12-31"), ("10 days", "1995-12-31"), ("month", "2000-12-31")]
)
def test_the_shipped_basin_closes_for_longer(step, end, tmp_path):
    assert_shipped_basin_closes(step, end, tmp_path)


def assert_shipped_basin_closes(step, end, directory):
    path = directory / "short.yaml"
    baseline = (shipped_folder() / "scenarios" / "baseline.yaml").as_posix()
    path.write_text(
        f"extends: {baseline}\nperiod: {{start: 1991-01-01, end: {end}}}\nstep: {step}\n", encoding="utf-8"
    )
    results = run(path)
    assert results.dataset.attrs["mass_balance_error"] < 1e-6
    for name in ("flow", "storage", "overflow", "delivered"):
        assert (results.dataset[name] >= 0).all()


@pytest.fixture(scope="module")
def audited() -> Audited:
    return run_every_type("10 days", START, END, warm_up="20 days")


def assert_shows(audited: Audited, variable: str, thing: str, expected: dict[tuple[str, int], float]) -> None:
    """Add 1 to one published number; expect residuals [Ml] at (node, step) and nowhere else."""
    arrays = audited.copies()
    usual = audited.residual(arrays)
    things = things_by_dimension(audited.network)[
        {
            "inflow": "catchment",
            "flow": "link",
            "node_overflow": "overflow_node",
            "delivered": "demand",
            "return_flow": "demand",
            "return_underway": "demand",
        }.get(variable, "reservoir")
    ]
    arrays[variable][0, STEP, things.index(thing)] += 1.0
    change = (audited.residual(arrays) - usual)[0]
    found = {
        (audited.network.nodes[node], int(step)): change[step, node]
        for step, node in np.argwhere(np.abs(change) > 1e-9)
    }
    assert found == pytest.approx(expected)


def test_an_inflow_shows_at_its_catchment(audited):
    assert_shows(audited, "inflow", "hill", {("hill", STEP): 10})


@pytest.mark.parametrize(
    ("link", "source", "target", "arrives"),
    [
        ("hill->loch", "hill", "loch", 0.98),
        ("release", "loch", "turbine", 1),
        ("turbine->fork", "turbine", "fork", 0.99),
        ("pump", "fork", "pond", 1),
        ("fork->weir", "fork", "weir", 1),
        ("weir->farm", "weir", "farm", 1),
        ("intake", "fork", "plant", 0.95 * 0.96),
        ("plant->town", "plant", "town", 0.9),
    ],
)
def test_a_flow_shows_at_both_ends_of_its_link(audited, link, source, target, arrives):
    """At works the loss of treatment is taken from what arrives."""
    assert_shows(audited, "flow", link, {(source, STEP): -10, (target, STEP): 10 * arrives})


def test_a_flow_to_the_sea_shows_at_its_source_only(audited):
    """What reaches an outlet is gone, and an outlet accounts for nothing."""
    assert_shows(audited, "flow", "weir->sea", {("weir", STEP): -10})


@pytest.mark.parametrize("name", ["loch", "pond"])
def test_a_storage_shows_in_its_step_and_turned_in_the_next(audited, name):
    assert_shows(audited, "storage", name, {(name, STEP): -1, (name, STEP + 1): 1})


@pytest.mark.parametrize(("variable", "residual"), [("overflow", -10), ("surface_gain", 10)])
def test_overflow_and_surface_show_at_their_reservoir(audited, variable, residual):
    assert_shows(audited, variable, "loch", {("loch", STEP): residual})


@pytest.mark.parametrize("name", ["hill", "fork", "weir", "turbine"])
def test_overflow_shows_at_nodes_without_storage(audited, name):
    assert_shows(audited, "node_overflow", name, {(name, STEP): -10})


def test_a_delivery_shows_at_its_demand(audited):
    assert_shows(audited, "delivered", "farm", {("farm", STEP): -10})


@pytest.mark.parametrize("name", ["town", "mill"])
def test_a_delivery_with_a_return_shows_whole(audited, name):
    """What it got is one account and what it gives back another: the worse of the two is told."""
    assert_shows(audited, "delivered", name, {(name, STEP): -10})


@pytest.mark.parametrize(("name", "to"), [("town", "weir"), ("mill", "fork")])
def test_a_return_shows_where_it_comes_from_and_where_it_goes(audited, name, to):
    assert_shows(audited, "return_flow", name, {(name, STEP): -10, (to, STEP): 10})


def test_water_underway_shows_in_its_step_and_turned_in_the_next(audited):
    assert_shows(audited, "return_underway", "mill", {("mill", STEP): -1, ("mill", STEP + 1): 1})


def test_a_wrong_delivery_shows_also_where_all_of_it_comes_back():
    """A user that keeps nothing: what it got must still be what arrived."""
    basin = {
        "nodes": {
            "hill": {"type": "catchment", "inflow": 10},
            "fish": {
                "type": "demand",
                "sector": "industry",
                "amount": 5,
                "returns": {"to": "sea", "fraction": 1},
            },
            "sea": {"type": "outlet"},
        },
        "links": [{"from": "hill", "to": "fish"}, {"from": "hill", "to": "sea"}],
    }
    audited = run_every_type("day", date(2001, 1, 1), date(2001, 1, 3), basin=basin)
    arrays = audited.copies()
    arrays["delivered"][0, 1, 0] += 1.0
    assert np.abs(audited.residual(arrays)[0, 1]).max() == pytest.approx(1)


def test_the_first_counted_step_starts_from_the_end_of_the_warm_up(audited):
    assert audited.simulated.inputs.calendar.warm_up_steps == WARM_UP
    arrays = audited.copies()
    arrays["storage"][0, 0, 0] += 1.0
    change = audited.residual(arrays) - audited.residual(audited.copies())
    assert change[0, :2, audited.network.nodes.index("loch")] == pytest.approx([-1, 1])


def test_members_are_audited_each_on_its_own(audited):
    arrays = {name: np.concatenate([values] * 2) for name, values in audited.copies().items()}
    start = audited.simulated.start
    twice = type(start)(
        *(np.concatenate([part] * 2) for part in (start.storage, start.licence_used, start.returns_underway))
    )
    both = Audited(replace(audited.simulated, start=twice))
    usual = both.residual(arrays)
    arrays["storage"][1, -1, 0] += 1.0
    change = both.residual(arrays) - usual
    assert not change[0].any()
    assert np.abs(change[1]).max() == pytest.approx(1)
