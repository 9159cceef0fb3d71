"""What nobody decides: every combination of climates, growth, records and facts, or a sample of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from scipy.stats import qmc

from basinsim.register import Row
from basinsim.schema.setting import Setting
from basinsim.schema.study_parts import Futures

PRESENT = "present"
"""The climate that changes nothing."""
REFERENCE = "reference"


@dataclass(frozen=True)
class Future:
    """One course of things.

    Attributes
    ----------
    name : str
        For tables; the first future of a study is its reference.
    climate : str
        Of the basin's table, or ``present``.
    growth : str
        Name of what becomes of demand; empty where the study says nothing of it.
    policies : tuple of dict
        What that means, as it would stand in a scenario.
    hydrology_seed : int or None
        Of generated records; None: that of the scenario.
    facts : dict of str to float
        Numbers of the register that are others [unit of their row]; what is not named is as in the basin.
    """

    name: str
    climate: str = PRESENT
    growth: str = ""
    policies: tuple[dict[str, Any], ...] = ()
    hydrology_seed: int | None = None
    facts: dict[str, float] = field(default_factory=dict)


def all_futures(settings: Futures, rows: dict[str, Row]) -> tuple[Future, ...]:
    """Return the futures of a study, the reference first.

    Parameters
    ----------
    settings : Futures
        What the study says.
    rows : dict of str to Row
        Rows of the register of the facts that are uncertain, by their key.

    Returns
    -------
    tuple of Future
        Every combination, or the reference and a sample.
    """
    if settings.sample is not None:
        return _sampled(settings, rows)
    climates, growth, seeds = _options(settings)
    values = product(*[fact.values or () for fact in settings.facts.values()])
    futures = []
    for climate, grown, seed, numbers in product(climates, growth, seeds, list(values)):
        facts = {key: one.number for key, one in zip(settings.facts, numbers, strict=True)}
        words = [climate] if len(climates) > 1 else []
        words += [grown] if len(growth) > 1 else []
        words += [f"seed {seed}"] if len(seeds) > 1 else []
        words += [
            f"{_short(key)} {number:g}"
            for key, number in facts.items()
            if len(settings.facts[key].values or ()) > 1
        ]
        name = ", ".join(words) or climate
        futures.append(Future(name, climate, grown, settings.growth.get(grown, ()), seed, facts))
    return tuple(futures)


def _options(settings: Futures) -> tuple[tuple[str, ...], tuple[str, ...], tuple[int | None, ...]]:
    return settings.climates, tuple(settings.growth) or ("",), settings.hydrology_seeds or (None,)


def _short(key: str) -> str:
    return " ".join(key.split(".")[1:]).replace("_", " ")


def _sampled(settings: Futures, rows: dict[str, Row]) -> tuple[Future, ...]:
    assert settings.sample is not None
    climates, growth, seeds = _options(settings)
    keys = list(settings.facts)
    count = settings.sample.count
    draws = qmc.LatinHypercube(3 + len(keys), rng=settings.sample.seed).random(count)
    futures = [Future(REFERENCE, climates[0], growth[0], settings.growth.get(growth[0], ()), seeds[0])]
    width = len(str(count))
    for i, draw in enumerate(draws):
        climate, grown, seed = (
            _pick(options, at) for options, at in zip((climates, growth, seeds), draw, strict=False)
        )
        facts = {key: _fact(settings, rows[key], float(at)) for key, at in zip(keys, draw[3:], strict=True)}
        name = f"future {i + 1:0{width}d}"
        futures.append(Future(name, climate, grown, settings.growth.get(grown, ()), seed, facts))
    return tuple(futures)


def _pick(options: Sequence[Any], at: float) -> Any:
    return options[min(int(at * len(options)), len(options) - 1)]


def _fact(settings: Futures, row: Row, at: float) -> float:
    fact = settings.facts[row.key]
    if fact.values is not None:
        chosen: Setting = _pick(fact.values, at)
        return chosen.number
    low, high = (
        row.range if isinstance(fact.range, str) or fact.range is None else (one.number for one in fact.range)
    )
    return float(f"{low + at * (high - low):.6g}")
