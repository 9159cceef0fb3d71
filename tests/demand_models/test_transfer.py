"""Water sent elsewhere."""

from pathlib import Path

import numpy as np
import pytest
from demand_models.small_weather import a_day, record_of, surroundings

from basinsim.demand_models.transfer import Transfer
from basinsim.series.files import SeriesError


def test_a_flow_less_what_another_source_replaces() -> None:
    assert a_day(Transfer(flow=480)) == 480
    assert a_day(Transfer(flow="480 Ml/d", reduction="25 %")) == 360


def test_any_form_of_flow(tmp_path: Path) -> None:
    months = Transfer(flow=[10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120])
    assert months.daily(surroundings("2001-01-31", "2001-02-01"))[0].tolist() == [10, 20]
    (tmp_path / "sent.csv").write_text("date,sent\n2001-01-01,3\n2001-01-02,4\n")
    file = Transfer(flow={"file": str(tmp_path / "sent.csv"), "column": "sent"})
    assert file.daily(surroundings("2001-01-01", "2001-01-02"))[0].tolist() == [3, 4]
    with pytest.raises(SeriesError, match="covers 2001-01-01 to 2001-01-02"):
        file.daily(surroundings("2001-01-01", "2001-01-03"))


def test_it_rises_where_it_goes_to_when_it_is_dry() -> None:
    rise = {"weather": "valley", "days": 1, "starts_at": 1.0, "full_at": 3.0, "increase": "10 %"}
    sent = Transfer(flow=480, dry_weather=rise)
    record = record_of(np.zeros(2), np.array([0.0, 5.0]))
    assert sent.daily(surroundings("2001-01-01", "2001-01-02", record))[0] == pytest.approx([480, 528])
