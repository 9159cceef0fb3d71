"""Evaluations kept on disk under the hash of what they depend on, so that none is made twice."""

import csv
import os
from contextlib import suppress
from pathlib import Path

import numpy as np

from basinsim.errors import RunError
from basinsim.tradeoff.evaluation import Evaluation, Numbers

_COLUMNS = ("metric", "group", "member", "value")


class Cache:
    """A folder of evaluations.

    Parameters
    ----------
    folder : Path
        Made when the first one is kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> Evaluation | None:
        """Return what was kept under a key; None where nothing was, or it cannot be read."""
        try:
            with self._path(key).open(encoding="utf-8", newline="") as file:
                rows = csv.reader(file)
                if tuple(next(rows)) != _COLUMNS:
                    return None
                found: dict[tuple[str, str], list[float]] = {}
                for metric, group, _, value in rows:
                    found.setdefault((metric, group), []).append(float(value))
        except (OSError, ValueError, StopIteration):
            return None
        numbers: Numbers = {pair: np.array(values) for pair, values in found.items()}
        return Evaluation(numbers)

    def put(self, key: str, evaluation: Evaluation) -> None:
        """Keep an evaluation: written aside and moved into place when it is complete.

        Parameters
        ----------
        key : str
            Hash of what it depends on.
        evaluation : Evaluation
            One that did not fail.

        Raises
        ------
        RunError
            Where the disk refuses.
        """
        path = self._path(key)
        aside = path.with_name(f".writing-{os.getpid()}-{path.name}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with aside.open("w", encoding="utf-8", newline="") as file:
                rows = csv.writer(file, lineterminator="\n")
                rows.writerow(_COLUMNS)
                for (metric, group), values in evaluation.numbers.items():
                    rows.writerows((metric, group, i, repr(float(value))) for i, value in enumerate(values))
            os.replace(aside, path)  # noqa: PTH105 - overwrites on every system, which rename does not
        except OSError as error:
            message = f"evaluations cannot be kept in {self.folder}: {error.strerror or error}"
            raise RunError(message) from error
        finally:
            with suppress(OSError):
                aside.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.csv"
