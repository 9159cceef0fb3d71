"""The generator's parameters as tables in a folder."""

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from basinsim.errors import file_error
from basinsim.hydrology.table_file import Row, read_table
from basinsim.hydrology.weather.model import Persistence, WeatherModel

MOMENTS_FILE = "weather_moments.csv"
MEMORY_FILE = "weather_memory.csv"
LIKENESS_FILE = "weather_likeness.csv"
WEATHER_FILES = (MOMENTS_FILE, MEMORY_FILE, LIKENESS_FILE)
"""Names of the tables in the folder of a basin's hydrology."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_QUANTITIES = {
    # field of the model -> unit, least and greatest value
    "dry_share": ("1", 0.0, 0.999),
    "rain_mean": ("mm/d", 1e-6, 500.0),
    "rain_deviation": ("mm/d", 1e-6, 500.0),
    "temperature_mean": ("degC", -60.0, 60.0),
    "temperature_deviation": ("degC", 0.0, 30.0),
    "rain_dependence": ("1", -0.999, 0.999),
}
_VARIABLES = ("occurrence", "amount", "temperature")


def write_weather_model(model: WeatherModel, folder: Path, comments: Sequence[str]) -> None:
    """Write the tables of a generator.

    Parameters
    ----------
    model : WeatherModel
        What to write.
    folder : Path
        Where to; it exists.
    comments : sequence of str
        Lines for the head of each table: where its numbers come from and what they are good for.
    """
    _write(
        folder / MOMENTS_FILE,
        comments,
        ("quantity", "unit", "site", *_MONTHS),
        (
            (name, unit, site, *(f"{value:.5g}" for value in getattr(model, name)[:, place]))
            for name, (unit, _, _) in _QUANTITIES.items()
            for place, site in enumerate(model.sites)
        ),
    )
    persistences = {name: getattr(model, name) for name in _VARIABLES}
    _write(
        folder / MEMORY_FILE,
        comments,
        ("variable", "memory_days", "site", *_MONTHS),
        (
            (name, f"{memory:g}", site, *(f"{value:.6f}" for value in one.shares[:, part, place]))
            for name, one in persistences.items()
            for part, memory in enumerate(one.memories)
            for place, site in enumerate(model.sites)
        ),
    )
    _write(
        folder / LIKENESS_FILE,
        comments,
        ("variable", "memories_days", "site", "other", "correlation"),
        (
            (name, memories, site, model.sites[other], f"{matrix[place, other]:.6f}")
            for name, one in persistences.items()
            for memories, matrix in _groups(one)
            for place, site in enumerate(model.sites)
            for other in range(place)
        ),
    )


def load_weather_model(folder: Path) -> WeatherModel:
    """Read a generator from its tables.

    Parameters
    ----------
    folder : Path
        With the tables that :func:`write_weather_model` writes.

    Returns
    -------
    WeatherModel
        Ready to generate.

    Raises
    ------
    InputError
        With every problem of a table, or where the tables do not fit together.
    """
    path = folder / MOMENTS_FILE
    rows = read_table(path, ("quantity", "site", *_MONTHS), _moments_row)
    sites = tuple(dict.fromkeys(site for _, site, _ in rows))
    moments = {name: {site: values for found, site, values in rows if found == name} for name in _QUANTITIES}
    missing = [
        f"{name} at {site}" for name, found in moments.items() for site in sites if site not in found
    ] + ([] if len(rows) == len(_QUANTITIES) * len(sites) else ["one row for each quantity and site"])
    if missing:
        raise file_error(path, f"there is no {', no '.join(missing)}")
    by_month = {name: np.array([found[site] for site in sites]).T for name, found in moments.items()}
    occurrence, amount, temperature = _persistences(folder, sites)
    return WeatherModel(sites, **by_month, occurrence=occurrence, amount=amount, temperature=temperature)


def _moments_row(row: Row) -> tuple[str, str, list[float]]:
    name = row.one_of("quantity", tuple(_QUANTITIES))
    _, least, greatest = _QUANTITIES.get(name, ("", -np.inf, np.inf))
    return name, row.text("site"), [row.number(month, least, greatest) for month in _MONTHS]


def _persistences(folder: Path, sites: tuple[str, ...]) -> list[Persistence]:
    memory_path, likeness_path = folder / MEMORY_FILE, folder / LIKENESS_FILE
    shares = read_table(memory_path, ("variable", "memory_days", "site", *_MONTHS), _memory_row(sites))
    pairs = read_table(
        likeness_path, ("variable", "memories_days", "site", "other", "correlation"), _likeness_row(sites)
    )
    made = []
    for name in _VARIABLES:
        found = {(memory, site): values for variable, memory, site, values in shares if variable == name}
        memories = sorted({memory for memory, _ in found})
        lacking = [
            f"{memory:g} d at {site}" for memory in memories for site in sites if (memory, site) not in found
        ]
        if not memories or lacking:
            raise file_error(
                memory_path, f"{name}: there is no share of {', '.join(lacking) or 'any memory'}"
            )
        by_month = np.array([[found[memory, site] for site in sites] for memory in memories])
        by_month = np.moveaxis(by_month, -1, 0)
        if np.abs(by_month.sum(axis=1) - 1).max() > 0.01:
            raise file_error(memory_path, f"{name}: the shares of a site and month do not add up to 1")
        correlations = np.tile(np.eye(len(sites)), (len(memories), 1, 1))
        for variable, of, one, other, value in pairs:
            if variable == name:
                parts = [part for part, memory in enumerate(memories) if memory in of]
                correlations[parts, one, other] = correlations[parts, other, one] = value
        if np.linalg.eigvalsh(correlations).min() <= 0:
            raise file_error(likeness_path, f"{name}: these correlations cannot all hold together")
        made.append(Persistence(np.array(memories), by_month, correlations))
    return made


def _memory_row(sites: tuple[str, ...]) -> Callable[[Row], tuple[str, float, str, list[float]]]:
    def read(row: Row) -> tuple[str, float, str, list[float]]:
        return (
            row.one_of("variable", _VARIABLES),
            row.number("memory_days", 0.0),
            row.one_of("site", sites),
            [row.number(month, 0.0, 1.0) for month in _MONTHS],
        )

    return read


def _likeness_row(sites: tuple[str, ...]) -> Callable[[Row], tuple[str, tuple[float, ...], int, int, float]]:
    def read(row: Row) -> tuple[str, tuple[float, ...], int, int, float]:
        one, other = row.one_of("site", sites), row.one_of("other", sites)
        try:
            memories = tuple(float(word) for word in row.text("memories_days").split())
        except ValueError:
            memories = ()
            row.refuse("memories_days", "must be numbers of days with spaces between them")
        value = row.number("correlation", -1.0, 1.0)
        known = one in sites and other in sites
        return (
            row.one_of("variable", _VARIABLES),
            memories,
            sites.index(one) if known else 0,
            sites.index(other) if known else 0,
            value,
        )

    return read


def _groups(one: Persistence) -> list[tuple[str, np.ndarray]]:
    """Memories that share a correlation matrix, as they are written, and the matrix."""
    found: list[tuple[list[str], np.ndarray]] = []
    for memory, matrix in zip(one.memories, one.correlations, strict=True):
        if found and np.array_equal(found[-1][1], matrix):
            found[-1][0].append(f"{memory:g}")
        else:
            found.append(([f"{memory:g}"], matrix))
    return [(" ".join(memories), matrix) for memories, matrix in found]


def _write(
    path: Path, comments: Sequence[str], heading: Sequence[str], rows: Iterable[Sequence[str]]
) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"# {comment}\n" for comment in comments)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(rows)
