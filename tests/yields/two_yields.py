"""A burn of 12 Ml/d, a town of 10 that comes first and a mill of 2."""

from pathlib import Path

from support.runs import write_case

from basinsim.loading import load_scenario
from basinsim.yields.deployable import YieldFinder
from basinsim.yields.outcome import Yield
from basinsim.yields.question import read_questions

BASIN = {
    "name": "burn",
    "nodes": {
        "burn": {"type": "catchment", "inflow": 12},
        "town": {"type": "demand", "sector": "public", "amount": 10},
        "mill": {"type": "demand", "sector": "industry", "amount": 2, "priority": 2},
        "sea": {"type": "outlet"},
    },
    "links": [
        {"from": "burn", "to": "town"},
        {"from": "burn", "to": "mill"},
        {"from": "burn", "to": "sea"},
    ],
}
PERIOD = {"start": "2001-01-01", "end": "2001-12-31"}


def yields(directory: Path) -> list[Yield]:
    scenario = load_scenario(write_case(directory, BASIN, period=PERIOD, step="month"))
    finder = YieldFinder(scenario)
    questions = read_questions(scenario, ["town", "mill"], "never", "30 days", tolerance=0.001)
    return [finder.find(question) for question in questions]
