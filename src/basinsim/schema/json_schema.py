"""JSON Schema of the files, with the field docstrings as descriptions."""

from typing import Any

from pydantic import BaseModel

from basinsim.schema.basin import Basin
from basinsim.schema.extension import Extension
from basinsim.schema.scenario import ScenarioFile
from basinsim.schema.study import StudyFile

_MODELS: dict[str, type[BaseModel]] = {
    "basin": Basin,
    "extension": Extension,
    "scenario": ScenarioFile,
    "study": StudyFile,
}


def json_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file.

    Parameters
    ----------
    kind : str
        ``basin``, ``extension``, ``scenario`` or ``study``.

    Returns
    -------
    dict
        Draft 2020-12.
    """
    schema = _MODELS[kind].model_json_schema(by_alias=True)
    title = f"basinsim {kind} file"
    if kind == "scenario":
        # What a scenario extends may bring the keys that every scenario needs in the end.
        schema["required"] = []
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}
