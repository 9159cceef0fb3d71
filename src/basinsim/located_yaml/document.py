"""Read one YAML file into plain values, and remember where each of them stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from basinsim.errors import InputError, Place, Problem, file_error
from basinsim.located_yaml.scalars import scalar

KeyPath = tuple[str | int, ...]

_ENTRY = re.compile(r"(\w+)\[(\d+)\]")
_LARGEST_FILE = 50_000_000
_DEEPEST = 60
_MOST_VALUES = 1_000_000


@dataclass(frozen=True)
class Document:
    """The contents of a YAML file with their places.

    Attributes
    ----------
    value : Any
        Mappings, lists, text, numbers, true, false and null.
    places : dict
        From the path of a value to where it stands; for a key of a mapping, the key.
    texts : dict
        From each file that contributed to its text.
    problems : tuple of Problem
        What YAML 1.2 does not allow, though a value could be made of it; whoever reads on adds
        theirs, and refuses the file for all of them together.
    moved : dict
        From the path of an entry that was appended from another file to its path there.
    """

    value: Any
    places: dict[KeyPath, Place]
    texts: dict[Path, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    moved: dict[KeyPath, KeyPath] = field(default_factory=dict)

    def place(self, path: KeyPath) -> Place:
        """Return where a path stands, or the nearest enclosing one that stands anywhere.

        Parameters
        ----------
        path : tuple
            Keys and list positions from the top.

        Returns
        -------
        Place
            With file, line and column.
        """
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place("<input>"))

    def problem(self, path: KeyPath, message: str) -> Problem:
        """Return a problem at a path.

        Parameters
        ----------
        path : tuple
            Keys and list positions from the top.
        message : str
            What is wrong.

        Returns
        -------
        Problem
            Ready to be listed.
        """
        place = self.place(path)
        # Another entry of a list is best named by the line it stands in.
        named = _ENTRY.sub(
            lambda entry: self._line_of((entry[1], int(entry[2])), place.file, entry[0]), message
        )
        return Problem(place, dotted((*self.moved.get(path[:2], path[:2]), *path[2:])), named)

    def _line_of(self, path: KeyPath, file: str, otherwise: str) -> str:
        there = self.places.get(path)
        if there is None:
            return otherwise
        return f"line {there.line}" if there.file == file else f"{there.file}:{there.line}"

    def directory(self, path: KeyPath) -> Path:
        """Return the folder of the file in which a path stands.

        Parameters
        ----------
        path : tuple
            Keys and list positions from the top.

        Returns
        -------
        Path
            File names in values at this path count from here.
        """
        return Path(self.place(path).file).parent

    def over(self, base: "Document") -> "Document":
        """Lay this document over another: its keys win, mappings merge, lists replace.

        Parameters
        ----------
        base : Document
            What this one extends.

        Returns
        -------
        Document
            Merged, with each value's place in the file it came from.
        """
        value, places = _merge(self, base, ())
        return Document(value, places, {**base.texts, **self.texts}, (*base.problems, *self.problems))


def dotted(path: KeyPath) -> str:
    """Write a path as ``nodes.town.amount`` or ``links[3].loss``.

    Parameters
    ----------
    path : tuple
        Keys and list positions.

    Returns
    -------
    str
        For a message.
    """
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def read_document(path: Path) -> Document:
    """Read a YAML file without a problem.

    Parameters
    ----------
    path : Path
        The file, UTF-8.

    Returns
    -------
    Document
        Its values and their places.

    Raises
    ------
    InputError
        As :func:`scan_document`, and for all that it finds.
    """
    document = scan_document(path)
    if document.problems:
        raise InputError(document.problems)
    return document


def scan_document(path: Path) -> Document:
    """Read a YAML file as far as it can be read.

    Parameters
    ----------
    path : Path
        The file, UTF-8.

    Returns
    -------
    Document
        Its values and their places.

    Raises
    ------
    InputError
        Where the file cannot be read or is not YAML. A key that stands twice or is no text, a tag
        or a merge key is a problem of the document that is returned.
    """
    text = read_text(path)
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(str(path), mark.line + 1, mark.column + 1) if mark else Place(str(path))
        message = "not readable as YAML: " + (error.problem or str(error))
        if error.context:
            since = f" that begins in line {error.context_mark.line + 1}" if error.context_mark else ""
            message += f" ({error.context}{since})"
        raise InputError([Problem(place, "", message)]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise file_error(path, f"not readable as YAML: {str(error).splitlines()[0]}") from error
    reader = _Reader(str(path))
    if root is not None and _written_out(root, {}, 0) > _MOST_VALUES:
        raise InputError([Problem(reader.place(root), "", _TOO_MANY)])
    value = reader.read(root, (), 0) if root is not None else None
    reader.places.setdefault((), Place(str(path)))
    return Document(value, reader.places, {path: text}, tuple(reader.problems))


def read_text(path: Path) -> str:
    """Read the text of a file that should be YAML.

    Parameters
    ----------
    path : Path
        The file, UTF-8.

    Returns
    -------
    str
        Without a byte order mark.

    Raises
    ------
    InputError
        Where there is no such file, or it cannot be read, is too large or not UTF-8.
    """
    try:
        if path.is_dir():
            raise file_error(path, "is a folder, not a YAML file")
        if path.stat().st_size > _LARGEST_FILE:
            raise file_error(
                path, f"is larger than {_LARGEST_FILE // 1_000_000} MB, too large for a YAML file"
            )
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise file_error(path, "no such file") from error
    except UnicodeDecodeError as error:
        raise file_error(path, f"is not UTF-8 text (byte {error.start})") from error
    except (OSError, ValueError) as error:
        raise file_error(path, f"cannot be read: {getattr(error, 'strerror', None) or error}") from error


_STANDARD = "tag:yaml.org,2002:"
_RESOLVER: Any = yaml.SafeLoader("")


def _foreign_tag(node: yaml.Node) -> str | None:
    """Return the tag that somebody wrote at a node, other than that of text."""
    if isinstance(node, yaml.ScalarNode):
        plain = node.style in (None, "")
        implicit = {_RESOLVER.resolve(yaml.ScalarNode, node.value, (plain, not plain)), _STANDARD + "str"}
    else:
        implicit = {_STANDARD + ("seq" if isinstance(node, yaml.SequenceNode) else "map")}
    return None if node.tag in implicit else str(node.tag).replace(_STANDARD, "!!")


def _is_tagged_text(node: yaml.ScalarNode) -> bool:
    """Say whether a plain scalar carries the tag of text though it does not look like text."""
    implicit = _RESOLVER.resolve(yaml.ScalarNode, node.value, (True, False))
    return bool(node.tag == _STANDARD + "str" and implicit != node.tag)


_TOO_MANY = "nested too deeply, or too many values through aliases"


def _written_out(node: yaml.Node, known: dict[int, int], depth: int) -> int:
    """Return how many values there are with every alias written out; looks at each node once."""
    if id(node) in known or isinstance(node, yaml.ScalarNode) or depth > _DEEPEST:
        return known.get(id(node), 1)
    known[id(node)] = 1  # for one that contains itself, which is refused later
    inner = node.value if isinstance(node, yaml.SequenceNode) else [value for _, value in node.value]
    known[id(node)] = 1 + sum(_written_out(item, known, depth + 1) for item in inner)
    return known[id(node)]


class _Reader:
    """Walks PyYAML's node tree once; collects problems instead of stopping at the first."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[KeyPath, Place] = {}
        self.problems: list[Problem] = []
        self._open: set[int] = set()
        self._count = 0

    def read(self, node: yaml.Node, path: KeyPath, depth: int) -> Any:
        self.places.setdefault(path, self.place(node))
        self._count += 1
        if depth > _DEEPEST or self._count > _MOST_VALUES:
            self._give_up(node, path, _TOO_MANY)
        if id(node) in self._open:
            self._give_up(node, path, "an alias that contains itself")
        tag = _foreign_tag(node)
        if tag:
            self._refuse(node, path, f"the tag {tag} is not allowed; write the plain value")
        if isinstance(node, yaml.ScalarNode):
            return scalar(node.value, plain=node.style in (None, "") and not _is_tagged_text(node))
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.SequenceNode):
                return [self.read(item, (*path, i), depth + 1) for i, item in enumerate(node.value)]
            return dict(self._pairs(node, path, depth))
        finally:
            self._open.discard(id(node))

    def _pairs(self, node: yaml.Node, path: KeyPath, depth: int) -> Iterator[tuple[str, Any]]:
        seen: dict[str, Place] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._refuse(key_node, path, "a key must be plain text")
                continue
            key, place = key_node.value, self.place(key_node)
            if key == "<<" and key_node.style in (None, ""):
                self._refuse(key_node, path, "merge keys (<<) are not part of YAML 1.2; write the keys out")
                continue
            if key in seen:
                first = seen[key]
                message = f"this key stands twice; it stood first in line {first.line}"
                self.problems.append(Problem(place, dotted((*path, key)), message))
                continue
            seen[key] = place
            self.places[(*path, key)] = place
            yield key, self.read(value_node, (*path, key), depth + 1)

    def place(self, node: yaml.Node) -> Place:
        return Place(self.file, node.start_mark.line + 1, node.start_mark.column + 1)

    def _give_up(self, node: yaml.Node, path: KeyPath, message: str) -> None:
        self._refuse(node, path, message)
        raise InputError(self.problems)

    def _refuse(self, node: yaml.Node, path: KeyPath, message: str) -> None:
        self.problems.append(Problem(self.place(node), dotted(path), message))


def _merge(top: Document, base: Document, path: KeyPath) -> tuple[Any, dict[KeyPath, Place]]:
    upper, lower = _at(top.value, path), _at(base.value, path)
    if not (isinstance(upper, dict) and isinstance(lower, dict)):
        return upper, _below(top, path)
    merged: dict[str, Any] = {}
    places = {path: top.place(path)}
    for key in [*lower, *(key for key in upper if key not in lower)]:
        inner = (*path, key)
        if key in upper and key in lower:
            merged[key], found = _merge(top, base, inner)
        else:
            source = top if key in upper else base
            merged[key], found = _at(source.value, inner), _below(source, inner)
        places.update(found)
    return merged, places


def _at(value: Any, path: KeyPath) -> Any:
    for part in path:
        value = value[part]
    return value


def _below(document: Document, path: KeyPath) -> dict[KeyPath, Place]:
    return {at: place for at, place in document.places.items() if at[: len(path)] == path}
