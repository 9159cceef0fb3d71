"""Generated sub-basins in series, as plain numbers that every program's runner turns into its own model.

Each sub-basin has a catchment, a reservoir, a town with essential needs, a farm and a gauge that asks
for an environmental flow; what passes a gauge reaches the next reservoir, and the last one the sea.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

FIRST_DAY = date(1971, 1, 1)
SEED = 1971
PRIORITIES = ("essential", "environmental_flow", "town", "farm")
"""What is wished for, the first to be served first."""

SHARED, OWN = 0.7, 0.5
"""How far inflows follow the noise of all sub-basins and that of their own."""


@dataclass(frozen=True)
class SubBasin:
    """One sub-basin: flows [Ml/d], volumes [Ml], ``farm`` for each month."""

    mean: float
    capacity: float
    initial: float
    essential: float
    environmental_flow: float
    town: float
    farm: tuple[float, ...]


@dataclass(frozen=True)
class Case:
    """One measurement.

    Attributes
    ----------
    sub_basins, members, steps : int
        How many; a step is a day.
    factor : float
        What inflows are multiplied by.
    """

    sub_basins: int
    members: int
    steps: int
    factor: float

    @property
    def days(self) -> list[date]:
        """Days of the period."""
        return [FIRST_DAY + timedelta(days=i) for i in range(self.steps)]


def network(sub_basins: int) -> list[SubBasin]:
    """Generate sub-basins, the highest first; demands are two thirds of the mean inflow.

    Parameters
    ----------
    sub_basins : int
        How many.

    Returns
    -------
    list of SubBasin
        The same for the same number.
    """
    random = np.random.default_rng(SEED)
    middle = 30.4375 * (np.arange(12) + 0.5)
    summer = np.clip(-np.cos(2 * np.pi * (middle - 15) / 365.25), 0.0, None)
    found = []
    for mean in random.uniform(80.0, 200.0, size=sub_basins):
        farm = tuple(float(amount) for amount in (0.9 * mean * summer).round(3))
        shares = (90, 60, 0.08, 0.25, 0.27)
        found.append(SubBasin(float(mean), *(float(round(share * mean, 3)) for share in shares), farm))
    return found


def inflow(case: Case) -> np.ndarray:
    """Generate inflows with seasons and noise that lasts.

    Parameters
    ----------
    case : Case
        What is measured.

    Returns
    -------
    ndarray, shape (members, steps, sub-basins)
        [Ml/d]; a member's are the same whoever is beside it.
    """
    day = np.arange(case.steps)
    season = 1.0 + 0.6 * np.cos(2 * np.pi * (day - 15) / 365.25)
    means = np.array([part.mean for part in network(case.sub_basins)])
    noise = np.stack([_noise(member, case) for member in range(case.members)])
    variance = 0.36 * (SHARED**2 + OWN**2)
    return np.round(case.factor * means * season[:, np.newaxis] * np.exp(0.6 * noise - variance / 2), 6)


def _noise(member: int, case: Case) -> np.ndarray:
    random = np.random.default_rng([SEED, member])
    drawn = random.standard_normal((case.steps, case.sub_basins + 1))
    lasts = np.array([0.95] + case.sub_basins * [0.8])
    for step in range(1, case.steps):
        drawn[step] = lasts * drawn[step - 1] + np.sqrt(1 - lasts**2) * drawn[step]
    return SHARED * drawn[:, :1] + OWN * drawn[:, 1:]


def costs(sub_basins: int) -> dict[str, float]:
    """Return costs of a single weighted sum that keep the priorities strict on these networks.

    Parameters
    ----------
    sub_basins : int
        How many.

    Returns
    -------
    dict of str to float
        By what is served; water taken high up is missed at every gauge below, so essentials weigh
        more than all gauges together.
    """
    return {
        "essential": -40.0 * (sub_basins + 1),
        "environmental_flow": -40.0,
        "town": -20.0,
        "farm": -10.0,
    }


def storage_cost(i: int, sub_basins: int) -> float:
    """Return the cost of a reservoir: the higher it lies, the rather it keeps its water.

    Without this a weighted sum is free to let water down to a reservoir from which those above
    cannot have it back, and states drift apart by chance. basinsim stores at equal fractions.
    """
    return -1.0 - (sub_basins - i) / sub_basins


def write_case(case: Case, directory: Path) -> None:
    """Write what the runners read.

    Parameters
    ----------
    case : Case
        What is measured.
    directory : Path
        Exists.
    """
    parts = {"case": asdict(case), "network": [asdict(part) for part in network(case.sub_basins)]}
    (directory / "case.json").write_text(json.dumps(parts | {"costs": costs(case.sub_basins)}))
    np.save(directory / "inflow.npy", inflow(case))


def read_case(directory: Path) -> tuple[Case, list[SubBasin], dict[str, float], np.ndarray]:
    """Read what :func:`write_case` has written: the case, its network, costs and inflows."""
    parts = json.loads((directory / "case.json").read_text())
    basins = [SubBasin(**part) for part in parts["network"]]
    return Case(**parts["case"]), basins, parts["costs"], np.load(directory / "inflow.npy")
