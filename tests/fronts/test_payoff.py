"""The payoff table of Mavrotas's energy example (m01), as published."""

import numpy as np
import pytest
from fronts.published import energy, line

from basinsim.fronts.payoff import lexicographic_payoff

PUBLISHED = [[3075000, 62460, 33000], [3855000, 45180, 37000], [3225000, 55260, 23000]]


def test_energy() -> None:
    assert np.allclose(lexicographic_payoff(energy()), PUBLISHED, atol=1.0, rtol=0)


def test_it_is_lexicographic() -> None:
    """Each objective alone leaves the others free; the table says what they are at their best then."""
    program = energy()
    table = lexicographic_payoff(program)
    for first in range(3):
        limits = np.full(3, np.inf)
        limits[first] = table[first, first] + 1e-6
        for other in range(3):
            if other != first:
                weights = np.eye(3)[other] + 1e-12
                assert program.minimise(weights, limits)[other] <= table[first, other] + 1e-2
        second = next(k for k in range(3) if k != first)
        assert program.minimise(np.eye(3)[second], limits)[second] == pytest.approx(
            table[first, second], rel=1e-6
        )


def test_the_ends_of_a_line() -> None:
    """Example m02: x1 and 3 x1 + 4 x2 are 20 and 160, or 8 and 184."""
    assert np.allclose(-lexicographic_payoff(line()), [[20, 160], [8, 184]], atol=1e-6)
