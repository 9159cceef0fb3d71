"""Giving a number of a basin another value by its key."""

from pathlib import Path
from typing import Any

import pytest
from schema.two_lochs import write_two_lochs

import basinsim as bs
from basinsim.register import Row, UnsettableError, with_value
from basinsim.schema.basin import Basin


def row(key: str, value: float, unit: str) -> Row:
    return Row(key, (value,), unit, None, None, "assumption", "ours", "")


@pytest.fixture
def basin(tmp_path: Path) -> Basin:
    write_two_lochs(tmp_path)
    return bs.load_basin(tmp_path / "basin.yaml").basin


def test_a_constant_in_its_unit(basin: Basin) -> None:
    changed = with_value(basin, row("nodes.upper_loch.capacity", 64, "Mm3"), 26)
    assert changed.nodes["upper_loch"].capacity.number == pytest.approx(26_000)
    assert basin.nodes["upper_loch"].capacity.number == pytest.approx(64_000)
    assert {name: node for name, node in changed.nodes.items() if name != "upper_loch"} == {
        name: node for name, node in basin.nodes.items() if name != "upper_loch"
    }
    assert changed.links == basin.links


def test_shares_priorities_and_plain_numbers(basin: Basin) -> None:
    assert (
        with_value(basin, row("nodes.upper_loch.initial", 90, "%"), 50).nodes["upper_loch"].initial.fraction
        == 0.5
    )
    assert with_value(basin, row("nodes.town_works.loss", 4, "%"), 10).nodes[
        "town_works"
    ].loss == pytest.approx(0.1)
    assert with_value(basin, row("nodes.farms.priority", 5, "-"), 4).nodes["farms"].priority == 4
    assert (
        with_value(basin, row("communities.town.deprived_share", 0.124, "-"), 0.2)
        .communities["town"]
        .deprived_share
        == 0.2
    )
    assert (
        with_value(basin, row("nodes.town.returns.fraction", 0.9, "-"), 0.5).nodes["town"].returns.fraction
        == 0.5
    )


def test_links_by_name_and_the_short_form_of_a_wish(basin: Basin) -> None:
    changed = {
        link.label: link for link in with_value(basin, row("links.penstock.min_flow", 2, "Ml/d"), 3).links
    }
    assert changed["penstock"].min_flow.amount.number == 3
    changed = {
        link.label: link
        for link in with_value(basin, row("links.release.min_flow.amount", 10, "Ml/d"), 8).links
    }
    assert changed["release"].min_flow.amount.number == 8


def test_a_list_and_a_file_are_scaled(basin: Basin) -> None:
    farms = basin.nodes["farms"].amount.numbers
    mean = sum(farms) / 12
    changed = with_value(basin, row("nodes.farms.amount", mean, "Ml/d"), 2 * mean).nodes["farms"].amount
    assert changed.numbers == pytest.approx([2 * one for one in farms])
    series = basin.nodes["lower_catchment"].inflow
    changed = with_value(basin, row("nodes.lower_catchment.inflow", 100, "Ml/d"), 150).nodes[
        "lower_catchment"
    ]
    assert changed.inflow.factor == pytest.approx(1.5 * series.factor)


@pytest.mark.parametrize(
    "key",
    [
        "nodes.nowhere.capacity",
        "nodes.upper_loch.capcity",
        "nodes.town",
        "links.nothing.max_flow",
        "units.flow",
        "nodes.turbine.max_flow.amount",
        "nodes.weir.type",
    ],
)
def test_what_cannot_be_set_is_refused(basin: Basin, key: str) -> None:
    with pytest.raises(UnsettableError):
        with_value(basin, row(key, 1, "-"), 2)


FARM = """\
{model: sum, parts: [{model: livestock, herds: {ewe: 1000, yak: {count: 10, water: 20}}},
    {model: irrigation, weather: upper_catchment, turn: 25 mm, crops: {potatoes: 110 ha}, rota: 6 d}]}"""


def test_parameters_of_demand_models(tmp_path: Path) -> None:
    write_two_lochs(tmp_path)
    path = tmp_path / "basin.yaml"
    text = path.read_text(encoding="utf-8").replace("[1, 1, 1, 2, 5, 9, 10, 8, 3, 1, 1, 1]", FARM)
    path.write_text(text, encoding="utf-8")
    basin = bs.load_basin(path).basin

    def parts(key: str, value: float, unit: str, number: float) -> tuple[Any, ...]:
        of_row = row(f"nodes.farms.amount.{key}", value, unit)
        assert with_value(basin, of_row, value) == basin
        return with_value(basin, of_row, number).nodes["farms"].amount.parts

    assert parts("parts[0].herds.ewe", 1000, "head", 500)[0].herds["ewe"].count == 500
    assert parts("parts[0].herds.yak.water", 20, "l/head/d", 30)[0].herds["yak"].water == pytest.approx(30)
    assert parts("parts[1].crops.potatoes", 110, "ha", 55)[1].crops["potatoes"].area == pytest.approx(55)
    assert parts("parts[1].turn", 25, "mm", 20)[1].turn == pytest.approx(20)
    assert parts("parts[1].rota", 6, "d", 8)[1].rota == 8
