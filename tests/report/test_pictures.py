"""Pictures inside a page: whole, told in words, and never more than an e-mail takes."""

import base64

from basinsim.report import pictures as subject
from basinsim.report.pictures import pictures


def test_pictures_are_inside_the_page_as_they_were_drawn(tmp_path):
    (tmp_path / "storage.png").write_bytes(b"drawn")
    (found,) = pictures(tmp_path, ["storage.png"])
    assert base64.b64decode(found.source.removeprefix("data:image/png;base64,")) == b"drawn"
    assert found.caption.startswith("Storage")
    assert found.alternative


def test_what_is_too_much_is_named_only(tmp_path, monkeypatch):
    monkeypatch.setattr(subject, "MOST", 10)
    for name, size in (("a.png", 8), ("b.png", 8), ("c.png", 2)):
        (tmp_path / name).write_bytes(b"x" * size)
    found = pictures(tmp_path, ["a.png", "b.png", "c.png"])
    assert [bool(one.source) for one in found] == [True, False, True]
    assert found[1].name == "b.png"
