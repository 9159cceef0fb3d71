"""What comes of a yield: the answer, how sure it is, and every demand tried."""

from dataclasses import dataclass

import pandas as pd

from basinsim.metrics.service import return_period
from basinsim.yields.groups import UserGroup
from basinsim.yields.question import YieldQuestion
from basinsim.yields.search import Bracket
from basinsim.yields.watch import Trial

CONFIDENCE = 0.95
"""Of all bands and intervals."""


@dataclass(frozen=True)
class Yield:
    """The deployable output of a group.

    Attributes
    ----------
    scenario : str
        Name of the scenario.
    question : YieldQuestion
        What was asked.
    stores : tuple of str
        Reservoirs in which the reserve is kept.
    demand : float
        Today's demand of the group, mean over time and members [Ml/d].
    output : Bracket
        Deployable output: the largest demand met, and the next one tried, which was not [Ml/d].
    band : (float, float)
        Its confidence band [Ml/d]; NaN and infinite at an end that so few years do not bound.
    firm : Bracket
        Firm yield: the largest demand that never failed, and the next one tried [Ml/d].
    members, years : int
        How many members, and whole years of all of them together.
    days : float
        Counted days of all members together [d].
    users : tuple of str
        All users of the basin, in the order of ``Trial.missed``.
    trials : tuple of Trial
        All demands tried, rising.
    notes : tuple of str
        What the reader should know.
    """

    scenario: str
    question: YieldQuestion
    stores: tuple[str, ...]
    demand: float
    output: Bracket
    band: tuple[float, float]
    firm: Bracket
    members: int
    years: int
    days: float
    users: tuple[str, ...]
    trials: tuple[Trial, ...]
    notes: tuple[str, ...]

    @property
    def group(self) -> UserGroup:
        """Whose demand was tried."""
        return self.question.group

    def trial_table(self) -> pd.DataFrame:
        """Return what came of every demand tried.

        Returns
        -------
        pandas.DataFrame
            Columns demand [Ml/d], multiple, failing_years, years, probability, low, high (of a failing
            year, with its confidence interval [1]), failing_days, days_simulated, days_short, days_reserve_touched [d].
        """
        rows = []
        for trial in self.trials:
            failing = int((trial.failing > 0).sum())
            found = return_period(failing, self.years, CONFIDENCE)
            rows.append(
                {
                    "demand": trial.multiple * self.demand,
                    "multiple": trial.multiple,
                    "failing_years": failing,
                    "years": self.years,
                    "probability": found.probability,
                    "low": 1 / found.high,
                    "high": 1 / found.low,
                    "failing_days": float(trial.failing.sum()) + trial.beside,
                    "days_simulated": self.days,
                    "days_short": trial.short,
                    "days_reserve_touched": trial.touched,
                }
            )
        return pd.DataFrame(rows)

    def others(self) -> pd.DataFrame:
        """Return what the deployable output would cost the other users.

        Returns
        -------
        pandas.DataFrame
            Columns user, missed_today, missed_at_output, change: mean shortage [Ml/d], worst change first.
        """
        by_multiple = {trial.multiple: trial.missed for trial in self.trials}
        met = self.output.met / self.demand
        at_output = by_multiple[min(by_multiple, key=lambda multiple: abs(multiple - met))]
        table = pd.DataFrame(
            {"user": self.users, "missed_today": by_multiple[1.0], "missed_at_output": at_output}
        )
        table["change"] = table["missed_at_output"] - table["missed_today"]
        table = table[~table["user"].isin(self.group.users)]
        return table.sort_values(["change", "user"], ascending=[False, True], ignore_index=True)
