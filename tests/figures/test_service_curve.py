"""The figure of a yield shows what it was given."""

import numpy as np
import pandas as pd
import pytest

from basinsim.figures.service_curve import draw_service_curve

TRIALS = pd.DataFrame(
    {
        "demand": [0.0, 10.0, 20.0, 5.0],
        "probability": [0.0, 0.01, 1.0, 0.0],
        "low": [0.0, 0.002, 0.9, 0.0],
        "high": [0.02, 0.05, 1.0, 0.02],
        "failing_days": [0.0, 10.0, 3652.0, 0.0],
        "days_simulated": [3652.0] * 4,
    }
)


def line(axes: object, label: str) -> np.ndarray:
    lines = {found.get_label(): found for found in axes.get_lines()}  # type: ignore[attr-defined]
    return np.asarray(lines[label].get_xydata())


def test_years() -> None:
    axes = draw_service_curve(TRIALS, 0.005, output=9.0, band=(8.0, 11.0), today=7.0, title="Town")
    assert line(axes, "simulated").tolist() == [[0, 0], [5, 0], [10, 1], [20, 100]]
    assert line(axes, "level of service: 0.5 %")[:, 1].tolist() == [0.5, 0.5]
    assert line(axes, "deployable output 9 Ml/d")[:, 0].tolist() == [9, 9]
    assert axes.get_ylabel() == "failing years [% of years]"
    left, right = axes.get_xlim()
    assert left < 7
    assert right > 11
    assert axes.get_ylim()[1] < 10  # near enough to read 0.5 %


def test_days_and_ends_that_are_not_bounded() -> None:
    axes = draw_service_curve(TRIALS, 0.01, of_days=True, output=9.0, today=12.0)
    assert line(axes, "simulated")[2] == pytest.approx([10, 100 * 10 / 3652])
    assert axes.get_ylabel() == "failing days [% of days]"


def test_no_demand_is_met() -> None:
    axes = draw_service_curve(TRIALS, 0.01)
    assert not any("deployable" in str(found.get_label()) for found in axes.get_lines())
