"""Join a file's entries to another's: an addition, which overrules nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from basinsim.errors import Problem
from basinsim.located_yaml.document import Document, KeyPath


def joined(base: Document, addition: Document, sections: Sequence[str]) -> tuple[Document, list[Problem]]:
    """Add the entries of one document to the sections of another.

    Parameters
    ----------
    base : Document
        Comes first.
    addition : Document
        Its mappings add names, its lists are appended.
    sections : sequence of str
        Top-level keys that are joined; whatever else the addition holds is left behind.

    Returns
    -------
    (Document, list of Problem)
        Each value with its place in the file it came from; a problem, at the addition's place, for
        each name that the base has already.
    """
    value, places, moved = dict(base.value), dict(base.places), dict(base.moved)
    problems: list[Problem] = []
    for section in (section for section in sections if section in addition.value):
        upper, lower = addition.value.get(section), value.get(section)
        ways: list[tuple[KeyPath, KeyPath]] = []  # from a path in the addition to the one it gets
        if isinstance(upper, Mapping) and isinstance(lower, Mapping | None):
            lower = lower or {}
            problems += [_clash(base, addition, (section, name)) for name in upper if name in lower]
            value[section] = {**upper, **lower}
            ways = [((section, name), (section, name)) for name in upper if name not in lower]
        elif isinstance(upper, list) and isinstance(lower, list | None):
            lower = lower or []
            value[section] = [*lower, *upper]
            ways = [((section, i), (section, len(lower) + i)) for i in range(len(upper))]
        for old, new in ways:
            for path, place in addition.places.items():
                if path[: len(old)] == old:
                    places[(*new, *path[len(old) :])] = place
            if old != new:
                moved[new] = old
        places.setdefault((section,), addition.place((section,)))
    texts = {**base.texts, **addition.texts}
    return replace(base, value=value, places=places, texts=texts, moved=moved), problems


def _clash(base: Document, addition: Document, path: KeyPath) -> Problem:
    first, name = base.place(path), path[-1]
    return addition.problem(path, f"there is a '{name}' already, in {first.file}:{first.line}")
