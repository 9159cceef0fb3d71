"""Validate a document against a model, and go on looking for problems where it has some."""

from typing import Any, TypeVar

from pydantic import ValidationError

from basinsim.errors import Problem
from basinsim.located_yaml import Document
from basinsim.schema.base import StrictModel
from basinsim.schema.problems import problems_of, without_mistakes

Model = TypeVar("Model", bound=StrictModel)


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
    except ValidationError as error:
        found = problems_of(error, document.value, model)
        problems = [document.problem(path, message) for path, message in found]
        mended = without_mistakes(error, document.value, model)
    try:
        return (None if mended is None else model.model_validate(mended, context=context)), problems
    except ValidationError:
        return None, problems


def part_of(problem: Problem) -> tuple[str, str]:
    """Return the node, link or other part of a file that a problem is about.

    Parameters
    ----------
    problem : Problem
        With its key.

    Returns
    -------
    (str, str)
        The file, and the key of the part.
    """
    keys = problem.key.split(".")
    part = ".".join(keys[:2]) if keys[0] in ("nodes", "rules") and len(keys) > 1 else keys[0]
    return problem.place.file, part
