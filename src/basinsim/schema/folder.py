"""A folder named in a file, relative to that file."""

from pathlib import Path
from typing import Any

from basinsim.errors import name_hint
from basinsim.schema.reading import ReadsValue, RefusedError, shown


class Folder(ReadsValue):
    """A pydantic type for the path of a folder that is there."""

    def read(self, raw: Any, context: dict[str, Any]) -> Path | None:
        """Return the folder's path, or refuse what names none."""
        if raw is None or isinstance(raw, Path):
            return raw
        if not isinstance(raw, str) or not raw:
            raise RefusedError(((), f"must be the name of a folder, found {shown(raw)}"))
        path = Path(context.get("directory", ".")) / raw
        try:
            if path.is_dir():
                return path
            beside = tuple(sorted(entry.name for entry in path.parent.iterdir() if entry.is_dir()))
        except (OSError, ValueError):
            beside = ()
        hint = f"; {name_hint(path.name, beside)}" if beside else ""
        raise RefusedError(((), f"there is no folder {shown(raw)} beside this file{hint}"))

    def json_schema(self) -> dict[str, Any]:
        """Describe the text."""
        return {"type": "string", "minLength": 1}
