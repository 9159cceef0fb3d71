"""What a study shows while it runs: how far it is, and the best of each objective so far."""

from rich.console import Console, ConsoleOptions, RenderResult
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bars
from rich.table import Table

from basinsim.metrics.amounts import shown, shown_unit
from basinsim.metrics.registry import METRICS
from basinsim.tradeoff.explore import Progress, planned_points
from basinsim.tradeoff.policies import BASELINE
from basinsim.tradeoff.study import SCREEN, Study

_SAID = {SCREEN: "screening", "full": "simulating in full"}


class GrowingFront:
    """A bar for each stage, and a table of the front that grows.

    Parameters
    ----------
    study : Study
        What is asked.
    """

    def __init__(self, study: Study) -> None:
        self._study = study
        self._bars = Bars(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        first = study.stages[0]
        self._tasks = {
            stage: self._bars.add_task(
                f"{_SAID[stage]} (policies)",
                total=planned_points(study) if stage == first else None,
                start=stage == first,
            )
            for stage in study.stages
        }
        self._last: Progress | None = None

    def tell(self, progress: Progress) -> None:
        """Take note of a policy that is done."""
        task = self._tasks[progress.stage]
        self._bars.start_task(task)
        self._bars.update(task, completed=progress.done, total=progress.planned)
        self._last = progress

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw the bars, and the table once there is a front."""
        yield self._bars
        if self._last is not None and self._last.front:
            yield self._table(self._last)

    def _table(self, progress: Progress) -> Table:
        policies = [one for one in progress.front if one.name != BASELINE]
        word = "policy" if len(policies) == 1 else "policies"
        table = Table(title=f"Nobody beats {len(policies)} {word} so far", title_justify="left", box=None)
        for heading in ("objective", "best so far", "worst on the front", ""):
            table.add_column(heading, justify="left" if heading in ("objective", "") else "right")
        for place, (name, objective) in enumerate(self._study.settings.objectives.items()):
            metric = METRICS[objective.metric]
            values = [one.verdicts[progress.stage].objectives[place] for one in progress.front]
            best, worst = (
                (max(values), min(values)) if metric.direction == "max" else (min(values), max(values))
            )
            said = objective.label or name.replace("_", " ")
            table.add_row(said, shown(best, metric.unit), shown(worst, metric.unit), shown_unit(metric.unit))
        return table
