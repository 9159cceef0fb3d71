"""Results on disk: written aside, moved into place, opened again."""

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import xarray as xr

from basinsim.errors import RunError, file_error

DATASET_FILE = "results.nc"
METRICS_FILE = "metrics.csv"


@dataclass(frozen=True)
class Results:
    """What a run gave.

    Attributes
    ----------
    dataset : xarray.Dataset
        As described in the reference of results.
    metrics : pandas.DataFrame
        Columns scenario, member, metric, group, value, unit, direction.
    notes : tuple of str
        What the reader of the results should know.
    """

    dataset: xr.Dataset
    metrics: pd.DataFrame
    notes: tuple[str, ...] = ()

    def save(self, directory: str | Path) -> Path:
        """Write ``results.nc`` and ``metrics.csv`` to a folder.

        Parameters
        ----------
        directory : str or Path
            Made where there is none; files of an earlier run are replaced, all or none.

        Returns
        -------
        Path
            The folder.

        Raises
        ------
        RunError
            Where it cannot be written; the earlier files are then as they were.
        """
        return write_together(
            Path(directory),
            {
                DATASET_FILE: lambda path: _write_dataset(self.dataset, path),
                METRICS_FILE: self._write_metrics,
            },
        )

    def _write_metrics(self, path: Path) -> None:
        self.metrics.to_csv(path, index=False, float_format="%.10g", lineterminator="\n")


def write_together(directory: Path, writers: dict[str, Callable[[Path], None]]) -> Path:
    """Write several files aside and move them into place when all are complete.

    Parameters
    ----------
    directory : Path
        Where they belong.
    writers : dict of str to callable
        From file name to what writes that file at a path.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    RunError
        Where the disk refuses; nothing half-written is left.
    """
    made = [parent for parent in (directory, *directory.parents) if not parent.exists()]
    aside: Path | None = None
    try:
        directory.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".writing-", dir=directory))
        for name, write in writers.items():
            write(aside / name)
        with _uninterrupted():
            for name in writers:
                os.replace(aside / name, directory / name)  # noqa: PTH105 - Path.replace would do the same
    except OSError as error:
        message = f"the results cannot be written to {directory}: {error.strerror or error}; the earlier ones are as they were"
        raise RunError(message) from error
    finally:
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)
        for parent in made:
            # Only folders made for this run and left empty go away again.
            if parent.is_dir() and not any(parent.iterdir()):
                parent.rmdir()
    return directory


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let no signal come between the moves, so that the files of a folder belong together."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def open_results(directory: str | Path) -> Results:
    """Open the results of an earlier run.

    Parameters
    ----------
    directory : str or Path
        Folder with ``results.nc``, or that file.

    Returns
    -------
    Results
        Dataset and metrics.

    Raises
    ------
    InputError
        Where there are none, or they cannot be read.
    """
    directory = Path(directory)
    try:
        path = directory / DATASET_FILE if directory.is_dir() else directory
        found = path.is_file()
    except (OSError, ValueError) as error:
        raise file_error(
            str(directory)[:80], f"cannot be a folder: {getattr(error, 'strerror', None) or error}"
        ) from error
    if not found:
        raise file_error(directory, f"there are no results here ('{DATASET_FILE}' is missing)")
    try:
        with xr.open_dataset(path, engine="h5netcdf") as opened:
            dataset = opened.load()
    except (OSError, ValueError, KeyError) as error:
        raise file_error(path, f"cannot be read as results: {str(error).splitlines()[0]}") from error
    metrics_path = path.parent / METRICS_FILE
    metrics = pd.read_csv(metrics_path, keep_default_na=False) if metrics_path.is_file() else pd.DataFrame()
    notes = tuple(str(dataset.attrs.get("notes", "")).splitlines())
    return Results(dataset, metrics, notes)


def _write_dataset(dataset: xr.Dataset, path: Path) -> None:
    single = dataset.sizes["member"] <= 1
    encoding = {
        str(name): {
            "zlib": True,
            "complevel": 1,
            "shuffle": True,
            "dtype": "float64" if single else variable.dtype,
        }
        for name, variable in dataset.data_vars.items()
        if variable.dtype.kind == "f" and variable.size
    }
    for name in ("time", "time_bounds"):
        encoding[name] = {
            "units": "days since 1900-01-01",
            "calendar": "proleptic_gregorian",
            "dtype": "int64",
        }
    dataset.to_netcdf(path, engine="h5netcdf", encoding=encoding)
