"""Results on disk: written aside, moved into place, opened again."""

import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import xarray as xr

from basinsim.errors import RunError, file_error

DATASET_FILE = "results.nc"
METRICS_FILE = "metrics.csv"
REPORT_FILE = "report.html"
ASSUMPTIONS_FILE = "assumptions.csv"
"""The part of a basin's register that a run used."""
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Results:
    """What a run gave.

    Parameters
    ----------
    dataset : xarray.Dataset
        As described in the reference of results.
    metrics : pandas.DataFrame or callable
        The table, or what makes it when it is first asked for: not everyone who runs a step reads it.
    notes : tuple of str
        What the reader of the results should know.

    Attributes
    ----------
    dataset, notes
        As given.
    metrics : pandas.DataFrame
        Columns scenario, member, metric, group, value, unit, direction.
    """

    def __init__(
        self,
        dataset: xr.Dataset,
        metrics: pd.DataFrame | Callable[[], pd.DataFrame],
        notes: tuple[str, ...] = (),
    ) -> None:
        self.dataset = dataset
        self.notes = notes
        self._metrics = metrics

    @property
    def metrics(self) -> pd.DataFrame:
        """The table of metrics."""
        if not isinstance(self._metrics, pd.DataFrame):
            self._metrics = self._metrics()
        return self._metrics

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
                DATASET_FILE: lambda path: write_dataset(self.dataset, path),
                METRICS_FILE: lambda path: write_metrics(self.metrics, path),
            },
        )


def table_writer(table: pd.DataFrame, digits: int = 10) -> Callable[[Path], None]:
    """Return what writes a table as CSV, for :func:`write_together`.

    Parameters
    ----------
    table : pandas.DataFrame
        Its index is left out.
    digits : int
        Figures of each number.

    Returns
    -------
    callable
        Takes the path.
    """
    return lambda path: table.to_csv(path, index=False, float_format=f"%.{digits}g", lineterminator="\n")


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
            _exchange(aside, directory, list(writers))
    except OSError as error:
        why = error.strerror or error
        message = f"the results cannot be written to {directory}: {why}; the earlier ones are as they were"
        raise RunError(message) from error
    finally:
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)
        for parent in made:
            # Only folders made for this run and left empty go away again.
            if parent.is_dir() and not any(parent.iterdir()):
                parent.rmdir()
    return directory


def _exchange(aside: Path, directory: Path, names: list[str]) -> None:
    """Move new files into place, all or none: what stood there is kept until the last one has moved."""
    before = aside / "before"
    before.mkdir()
    done: list[str] = []
    try:
        for name in names:
            if (directory / name).is_file():
                os.link(directory / name, before / name)
            os.replace(aside / name, directory / name)  # noqa: PTH105 - Path.replace would do the same
            done.append(name)
    except OSError:
        for name in done:
            if (before / name).exists():
                os.replace(before / name, directory / name)  # noqa: PTH105 - as above
            else:
                (directory / name).unlink()
        raise


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let no signal come between the moves, so that the files of a folder belong together."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are handled in the main thread only
        return
    came: list[int] = []
    handlers = {number: signal.signal(number, lambda found, _: came.append(found)) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for waiting in came:
            signal.raise_signal(waiting)


def results_file(directory: Path) -> Path:
    """Return the dataset's file in a folder of results.

    Parameters
    ----------
    directory : Path
        The folder, or the file itself.

    Returns
    -------
    Path
        It exists.

    Raises
    ------
    InputError
        Where there is none.
    """
    try:
        path = directory / DATASET_FILE if directory.is_dir() else directory
        found = path.is_file()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise file_error(str(directory)[:80], f"cannot be a folder: {why}") from error
    if not found:
        raise file_error(directory, f"there are no results here ('{DATASET_FILE}' is missing)")
    return path


def open_results(directory: str | Path, *, lazily: bool = False) -> Results:
    """Open the results of an earlier run.

    Parameters
    ----------
    directory : str or Path
        Folder with ``results.nc``, or that file.
    lazily : bool
        Whether numbers are read only when they are used; the file then stays open.

    Returns
    -------
    Results
        Dataset and metrics.

    Raises
    ------
    InputError
        Where there are none, or they cannot be read.
    """
    path = results_file(Path(directory))
    try:
        dataset = xr.open_dataset(path, engine="h5netcdf")
        if not lazily:
            with dataset as opened:
                dataset = opened.load()
    except (OSError, ValueError, KeyError) as error:
        raise file_error(path, f"cannot be read as results: {str(error).splitlines()[0]}") from error
    if "basinsim_version" not in dataset.attrs:
        raise file_error(path, "is no result of basinsim (it does not say which version made it)")
    notes = tuple(str(dataset.attrs.get("notes", "")).splitlines())
    return Results(dataset, read_metrics(path.parent / METRICS_FILE), notes)


def write_metrics(metrics: pd.DataFrame, path: Path) -> None:
    """Write a table of metrics as CSV, to ten significant digits.

    Parameters
    ----------
    metrics : DataFrame
        The table.
    path : Path
        To write.
    """
    table_writer(metrics)(path)


def read_metrics(path: Path) -> pd.DataFrame:
    """Read a table of metrics.

    Parameters
    ----------
    path : Path
        CSV file.

    Returns
    -------
    DataFrame
        Without rows or columns where there is no such file.

    Raises
    ------
    InputError
        Where it cannot be read.
    """
    if not path.is_file():
        return pd.DataFrame()
    try:
        return pd.read_csv(
            path,
            keep_default_na=False,
            dtype={"scenario": str, "group": str},
            converters={"value": float},  # exact, whatever the version of pandas
        )
    except (OSError, ValueError) as error:
        raise file_error(path, f"cannot be read as metrics: {str(error).splitlines()[0]}") from error


def write_dataset(dataset: xr.Dataset, path: Path) -> None:
    """Write a dataset as compressed NetCDF 4.

    Parameters
    ----------
    dataset : xarray.Dataset
        Of a run.
    path : Path
        To write.
    """
    # By way of memory: HDF5 does not survive a disk that refuses a write, Python does.
    path.write_bytes(as_file(dataset))


def as_file(dataset: xr.Dataset) -> bytes:
    """Return what the file of a dataset holds, compressed NetCDF 4.

    Parameters
    ----------
    dataset : xarray.Dataset
        Of a run.

    Returns
    -------
    bytes
        As :func:`write_dataset` writes them.
    """
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
    return bytes(dataset.to_netcdf(engine="h5netcdf", encoding=encoding))
