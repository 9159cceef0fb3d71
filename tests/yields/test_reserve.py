"""Emergency storage in words and volumes."""

import numpy as np
import pytest

from basinsim.yields.reserve import ReserveError, read_reserve


@pytest.mark.parametrize(
    ("text", "volumes"),
    [
        ("30 days", [300.0, 600.0]),
        ("30d", [300.0, 600.0]),
        ("10 %", [50.0, 50.0]),
        ("2 Mm3", [2000.0, 2000.0]),
        ("150", [150.0, 150.0]),
        ("none", [0.0, 0.0]),
    ],
)
def test_volumes_for_demands_of_10_and_20_with_500_usable(text: str, volumes: list[float]) -> None:
    kept = read_reserve(text).volume(np.array([10.0, 20.0]), np.array([500.0]))
    assert kept.tolist() == volumes


@pytest.mark.parametrize("text", ["thirty", "120 %", "3 m3/s", "-5 Ml"])
def test_what_is_no_reserve_is_refused(text: str) -> None:
    with pytest.raises(ReserveError, match=text):
        read_reserve(text)
