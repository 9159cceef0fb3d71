"""``basinsim show BASIN --register``: where the numbers come from."""

import shutil
from pathlib import Path

from cli.program import basinsim, refused
from schema.two_lochs import write_two_lochs

from basinsim.register import read_register

ROOT = Path(__file__).resolve().parents[2]
FORTH = ROOT / "data" / "forth_valley"


def test_the_page_of_the_docs_is_up_to_date(tmp_path: Path) -> None:
    done = basinsim("show", FORTH / "basin.yaml", "--register", "-o", "page.md", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    shipped = ROOT / "docs" / "forth_valley_register.md"
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == shipped.read_text(encoding="utf-8"), (
        "make it anew: basinsim show data/forth_valley/basin.yaml --register -o docs/forth_valley_register.md"
    )


def test_the_terminal_lists_one_status_in_a_hundred_columns(tmp_path: Path) -> None:
    done = basinsim("show", FORTH / "basin.yaml", "--register", "--status", "second-hand", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 100
    count = len(read_register(FORTH / "register.csv").with_status("second-hand").rows)
    assert lines[-1] == f"{count} numbers"
    assert any("environmental_flow.amou" in line and "41.8 Ml/d" in line for line in lines)


def test_a_part_as_csv(tmp_path: Path) -> None:
    words = ("--register", "--status", "derived", "--status", "seen", "-o", "part.csv")
    assert basinsim("show", FORTH / "basin.yaml", *words, cwd=tmp_path).returncode == 0
    part = read_register(tmp_path / "part.csv")
    assert part == read_register(FORTH / "register.csv").with_status("derived", "seen")


def test_what_cannot_be_listed(tmp_path: Path) -> None:
    write_two_lochs(tmp_path)
    refused(basinsim("show", "basin.yaml", "--register", cwd=tmp_path), "register.csv", "no such file")
    refused(basinsim("show", "basin.yaml", "--status", "seen", cwd=tmp_path), "--status is for --register")
    shutil.copy(FORTH / "register.csv", tmp_path)
    refused(basinsim("show", "basin.yaml", "--register", "-o", "r.png", cwd=tmp_path), ".csv, .md")
    refused(basinsim("show", "basin.yaml", "--register", "--status", "sean", cwd=tmp_path), "seen")
    assert not (tmp_path / "r.png").exists()
