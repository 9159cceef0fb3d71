"""A mistake: "Two lochs" with one thing wrong in one file, and what the user is to be told."""

from dataclasses import dataclass, field
from pathlib import Path

from schema.two_lochs import FILES

MARK = "@"
"""Stands in a mistake's text where the message is to point, and is taken out before the file is written."""


@dataclass(frozen=True)
class Mistake:
    """One mistake.

    ``new`` takes the place of ``old``, which stands exactly once in the file, or of the whole file
    where ``old`` is empty. The message is expected at the sign @ in ``new`` or in one of the files in
    ``also``; or else where ``at`` begins; or else it is about the file as a whole.
    """

    id: str
    file: str
    old: str
    new: str | bytes
    message: tuple[str, ...]
    at: str = ""
    also: dict[str, str] = field(default_factory=dict)
    told_of: str = ""
    """The file the message is about as a whole, where it is another one than the one with the mistake."""

    def write(self, directory: Path) -> str:
        """Write all files; return the expected place as ``file``, or ``file:line:column``."""
        place = str(directory / (self.told_of or self.file))
        for name, content in self._files().items():
            if isinstance(content, bytes):
                (directory / name).write_bytes(content)
                continue
            marked = content.replace(self.at, MARK + self.at) if self.at and name == self.file else content
            marks, clean = places_of_marks(marked)
            for line, column in marks:
                place = f"{directory / name}:{line}:{column}"
            (directory / name).write_text(clean, encoding="utf-8")
        return place

    def _files(self) -> dict[str, str | bytes]:
        files: dict[str, str | bytes] = {**FILES, **self.also, self.file: self.new}
        if self.old:
            assert isinstance(self.new, str)
            text = FILES[self.file]
            assert text.count(self.old) == 1, (
                f"'{self.old}' stands {text.count(self.old)} times in {self.file}"
            )
            files[self.file] = text.replace(self.old, self.new)
        return files


def places_of_marks(text: str) -> tuple[list[tuple[int, int]], str]:
    """Return line and column of every mark, counted in the text without them, and that text."""
    marks = []
    for number, line in enumerate(text.split("\n"), start=1):
        parts = line.split(MARK)
        columns = [len("".join(parts[:i])) + 1 for i in range(1, len(parts))]
        marks += [(number, column) for column in columns]
    return marks, text.replace(MARK, "")


def basin(
    name: str, old: str, new: str, *message: str, at: str = "", also: dict[str, str] | None = None
) -> Mistake:
    """Return a mistake in the basin file."""
    return Mistake(name, "basin.yaml", old, new, message, at, also or {})


def scenario(
    name: str, old: str, new: str, *message: str, at: str = "", also: dict[str, str] | None = None
) -> Mistake:
    """Return a mistake in the scenario file."""
    return Mistake(name, "scenario.yaml", old, new, message, at, also or {})
