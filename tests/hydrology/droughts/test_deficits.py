"""Deficits in per cent of the usual flow of the same months."""

from pathlib import Path

import numpy as np
import pytest

from basinsim.errors import InputError
from basinsim.hydrology.droughts.deficits import load_observed_deficits, monthly_means, percent_of_usual
from basinsim.shipped import shipped_folder

SHIPPED = shipped_folder() / "data" / "forth_valley" / "hydrology"


def test_monthly_means_weigh_no_day_twice() -> None:
    days = np.datetime64("1972-01-01", "D") + np.arange(60)  # January and February of a leap year
    flow = np.arange(60.0)[np.newaxis, :, np.newaxis]
    months, means = monthly_means(days, flow)
    assert [str(month) for month in months] == ["1972-01", "1972-02"]
    np.testing.assert_allclose(means[0, :, 0], [15.0, 45.0])


def test_half_the_usual_flow_is_fifty_per_cent_in_every_season() -> None:
    months = np.datetime64("1971-01", "M") + np.arange(48)
    usual = np.linspace(1.0, 12.0, 12)[:, np.newaxis]
    flow = np.tile(usual, (4, 1))[np.newaxis].copy()
    flow[:, 30:36] *= 0.5
    percent = percent_of_usual(months, flow, usual, 6)
    assert percent[0, 35, 0] == pytest.approx(50.0)
    assert percent[0, 29, 0] == pytest.approx(100.0)
    assert np.isnan(percent[0, :5, 0]).all()
    # July to December hold 57 of the year's 78 parts: half of them missing leaves 49.5 of 78.
    assert percent_of_usual(months, flow, usual, 12)[0, 35, 0] == pytest.approx(100.0 * 49.5 / 78.0)


def test_the_shipped_droughts() -> None:
    droughts = load_observed_deficits(SHIPPED)
    assert set(droughts) == {"1972-73", "1975-76", "1984", "2003"}
    assert all(len(deficits) > 15 for deficits in droughts.values())
    teith = [one for one in droughts["1975-76"] if (one.gauge, one.months) == ("18003", 6)]
    assert [(str(one.ending), one.percent) for one in teith] == [("1975-08", 41.0)]


def test_what_is_no_month_or_span_is_refused(tmp_path: Path) -> None:
    (tmp_path / "droughts_observed.csv").write_text(
        "drought,gauge,months,ending,percent\n1984,a,5,1984-08,40\n1984,a,6,August,40\n", encoding="utf-8"
    )
    with pytest.raises(InputError) as raised:
        load_observed_deficits(tmp_path)
    assert ":2:1: months: there is no '5'" in str(raised.value)
    assert ":3:1: ending: 'August' is not a month" in str(raised.value)
