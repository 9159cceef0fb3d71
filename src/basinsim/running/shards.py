"""Blocks that are done, kept on disk until all are, so that a run that was cut off can be resumed."""

import json
import os
import shutil
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from basinsim.errors import RunError
from basinsim.results.store import (
    METRICS_FILE,
    Results,
    as_file,
    read_metrics,
    write_metrics,
    write_together,
)
from basinsim.running.joining import join_files, join_metrics

_MANIFEST = "manifest.json"


def unfinished_folder(directory: Path) -> Path:
    """Return where the members done so far are kept while a run goes on.

    Parameters
    ----------
    directory : Path
        Where the results will be.

    Returns
    -------
    Path
        Beside it; there only until all members are done.
    """
    return directory.with_name(f"{directory.name}.unfinished")


@dataclass(frozen=True)
class Shard:
    """Results of some members as a worker hands them over: a fraction of the memory that they take as numbers.

    Attributes
    ----------
    dataset : bytes
        The file of their dataset.
    metrics : DataFrame
        With the columns of ``metrics.csv``.
    """

    dataset: bytes
    metrics: pd.DataFrame


def as_shard(results: Results) -> Shard:
    """Return results as they are handed over.

    Parameters
    ----------
    results : Results
        Of some members.

    Returns
    -------
    Shard
        Of the same members.
    """
    with _no_scheduler():
        return Shard(as_file(results.dataset), results.metrics)


def _no_scheduler() -> AbstractContextManager[object]:
    """Let a worker of a Dask cluster write by itself: xarray would ask the cluster for a lock, on a file in memory."""
    if "dask" not in sys.modules:
        return nullcontext()
    from dask import config

    scheduler: AbstractContextManager[object] = config.set(scheduler="synchronous")
    return scheduler


class Shards:
    """The folder of an ensemble that is being run.

    Parameters
    ----------
    directory : Path
        Where the results will be.
    blocks : list of range
        Member numbers of each block.
    manifest : dict of str to str
        What the shards depend on; shards of another manifest are never mixed with these.
    """

    def __init__(self, directory: Path, blocks: list[range], manifest: dict[str, str]) -> None:
        self.results = directory
        self.folder = unfinished_folder(directory)
        self.blocks = blocks
        self.manifest = {**manifest, "blocks": json.dumps([[block.start, block.stop] for block in blocks])}

    def begin(self, *, resume: bool) -> list[int]:
        """Make the folder, or take up the one that is there.

        Parameters
        ----------
        resume : bool
            Whether shards that are there count.

        Returns
        -------
        list of int
            Numbers of the blocks that are still to be run.

        Raises
        ------
        RunError
            Where there is nothing to resume, what is there belongs to other inputs, or the disk
            refuses.
        """
        if resume:
            return self._resumed()
        try:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
            (self.folder / _MANIFEST).write_text(json.dumps(self.manifest, indent=1))
        except OSError as error:
            message = f"nothing can be written beside {self.results}: {error.strerror or error}"
            raise RunError(message) from error
        return list(range(len(self.blocks)))

    def keep(self, number: int, shard: Shard) -> None:
        """Keep a block: both its files are moved into place when they are complete.

        Parameters
        ----------
        number : int
            Of the block.
        shard : Shard
            Its results.

        Raises
        ------
        RunError
            Where the disk refuses.
        """
        dataset, metrics = self._files(number)

        def write(path: Path) -> None:
            path.write_bytes(shard.dataset)

        write_together(
            self.folder,
            {
                metrics.name: lambda path: shard.metrics.to_csv(path, index=False, float_format="%.17g"),
                dataset.name: write,
            },
        )

    def finish(self) -> None:
        """Join the blocks into the results and remove the folder.

        Raises
        ------
        RunError
            Where the disk refuses.
        """
        files = [self._files(number) for number in range(len(self.blocks))]
        metrics = join_metrics([read_metrics(path) for _, path in files])
        joined = self.folder / "joined.nc"
        try:
            join_files([path for path, _ in files], joined)
        except OSError as error:
            message = f"the members cannot be joined in {self.folder}: {error.strerror or error}"
            raise RunError(message) from error
        write_together(
            self.results,
            {
                "results.nc": lambda path: os.replace(joined, path),  # noqa: PTH105 - as Path.replace
                METRICS_FILE: lambda path: write_metrics(metrics, path),
            },
        )
        shutil.rmtree(self.folder, ignore_errors=True)

    def remove(self) -> None:
        """Remove the folder and all it holds."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _files(self, number: int) -> tuple[Path, Path]:
        block = self.blocks[number]
        stem = f"members_{block.start:05d}-{block.stop - 1:05d}"
        return self.folder / f"{stem}.nc", self.folder / f"{stem}.csv"

    def _resumed(self) -> list[int]:
        try:
            found = json.loads((self.folder / _MANIFEST).read_text())
        except (OSError, ValueError):
            message = f"there is nothing to resume: {self.folder} does not hold an unfinished run"
            raise RunError(message) from None
        if found != self.manifest:
            what = ", ".join(key for key in self.manifest if found.get(key) != self.manifest[key])
            message = f"{self.folder} cannot be resumed: {what} changed since it was begun; run again without --resume"
            raise RunError(message)
        return [
            number
            for number in range(len(self.blocks))
            if not all(path.is_file() for path in self._files(number))
        ]
