"""Another YAML file named in a file, relative to it."""

from pathlib import Path
from typing import Any

from basinsim.errors import name_hint
from basinsim.schema.reading import ReadsValue, RefusedError, shown


def no_file(path: Path) -> str | None:
    """Say why there is no file to be read at a path; None where there is one.

    Parameters
    ----------
    path : Path
        Where a YAML file is expected.

    Returns
    -------
    str or None
        With the nearest name in the folder.
    """
    printed = repr(str(path)) if not str(path).isprintable() else f"'{path}'"
    try:
        if path.is_file():
            return None
        if path.is_dir():
            return f"{printed} is a folder, not a file"
        names = sorted(file.name for file in path.parent.glob("*.y*ml")) if path.parent.is_dir() else []
    except (OSError, ValueError) as error:
        return f"{printed[:80]} cannot be a file: {getattr(error, 'strerror', None) or error}"
    hint = f"; {name_hint(path.name, tuple(names))}" if names else ""
    return f"there is no file {printed}{hint}"


class FileBeside(ReadsValue):
    """A pydantic type for the path of a YAML file that is there."""

    def read(self, raw: Any, context: dict[str, Any]) -> Path:
        """Return the file's path, or refuse what names none."""
        if isinstance(raw, Path):
            return raw
        if not isinstance(raw, str) or not raw:
            raise RefusedError(((), f"must be the name of a file, found {shown(raw)}"))
        path = Path(context.get("directory", ".")) / raw
        wrong = no_file(path)
        if wrong:
            raise RefusedError(((), wrong))
        return path

    def json_schema(self) -> dict[str, Any]:
        """Describe the text."""
        return {"type": "string", "minLength": 1}
