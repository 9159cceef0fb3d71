"""The figures of a run: each shows its numbers, and files are written all or none."""

import numpy as np
import pytest
from figures.two_years import basin_of, two_years
from matplotlib.collections import QuadMesh
from matplotlib.figure import Figure
from metrics.small_datasets import days, with_variable

import basinsim as bs
from basinsim.figures.flow_duration import draw_flow_duration
from basinsim.figures.flow_map import draw_flows, mean_flows
from basinsim.figures.run_set import run_figures, save_run_figures
from basinsim.figures.scarcity_ribbon import draw_scarcity, draw_scarcity_ribbon
from basinsim.figures.shortage_calendar import draw_shortage_calendar, draw_shortages
from basinsim.figures.storage_fan import draw_storage_fan
from basinsim.figures.style import new_figure
from basinsim.figures.water_balance import balance_parts

NAMES = {"storage.png", "shortages.png", "rivers.png", "water_balance.png"}


def in_two_lines(figure):
    return " ".join(text.get_text() for text in figure.texts)


def test_a_run_of_a_year_or_more_has_figures(tmp_path):
    assert set(save_run_figures(two_years().dataset, tmp_path)) == NAMES
    assert {path.name for path in tmp_path.iterdir()} == NAMES
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in tmp_path.iterdir())


def test_a_short_run_has_none(tmp_path):
    assert save_run_figures(two_years().dataset.isel(time=slice(6)), tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_what_was_not_kept_is_not_drawn():
    kept = two_years().dataset.drop_vars(["flow", "storage"])
    assert set(run_figures(kept)) == {"shortages.png", "rivers.png"}


def test_the_storage_fan_shows_the_median_and_curves():
    dataset = two_years().dataset
    axes = draw_storage_fan(dataset, "loch", curves={"drought": [0.5] * 6 + [0.4] * 6})
    lines = {line.get_label(): line for line in axes.get_lines()}
    storage = dataset["storage"].sel(reservoir="loch").to_numpy().reshape(2, 12)
    assert lines["median"].get_ydata() == pytest.approx(np.median(storage, axis=0) / 5)
    assert lines["lowest"].get_ydata() == pytest.approx(storage.min(axis=0) / 5)
    assert set(lines["drought"].get_ydata()) == {40, 50}
    assert "% of capacity" in axes.get_ylabel()


def test_a_store_whose_capacity_changes_is_drawn_in_volumes():
    dataset = two_years().dataset.copy()
    dataset["capacity"] = dataset["capacity"] * np.nan
    assert draw_storage_fan(dataset, "loch").get_ylabel() == "storage [Ml]"


def test_flow_duration_of_the_run_of_nature_and_of_another_run():
    dataset = two_years().dataset
    axes = draw_flow_duration(dataset, "weir", others={"river first": two_years("river first", 1).dataset})
    labels = axes.get_legend_handles_labels()[1]
    assert labels == ["natural flow", "as it is", "river first", "Q95 of the basin file"]
    natural = axes.get_lines()[0].get_ydata()
    inflow = dataset["inflow"].sel(catchment="hill").to_numpy().ravel()  # the only natural one
    assert natural[50] == pytest.approx(np.quantile(inflow, 1 - 0.505))
    assert axes.get_yscale() == "log"


def test_the_calendar_has_a_square_for_each_month():
    axes = draw_shortage_calendar(two_years().dataset, "farm")
    mesh = next(artist for artist in axes.collections if isinstance(artist, QuadMesh))
    values = np.ma.filled(mesh.get_array(), np.nan).reshape(2, 12)
    assert np.isnan(values[:, 0]).all()  # nothing asked for in January
    dataset = two_years().dataset.sel(demand="farm")
    missing = 1 - dataset["delivered"] / dataset["requested"].where(dataset["requested"] > 0)
    assert values.ravel() == pytest.approx(100 * missing.to_numpy().ravel(), nan_ok=True, abs=1e-4)


def test_nobody_short_is_said():
    year = two_years().dataset
    happy = year.assign(delivered=year["requested"])
    assert "Nobody was short of water." in in_two_lines(draw_shortages(happy))


def test_the_ribbon_shows_the_member_with_most_scarcity():
    flow = np.full((2, 400), 50.0)
    flow[1, 100:150] = 1
    dataset = with_variable(days(400).assign_coords(member=[0, 1]), "gauge_flow", "gauge", {"weir": flow})
    dataset = dataset.assign(q95=("gauge", [10.0]))
    axes = draw_scarcity_ribbon(dataset, "weir")
    levels = axes.get_images()[0].get_array()
    assert "member 1" in axes.get_title(loc="left")
    found = np.ma.filled(levels, np.nan)
    # 50 days at 1: the mean of five is below 10 from the fifth of them to the last, four times 1 and once 50.
    assert (found >= 1).sum() == 50 - 4
    assert (found == 2).sum() == 50 - 4 - 29
    assert isinstance(draw_scarcity(dataset), Figure)
    assert draw_scarcity(two_years().dataset) is None  # months cannot tell


def test_the_balance_closes_and_tells_who_consumed():
    dataset = two_years().dataset
    sources, sinks = balance_parts(dataset)
    assert sum(part.volume for part in sources) == pytest.approx(sum(part.volume for part in sinks))
    by_name = {part.name: part.volume for part in (*sources, *sinks)}
    days_of = dataset["step_length"]
    delivered = float((dataset["delivered"].sel(demand="town") * days_of).sum()) / 1000 / (731 / 365.25)
    assert by_name["Public supply (consumed)"] == pytest.approx(0.1 * delivered)
    lost = (
        float((dataset["delivered"].sel(demand="town") * days_of).sum())
        * (1 / 0.95 - 1)
        / 1000
        / (731 / 365.25)
    )
    assert by_name["lost in works and pipes, overflow"] == pytest.approx(lost, rel=1e-6)
    assert by_name["rain on lochs"] == pytest.approx(
        0.36525, rel=1e-6
    )  # 1 mm/d more than evaporates, on 1 km2


def test_flows_are_as_wide_as_the_water_that_went_along(tmp_path):
    path = tmp_path / "basin.yaml"
    path.write_text(basin_of(), encoding="utf-8")
    basin = bs.load_basin(path).basin
    axes = draw_flows(basin, two_years().dataset, new_figure().add_axes((0, 0, 1, 0.94)))
    widths = {
        line.get_gid().removeprefix("link:"): line.get_linewidth()
        for line in axes.get_lines()
        if str(line.get_gid()).startswith("link:")
    }
    flows = mean_flows(two_years().dataset)
    assert flows["release"] > flows["weir->farm"] > 0
    assert widths["release"] / widths["weir->farm"] == pytest.approx(
        np.sqrt(flows["release"] / flows["weir->farm"])
    )


def test_a_figure_takes_the_axes_it_is_given():
    dataset = two_years().dataset
    for draw, name in (
        (draw_storage_fan, "loch"),
        (draw_flow_duration, "weir"),
        (draw_shortage_calendar, "town"),
    ):
        axes = new_figure().add_subplot()
        assert draw(dataset, name, axes) is axes
