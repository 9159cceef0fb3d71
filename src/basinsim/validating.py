"""Validate a document against a model, and go on looking for problems where it has some."""

from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import ValidationError

from basinsim.errors import Problem
from basinsim.located_yaml import Document
from basinsim.schema.base import StrictModel
from basinsim.schema.mending import NOBODY, examine

Model = TypeVar("Model", bound=StrictModel)

_OF_NAMES = ("there is no ", "unknown ")  # how problems begin that are about a name

_BY_NAME = ("nodes", "rules", "licences", "communities", "levers", "objectives", "constraints")


def validated(
    model: type[Model], document: Document, context: dict[str, Any]
) -> tuple[Model | None, list[Problem]]:
    """Validate a document; where that fails, also try what is left when its mistakes are mended or left out.

    Parameters
    ----------
    model : type
        What it should be.
    document : Document
        As read.
    context : dict
        Units of bare numbers, and the folder from which files count.

    Returns
    -------
    (model or None, list of Problem)
        With problems, the model is good for looking for more of them, and for nothing else.
    """
    try:
        return model.model_validate(document.value, context=context), []
    except ValidationError:
        mended, found, _ = examine(document.value, model, context)
        return mended, [document.problem(path, message) for path, message in found]


def beyond_doubt(
    found: Iterable[Problem], told: Iterable[Problem], doubted: Iterable[str] = ()
) -> list[Problem]:
    """Return those problems of a mended value that are not made by the mending.

    Parameters
    ----------
    found : iterable of Problem
        Of a value that validates since it was mended.
    told : iterable of Problem
        What was wrong with it before.
    doubted : iterable of str
        Sections of which nothing but names is certain.

    Returns
    -------
    list of Problem
        Those of parts in which nothing else is wrong; and names of what there is not, which no mending makes.
    """
    parts, keys, sections = set(), set(), tuple(doubted)
    for problem in told:
        parts.add(_part_of(problem))
        keys.add((problem.place.file, problem.key))
    return [
        problem
        for problem in found
        if not (parts and f"'{NOBODY}'" in problem.message)
        and (problem.place.file, problem.key) not in keys
        and (
            problem.message.startswith(_OF_NAMES)
            or not (_part_of(problem) in parts or problem.key.startswith(sections))
        )
    ]


def _part_of(problem: Problem) -> tuple[str, str]:
    """Return the file, and the key of the node, link or other part of it that a problem is about."""
    keys = problem.key.split(".")
    part = ".".join(keys[:2]) if keys[0] in _BY_NAME and len(keys) > 1 else keys[0]
    return problem.place.file, part
