"""Which of the things that nobody decides matters most, so that it is known what to measure next.

PAWN (Pianosi and Wagener 2018, Environmental Modelling and Software 108, 197-207, computed by SALib)
works on the cases that a study has: how far the distribution of an outcome moves when one thing is
known to lie in a slice of what it may be.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from basinsim.tradeoff.robustness.cases import Array, Cases
from basinsim.tradeoff.robustness.discovery import Feature, features_of

COLUMNS = ["objective", "feature", "words", "kind", "index", "chance", "tells"]
_SHUFFLES = 19
"""The largest index of as many shuffles is exceeded by chance once in twenty."""
_IN_A_SLICE = 8
"""Cases that a slice of a range has at least."""
_SLICES = (2, 3, 4, 5, 8, 10)
_SEED = 20260101


def is_available() -> bool:
    """Return whether SALib is installed."""
    try:
        import SALib.analyze.pawn  # noqa: F401
    except ImportError:
        return False
    return True


def sensitivity_table(cases: Cases, conditions: pd.DataFrame) -> pd.DataFrame:
    """Return how much each thing that nobody decides moves each objective.

    Parameters
    ----------
    cases : Cases
        Of a study.
    conditions : DataFrame
        As :func:`basinsim.tradeoff.robustness.conditions.conditions_table` returns it.

    Returns
    -------
    pandas.DataFrame
        Columns objective, feature, words, kind (climate, growth, hydrology_seed, fact, weather), index (mean PAWN
        index over slices [0 to 1] of the policies' mean outcome in a case), chance (largest index when
        the thing is shuffled among futures, or among members where it differs between them), tells
        (whether the index is above that). The most telling first. Empty without SALib, and where
        cases differ in nothing.
    """
    features, table = features_of(cases, conditions)
    if not features or not is_available():
        return pd.DataFrame(columns=COLUMNS)
    rows = []
    for name in cases.telling:
        outcome = cases.of_objective(name).mean(axis=0).ravel()
        if np.isnan(outcome).any() or np.ptp(outcome) <= 1e-9 * max(np.abs(outcome).max(), 1e-9):
            continue
        for feature in features:
            index = _index(table[feature.name], outcome)
            chance = max(
                _index(shuffled, outcome) for shuffled in _shuffles(table[feature.name], feature, cases)
            )
            rows.append(
                [name, feature.name, feature.words, feature.kind, index, chance, bool(index > chance + 1e-12)]
            )
    found = pd.DataFrame(rows, columns=COLUMNS)
    order = found["objective"].map({name: at for at, name in enumerate(cases.objectives)})
    return found.assign(order=order).sort_values(
        ["order", "tells", "index"], ascending=[True, False, False], kind="stable", ignore_index=True
    )[COLUMNS]


def _shuffles(values: "pd.Series", feature: Feature, cases: Cases) -> Iterator["pd.Series"]:
    """Yield the feature as it may be where it has nothing to do with the outcome.

    What all members of a future have in common, they still have in common then.
    """
    random = np.random.default_rng(_SEED)
    block = values.to_numpy().reshape(len(cases.futures), cases.members)
    for _ in range(_SHUFFLES):
        shuffled = block[random.permutation(len(block))]
        if feature.kind == "weather":
            shuffled = shuffled[
                :, random.permutation(cases.members)
            ]  # alike in all futures: pairs stay pairs
        yield pd.Series(shuffled.ravel())


def _index(values: "pd.Series", outcome: Array) -> float:
    from SALib.analyze import pawn

    codes = values.to_numpy() if values.dtype.kind in "fi" else pd.factorize(values, sort=True)[0]
    distinct = len(np.unique(codes))
    most = max(min(distinct, len(codes) // _IN_A_SLICE, _SLICES[-1]), _SLICES[0])
    slices = max(count for count in _SLICES if count <= most)
    # Slices are half open, and equal values would share one unequally: ranks fall apart evenly.
    places = rankdata(codes, method="ordinal").astype(float)
    found = pawn.analyze({"num_vars": 1, "names": ["x"]}, places[:, None], outcome, S=slices)
    return float(found["mean"][0])
