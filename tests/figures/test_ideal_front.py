"""The figure of an exact front shows both ends of each point."""

import pandas as pd

from basinsim.figures.ideal_front import draw_ideal_front

TABLE = pd.DataFrame(
    {
        "point": [1, 1, 2, 2],
        "objective": ["value", "shortage: farms"] * 2,
        "ideal": [10.0, 3.0, 8.0, 1.0],
        "simulated": [9.0, 3.5, 7.0, 2.0],
        "unit": ["GBP/year", "Ml/d"] * 2,
        "direction": ["max", "min"] * 2,
    }
)


def test_two_objectives() -> None:
    figure = draw_ideal_front(TABLE)
    (axes,) = figure.axes
    lines = {line.get_label(): line.get_xydata().tolist() for line in axes.get_lines()}
    assert lines["ideal: the whole period known"] == [[8, 1], [10, 3]]
    assert lines["the same prices, step by step"] == [[9, 3.5], [7, 2]]
    assert axes.yaxis_inverted()
    assert not axes.xaxis_inverted()
    assert axes.get_ylabel() == "Shortage of farms [Ml/d]"


def test_three_objectives_have_three_panels() -> None:
    third = TABLE.iloc[[0, 2]].assign(objective="environmental_shortfall", direction="min")
    assert len(draw_ideal_front(pd.concat([TABLE, third])).axes) == 3
