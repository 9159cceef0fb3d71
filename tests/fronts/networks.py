"""Networks whose fronts can be worked out by hand."""

from pathlib import Path
from typing import Any

from support.runs import write_case

FORTY_DAYS = {"start": "2001-01-01", "end": "2001-02-09"}
A_YEAR = 365.25 / 40  # of forty days


def loch(directory: Path, **settings: Any) -> Path:
    """A loch of 200 Ml, half full, four steps of ten days; farms of 8 and 3 GBP/Ml, and a river that wants 8 Ml/d.

    Inflow is 300, 20, 30 and 400 Ml, farms take 60 and 40 a step, the river 80. After the first step the
    loch is full whatever is given, and in the fourth there is plenty: in the two between, 250 Ml meet 360.
    """
    return write_case(
        directory,
        {
            "name": "loch",
            "nodes": {
                "burn": {"type": "catchment", "inflow": {"values": [30, 2, 3, 40]}},
                "loch": {"type": "reservoir", "capacity": 200, "initial": 100},
                "berries": {"type": "demand", "sector": "agriculture", "amount": 6, "value": "8 GBP/Ml"},
                "barley": {"type": "demand", "sector": "agriculture", "amount": 4, "value": "3 GBP/Ml"},
                "weir": {"type": "gauge", "environmental_flow": {"amount": 8, "priority": 2}},
                "sea": {"type": "outlet"},
            },
            "links": [
                {"from": "burn", "to": "loch"},
                {"from": "loch", "to": "berries"},
                {"from": "loch", "to": "barley"},
                {"from": "loch", "to": "weir"},
                {"from": "weir", "to": "sea"},
            ],
        },
        **{"period": FORTY_DAYS, "step": "10 days", **settings},
    )


def burn(directory: Path, **settings: Any) -> Path:
    """The same farms and river at a burn without a store: flows of 12, 9, 4 and 30 Ml/d."""
    return write_case(
        directory,
        {
            "name": "burn",
            "nodes": {
                "burn": {"type": "catchment", "inflow": {"values": [12, 9, 4, 30]}},
                "pool": {"type": "junction"},
                "berries": {"type": "demand", "sector": "agriculture", "amount": 6, "value": "8 GBP/Ml"},
                "barley": {"type": "demand", "sector": "agriculture", "amount": 4, "value": "3 GBP/Ml"},
                "weir": {"type": "gauge", "environmental_flow": {"amount": 8, "priority": 2}},
                "sea": {"type": "outlet"},
            },
            "links": [
                {"from": "burn", "to": "pool"},
                {"from": "pool", "to": "berries"},
                {"from": "pool", "to": "barley"},
                {"from": "pool", "to": "weir"},
                {"from": "weir", "to": "sea"},
            ],
        },
        **{"period": FORTY_DAYS, "step": "10 days", **settings},
    )
