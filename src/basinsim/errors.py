"""What can go wrong, and how it is told: bad input, or a run that could not be done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path


@dataclass(frozen=True, order=True)
class Place:
    """A spot in an input file.

    Attributes
    ----------
    file : str
        Path of the file, as the user named it.
    line, column : int
        Counted from 1; 0 where the whole file is meant.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Write the place as ``file:line:column``, the form editors can jump to."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with the input.

    Attributes
    ----------
    place : Place
        Where it stands.
    key : str
        Dotted path of the key, such as ``nodes.town.amount``; empty for the file itself.
    message : str
        What was found, what is allowed, and the nearest correct name.
    """

    place: Place
    key: str
    message: str

    def __str__(self) -> str:
        """Write the problem on one line."""
        middle = f"{self.key}: " if self.key else ""
        return f"{self.place}: {middle}{self.message}"


class BasinsimError(Exception):
    """Whatever basinsim tells its user; ``exit_status`` is what the command line returns."""

    exit_status = 1


class InputError(BasinsimError):
    """The input is wrong; carries every problem found, in the order of the files.

    Parameters
    ----------
    problems : iterable of Problem
        At least one.
    """

    exit_status = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["InputError"], tuple[tuple[Problem, ...]]]:
        """Travel between processes with the problems and not with their text."""
        return InputError, (self.problems,)


class RunError(BasinsimError):
    """The run could not be done; says in the modeller's words where, why, and what to change."""

    exit_status = 1


def file_error(path: Path | str, message: str) -> InputError:
    """Return an input error about a file as a whole.

    Parameters
    ----------
    path : Path or str
        The file.
    message : str
        What is wrong with it.

    Returns
    -------
    InputError
        With one problem.
    """
    return InputError([Problem(Place(str(path)), "", message)])


def nearest(name: str, allowed: Iterable[str]) -> str | None:
    """Return the allowed name most like ``name``, or None where nothing is near.

    Parameters
    ----------
    name : str
        What was written.
    allowed : iterable of str
        The names that would have been right.

    Returns
    -------
    str or None
        The nearest one.
    """
    by_lower = {candidate.lower(): candidate for candidate in sorted(allowed)}
    close = get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    if close:
        return by_lower[close[0]]
    # Who writes 'leakage' means the one name that has this word, however long the rest of it is.
    words = [word for candidate in by_lower for word in candidate.split("_")]
    meant = get_close_matches(name.lower(), words, n=1, cutoff=0.8)
    having = [candidate for candidate in by_lower if meant and meant[0] in candidate.split("_")]
    return by_lower[having[0]] if len(having) == 1 else None


def name_hint(name: str, allowed: Sequence[str]) -> str:
    """Return the half-sentence that helps after a wrong name.

    Parameters
    ----------
    name : str
        What was written.
    allowed : sequence of str
        The names that would have been right.

    Returns
    -------
    str
        ``did you mean 'x'?``, with the list of allowed names where it is short enough to read.
    """
    close = nearest(name, allowed)
    listed = ", ".join(allowed)
    parts = []
    if close:
        parts.append(f"did you mean '{close}'?")
    if not allowed:
        parts.append("none is allowed here")
    elif not close or len(allowed) <= 14:
        shown = listed if len(listed) <= 300 else listed[:300].rsplit(", ", 1)[0] + ", ..."
        parts.append(f"(allowed: {shown})")
    return " ".join(parts)


def with_article(word: str) -> str:
    """Return a word as it is spoken of: ``a flow``, ``an outlet``.

    Parameters
    ----------
    word : str
        Starts with the letter that decides.

    Returns
    -------
    str
        With ``a`` or ``an`` before it.
    """
    return f"an {word}" if word[:1] in "aeiou" else f"a {word}"


def counted(count: int, word: str) -> str:
    """Return a number with what it counts: ``1 day``, ``3,000 days``.

    Parameters
    ----------
    count : int
        How many.
    word : str
        One of them, with a plural in ``s``.

    Returns
    -------
    str
        With the plural where there is not just one.
    """
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"
