"""Small studies whose answers can be worked out by hand."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

INFLOW, ASKED = 10.0, 8.0
"""Of the basin below [Ml/d]."""

BASIN: dict[str, Any] = {
    "name": "Farm and river",
    "nodes": {
        "hill": {"type": "catchment", "inflow": INFLOW},
        "split": {"type": "junction"},
        "weir": {"type": "gauge", "environmental_flow": {"amount": 0, "priority": 1}},
        "farm": {"type": "demand", "sector": "agriculture", "amount": ASKED, "priority": 2},
        "town": {"type": "demand", "sector": "public", "amount": 0, "priority": 3},
        "sea": {"type": "outlet"},
    },
    "links": [
        {"from": "hill", "to": "split"},
        {"from": "split", "to": "farm"},
        {"from": "split", "to": "town"},
        {"from": "split", "to": "weir"},
        {"from": "weir", "to": "sea"},
    ],
}
"""The same water every day: what the river keeps, the farm lacks. It gets min(8, 10 - m) where the
river is to keep m, so that coverage is (10 - m) / 8 and the flow m for every m from 2 on."""

RIVER = {
    "policy": {"type": "basin_values", "set": {}},
    "parameter": "set.nodes.weir.environmental_flow.amount",
    "range": ["0 Ml/d", "10 Ml/d"],
    "step": "1 Ml/d",
}
FARM_SERVED = {"metric": "volumetric_reliability", "group": "agriculture"}
RIVER_KEPT = {"metric": "lowest_flow", "group": "weir"}


def write_study(
    folder: Path, *, basin: dict[str, Any] | None = None, scenario: Any = None, **settings: Any
) -> Path:
    """Write ``basin.yaml``, ``scenario.yaml`` and ``study.yaml``; return the study's path."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "basin.yaml").write_text(json.dumps(basin or BASIN), encoding="utf-8")
    period = {"start": "2001-01-01", "end": "2001-12-31"}
    below = {"basin": "basin.yaml", "period": period, "step": "month", **(scenario or {})}
    (folder / "scenario.yaml").write_text(json.dumps(below), encoding="utf-8")
    study = {
        "scenario": "scenario.yaml",
        "levers": {"river": RIVER},
        "objectives": {"farm": FARM_SERVED, "river": RIVER_KEPT},
        "search": {"method": "grid"},
        **settings,
    }
    path = folder / "study.yaml"
    path.write_text(
        json.dumps({key: value for key, value in study.items() if value is not None}), encoding="utf-8"
    )
    return path


def uncertain_basin(folder: Path, members: int = 5, days: int = 731) -> dict[str, Any]:
    """Write inflow that differs from member to member, and return the basin that has it."""
    folder.mkdir(parents=True, exist_ok=True)
    times = np.arange(np.datetime64("2001-01-01"), np.datetime64("2001-01-01") + days)
    inflow = np.random.default_rng(5).gamma(4.0, 2.5, (members, days))
    coords = {"member": np.arange(members), "time": times.astype("datetime64[ns]")}
    xr.Dataset({"hill": (("member", "time"), inflow)}, coords=coords).to_netcdf(
        folder / "inflow.nc", engine="h5netcdf"
    )
    nodes = BASIN["nodes"] | {
        "hill": {"type": "catchment", "inflow": {"file": "inflow.nc", "variable": "hill"}}
    }
    return BASIN | {"nodes": nodes}
