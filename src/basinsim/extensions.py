"""Add to a basin the extensions that were asked for, and tell what does not fit."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from basinsim.errors import InputError, Problem, name_hint
from basinsim.located_yaml import Document, scan_document
from basinsim.located_yaml.joining import joined
from basinsim.schema.basin import Basin
from basinsim.schema.extension import SECTIONS, Extension
from basinsim.schema.file_beside import no_file
from basinsim.schema.values import Found
from basinsim.validating import validated


def extension_files(document: Document) -> dict[str, Path]:
    """Return the extensions that a basin file names.

    Parameters
    ----------
    document : Document
        Of the basin file; it may have problems.

    Returns
    -------
    dict of str to Path
        From each name to its file, where there is one.
    """
    named = document.value.get("extensions") if isinstance(document.value, dict) else None
    files = {}
    for name, file in named.items() if isinstance(named, dict) else ():
        path = document.directory(("extensions", name)) / str(file)
        if no_file(path) is None:
            files[name] = path
    return files


def refused_names(names: Sequence[str], document: Document) -> list[Found]:
    """Say which of the extensions asked for there are not, or were asked for twice.

    Parameters
    ----------
    names : sequence of str
        As asked for.
    document : Document
        Of the basin file.

    Returns
    -------
    list of (path, message)
        Paths are positions in ``names``.
    """
    named = document.value.get("extensions") if isinstance(document.value, dict) else None
    known = tuple(sorted(named)) if isinstance(named, dict) else ()
    found: list[Found] = []
    for i, name in enumerate(names):
        if name not in known:
            hint = name_hint(name, known) if known else "it names none"
            found.append(((i,), f"the basin has no extension '{name}'; {hint}"))
        elif name in names[:i]:
            found.append(((i,), f"the extension '{name}' is named twice"))
    return found


def with_extensions(
    basin: Basin | None, document: Document, names: Sequence[str], context: dict[str, Any]
) -> tuple[Basin | None, Document, list[Problem]]:
    """Add extensions to a basin, in the order in which they are named.

    Parameters
    ----------
    basin : Basin, optional
        As its own file has it; without one, the extensions are only looked at for problems.
    document : Document
        Of that file.
    names : sequence of str
        Extensions; unknown ones are passed over.
    context : dict
        With which the basin was validated.

    Returns
    -------
    (Basin or None, Document, list of Problem)
        The basin and the places of its keys in all files; a problem for what is wrong inside an
        extension's file and for each name that is there already. No basin where an extension is
        too wrong to be added: nothing more can be said then of what hangs together.
    """
    problems: list[Problem] = []
    whole, files = basin, extension_files(document)
    for name in dict.fromkeys(names):
        if name not in files:
            continue
        try:
            addition = scan_document(files[name])
        except InputError as error:
            problems += error.problems
            whole = None
            continue
        extension, found = validated(Extension, addition, {**context, "directory": files[name].parent})
        problems += [*addition.problems, *found]
        if extension is None or whole is None:
            whole = None
            continue
        whole = extension.added_to(whole)
        document, found = joined(document, addition, SECTIONS)
        problems += found
    return whole, document, problems
