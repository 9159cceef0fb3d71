"""Members side by side, what the kernel leaves to the reference, and the counts of each path."""

from typing import Any

import numpy as np
import pytest
from support.quick_runs import prepare

from basinsim.allocation.kernel import allocator as module
from basinsim.simulation.allocators import AllocatorOptions
from basinsim.simulation.initial import first_state
from basinsim.simulation.run import Simulated, simulate

Basin = dict[str, Any]
STEPS = 40


def two_stores(**town: Any) -> Basin:
    """hills -> upper -> lower -> sea; a town on the lower store, farms and a fish pass below."""
    return {
        "name": "two stores",
        "nodes": {
            "hills": {"type": "catchment", "inflow": 12},
            "upper": {"type": "reservoir", "capacity": 200, "initial": 120, "dead_storage": 10},
            "lower": {"type": "reservoir", "capacity": 100, "initial": 50},
            "weir": {"type": "gauge", "environmental_flow": {"amount": 4, "priority": 2}},
            "town": {"type": "demand", "sector": "public", "amount": 9, "priority": 1} | town,
            "farms": {"type": "demand", "sector": "agriculture", "amount": 6, "priority": 3},
            "sea": {"type": "outlet"},
        },
        "links": [
            {"from": "hills", "to": "upper"},
            {"from": "upper", "to": "lower", "max_flow": 30},
            {"from": "lower", "to": "weir", "max_flow": 25},
            {"name": "over", "from": "lower", "to": "weir", "spill": True},
            {"from": "lower", "to": "town", "loss": 0.1},
            {"from": "weir", "to": "farms"},
            {"from": "weir", "to": "sea"},
        ],
    }


def run(basin: Basin, choice: str, members: int = 1, *, threads: int = 1, seed: int = 1) -> Simulated:
    network, inputs = prepare(basin, STEPS, members=members)
    weather = np.random.default_rng(seed).lognormal(-0.8, 1.5, (members, STEPS, 1))
    inputs.series["inflow"] = inputs.over_members("inflow") * weather
    options = AllocatorOptions(choice, threads)  # type: ignore[arg-type]  # a word of the test's own
    return simulate(network, inputs, first_state(network, inputs), options=options)


def test_every_step_is_counted_once_and_by_its_path():
    counts = run(two_stores(), "batch", 3).counts
    assert counts.steps == 3 * STEPS
    assert 0 < counts.predicted <= counts.kernel <= counts.steps
    assert run(two_stores(), "highs").counts.kernel == 0


@pytest.mark.parametrize("threads", [2, 5])
def test_threads_change_nothing(threads):
    one, several = (run(two_stores(), "batch", 40, threads=n) for n in (1, threads))
    for name, values in one.arrays.items():
        np.testing.assert_array_equal(values, several.arrays[name])


def test_a_member_is_the_same_whoever_is_beside_it():
    together = run(two_stores(), "batch", 4)
    network, inputs = prepare(two_stores(), STEPS)
    for member in range(4):
        weather = np.random.default_rng(1).lognormal(-0.8, 1.5, (4, STEPS, 1))[member : member + 1]
        inputs.series["inflow"] = np.full((1, STEPS, 1), 12.0) * weather
        alone = simulate(
            network, inputs, first_state(network, inputs), options=AllocatorOptions("batch", threads=1)
        )
        for name, values in alone.arrays.items():
            np.testing.assert_allclose(together.arrays[name][member], values[0], rtol=1e-9, atol=1e-9)


def test_a_bound_that_binds_only_later_is_learnt():
    """In the first step the town can take all it asks for; later its licence to ask outgrows its pipe."""
    amount = {"values": [9.0] * 5 + [30.0] * (STEPS - 5)}
    basin = two_stores(amount=amount)
    basin["links"][4]["max_flow"] = 15
    kernel, reference = run(basin, "batch"), run(basin, "highs")
    np.testing.assert_allclose(kernel.arrays["delivered"], reference.arrays["delivered"], atol=1e-6)
    assert kernel.arrays["delivered"][0, 10, 1] == pytest.approx(13.5)
    assert kernel.counts.kernel >= STEPS - 3


def test_what_is_not_proved_goes_to_the_reference(monkeypatch):
    """What every third member remembers is spoilt before each call; the answers do not change."""
    right = run(two_stores(), "batch", 6)
    allocate = module.BatchAllocator._run

    def spoilt(self, paths, numbers, carry, standing, left, outcome):
        for path in paths:
            path.memory.inverse[::3] = np.nan
            path.memory.pivots[::3] = 0  # else it would be made anew
        allocate(self, paths, numbers, carry, standing, left, outcome)

    monkeypatch.setattr(module.BatchAllocator, "_run", spoilt)
    found = run(two_stores(), "batch", 6)
    assert found.counts.kernel == 4 * STEPS
    assert found.counts.steps == 6 * STEPS
    for name in ("storage", "delivered", "flow"):
        np.testing.assert_allclose(found.arrays[name], right.arrays[name], atol=1e-6)


def sub_basins_in_series(count: int) -> Basin:
    """A hill, a loch, a weir, a town with essential needs and a farm each; the weir feeds the next loch."""
    nodes: dict[str, Any] = {"sea": {"type": "outlet"}}
    links = []
    for i, mean in enumerate(np.random.default_rng(1971).uniform(80.0, 200.0, count).tolist()):
        below = f"loch_{i + 1}" if i + 1 < count else "sea"
        nodes |= {
            f"hill_{i}": {"type": "catchment", "inflow": 1.6 * mean},
            f"loch_{i}": {"type": "reservoir", "capacity": 90 * mean, "initial": 60 * mean},
            f"weir_{i}": {"type": "gauge", "environmental_flow": {"amount": 0.25 * mean, "priority": 2}},
            f"town_{i}": {
                "type": "demand",
                "sector": "public",
                "amount": 0.35 * mean,
                "priority": 3,
                "essential": {"amount": 0.08 * mean, "priority": 1},
            },
            f"farm_{i}": {"type": "demand", "sector": "agriculture", "amount": 0.3 * mean, "priority": 4},
        }
        ways = [("hill", "loch"), ("loch", "weir"), ("loch", "town"), ("loch", "farm")]
        links += [{"from": f"{start}_{i}", "to": f"{end}_{i}"} for start, end in ways]
        links.append({"from": f"weir_{i}", "to": below})
    return {"name": "in series", "nodes": nodes, "links": links}


def test_many_sub_basins_in_series_are_filled_to_the_end():
    """Sums of many shares leave rounding behind, which must not be taken for room to rise."""
    found, right = (run(sub_basins_in_series(24), choice) for choice in ("batch", "highs"))
    for name in ("storage", "delivered"):
        np.testing.assert_allclose(found.arrays[name], right.arrays[name], atol=1e-6)


def test_small_runs_do_not_wait_for_compilation():
    assert run(two_stores(), "auto").counts.kernel == 0


def test_large_runs_take_the_kernel():
    assert run(two_stores(), "auto", 500).counts.kernel > 0
