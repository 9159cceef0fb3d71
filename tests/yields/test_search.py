"""Several limits are bracketed at once, on steps whose places are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from basinsim.yields.search import Search

Steps = list[float]


def search_of(steps: Steps, at_once: int = 3, tolerance: float = 0.01) -> Search[float]:
    """Failures at a demand are the steps that lie below it."""
    return Search(
        run=lambda demands: [float(sum(step < demand for step in steps)) for demand in demands],
        failures=lambda failing: failing,
        at_once=at_once,
        tolerance=tolerance,
    )


@given(
    steps=st.lists(st.floats(0.0, 50.0), min_size=1, max_size=8),
    at_once=st.integers(1, 6),
    limits=st.sets(st.integers(0, 7), min_size=1, max_size=4),
)
def test_every_limit_is_bracketed_at_its_step(steps: Steps, at_once: int, limits: set[int]) -> None:
    search = search_of(steps, at_once)
    search.try_at([0.0, 1.0])
    search.narrow([float(limit) for limit in limits])
    for limit in limits:
        bracket = search.bracket(limit)
        if limit < len(steps):
            place = sorted(steps)[limit]
            assert bracket.met <= place <= bracket.unmet
            assert bracket.unmet - bracket.met <= 0.01 * (1 + 1e-6)
        else:
            assert np.isinf(bracket.unmet)


def test_demands_are_tried_together_and_never_twice() -> None:
    tried: list[list[float]] = []

    def run(demands: list[float]) -> list[float]:
        tried.append(list(demands))
        return [float(demand > 3.0) for demand in demands]

    search = Search(run=run, failures=lambda failing: failing, at_once=4, tolerance=0.001)  # type: ignore[arg-type]
    search.try_at([0.0, 1.0, 2.0, 4.0])
    search.narrow([0.0])
    # Between 2 and 4, four points a round leave a fifth: 2 / 5^5 is below the tolerance.
    assert len(tried) <= 1 + 5
    all_tried = [demand for demands in tried for demand in demands]
    assert len(all_tried) == len(set(all_tried))
    assert all(len(demands) <= 4 for demands in tried)


def test_a_limit_missed_at_nothing_has_no_demand_that_is_met() -> None:
    search = Search(run=lambda d: [1.0] * len(d), failures=lambda f: f, at_once=2, tolerance=0.1)
    search.try_at([0.0, 1.0])
    search.narrow([0.0])
    assert np.isnan(search.bracket(0.0).met)
    assert search.bracket(0.0).unmet == 0.0


def test_what_never_fails_is_not_tried_for_ever() -> None:
    search = search_of([1e9])
    search.try_at([0.0, 1.0])
    search.narrow([0.0])
    assert np.isinf(search.bracket(0.0).unmet)
    assert 1000 <= max(search.demands) <= 2000


def test_the_answer_lies_below_the_first_demand_that_failed_and_the_fall_is_told() -> None:
    """Failures are 0, 1, 0 at 1, 2, 3: what is met at 3 counts for nothing."""
    failures = {1.0: 0.0, 2.0: 1.0, 3.0: 0.0}
    search = Search(lambda demands: [failures[d] for d in demands], lambda f: f, 3, 1.0)
    search.try_at([1.0, 2.0, 3.0])
    assert search.bracket(0.0) == (1.0, 2.0)
    assert search.falls() == (2.0, 3.0)
    assert search_of([1.0, 2.0]).falls() is None


@pytest.mark.parametrize("at_once", [1, 2, 5, 8])
def test_the_answer_does_not_depend_on_how_many_are_tried_together(at_once: int) -> None:
    search = search_of([0.7, 2.3, 2.4], at_once, tolerance=1e-6)
    search.try_at([0.0, 1.0])
    search.narrow([1.0])
    assert search.bracket(1.0).met == pytest.approx(2.3, abs=1e-6)
