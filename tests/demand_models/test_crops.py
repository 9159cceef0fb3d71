"""The growth of crops over the year."""

import numpy as np
import pytest

from basinsim.demand_models.crops import CROPS, Crop, CropParameters

# 10 days at 0.4, 20 days to 1.0, 30 days at 1.0, 10 days to 0.6
CROP = CropParameters((0.4, 1.0, 0.6), (10, 20, 30, 10), "05-01", 0.5, 0.4)


def days(*texts: str) -> np.ndarray:
    return np.array(texts, dtype="datetime64[D]")


def test_the_coefficient_rises_and_falls() -> None:
    # day 0; day 10; half of the rise (day 20: 0.7); its end (day 30); half of the fall (day 65: 0.8); harvest
    found = CROP.coefficient_on(
        days("2001-05-01", "2001-05-11", "2001-05-21", "2001-05-31", "2001-07-05", "2001-07-10")
    )
    assert found == pytest.approx([0.4, 0.4, 0.7, 1.0, 0.8, 0.4])


def test_it_stands_from_planting_to_harvest() -> None:
    found = CROP.grows_on(days("2001-04-30", "2001-05-01", "2001-07-09", "2001-07-10", "2002-01-01"))
    assert found.tolist() == [False, True, True, False, False]


def test_a_winter_crop_grows_over_the_end_of_the_year() -> None:
    winter = CropParameters((0.4, 1.0, 0.6), (60, 60, 60, 60), "10-01", 0.5, 0.4)
    found = winter.days_since_planting(days("2001-09-30", "2001-10-01", "2002-01-01", "2004-03-01"))
    # 2003-10-01 to 2004-03-01, a leap year: 31 + 30 + 31 + 31 + 29
    assert found.tolist() == [364, 0, 92, 152]
    assert winter.grows_on(days("2002-01-01", "2002-05-28", "2002-05-29")).tolist() == [True, True, False]


def test_what_a_farm_says_of_a_crop_wins() -> None:
    crop = Crop(area=3.0, root_depth=0.6, planting="05-10").parameters("potatoes")
    assert (crop.root_depth, crop.planting) == (0.6, "05-10")
    assert (crop.coefficients, crop.stages) == (CROPS["potatoes"].coefficients, CROPS["potatoes"].stages)
    whole = {"coefficients": (0.5, 1.0, 0.9), "stages": (20, 30, 40, 20), "planting": "04-01"}
    assert (
        Crop(area=3.0, **whole, root_depth=0.4, depletion_fraction=0.3).parameters("leeks").root_depth == 0.4
    )


@pytest.mark.parametrize("name", CROPS)
def test_known_crops_are_plausible(name: str) -> None:
    crop = CROPS[name]
    assert all(0.2 <= factor <= 1.3 for factor in crop.coefficients)
    assert sum(crop.stages) <= 365
    assert 0.2 <= crop.root_depth <= 1.5
    assert 0.1 <= crop.depletion_fraction <= 0.8
