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
    where ``old`` is empty. The sign @ marks the expected line and column; without one the message
    is about the file as a whole. ``also`` are further files to be written.
    """

    id: str
    file: str
    old: str
    new: str | bytes
    message: tuple[str, ...]
    also: dict[str, str] = field(default_factory=dict)
    told_in: str = ""
    """The file the message is about, where it is another one than the one with the mistake."""

    def write(self, directory: Path) -> str:
        """Write all files; return the expected place as ``file``, or ``file:line:column``."""
        files: dict[str, str | bytes] = {**FILES, **self.also}
        if self.old:
            assert isinstance(self.new, str)
            text = FILES[self.file]
            assert text.count(self.old) == 1, f"'{self.old}' stands {text.count(self.old)} times in {self.file}"
            files[self.file] = text.replace(self.old, self.new)
        else:
            files[self.file] = self.new
        place = str(directory / (self.told_in or self.file))
        for name, content in files.items():
            if isinstance(content, bytes):
                (directory / name).write_bytes(content)
                continue
            before, mark, after = content.partition(MARK)
            if mark:
                lines = before.split("\n")
                place = f"{directory / name}:{len(lines)}:{len(lines[-1]) + 1}"
            (directory / name).write_text(before + after, encoding="utf-8")
        return place


def basin(name: str, old: str, new: str, *message: str, **also: str) -> Mistake:
    """Return a mistake in the basin file; other files by their name's stem."""
    return Mistake(name, "basin.yaml", old, new, message, _files(also))


def scenario(name: str, old: str, new: str, *message: str, **also: str) -> Mistake:
    """Return a mistake in the scenario file; other files by their name's stem."""
    return Mistake(name, "scenario.yaml", old, new, message, _files(also))


def _files(also: dict[str, str]) -> dict[str, str]:
    return {f"{stem}.csv" if stem == "inflow" else f"{stem}.yaml": text for stem, text in also.items()}
