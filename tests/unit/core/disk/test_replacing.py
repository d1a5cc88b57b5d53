"""A file that is replaced keeps its rights, and one that is protected is not replaced."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from mapapp.core.disk.replacing import replacing, write_text
from mapapp.core.errors import ExportError

_GROUP = 12_345


def test_a_protected_file_is_refused_and_stays(tmp_path: Path) -> None:
    """By its mode: root may write everything."""
    target = tmp_path / "a.svg"
    target.write_text("old")
    target.chmod(0o444)
    with pytest.raises(ExportError, match="protected against writing; choose another name"):
        write_text(target, "new")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_what_a_link_leads_to_is_protected_too(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text("old")
    (tmp_path / "a.svg").chmod(0o400)
    (tmp_path / "b.svg").symlink_to("a.svg")
    with pytest.raises(ExportError, match=r"b\.svg is protected"):
        write_text(tmp_path / "b.svg", "new")


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_the_mode_of_a_file_is_kept(tmp_path: Path, mode: int) -> None:
    target = tmp_path / "a.csv"
    target.write_text("old")
    target.chmod(mode)
    write_text(target, "new")
    assert target.read_text() == "new"
    assert _mode(target) == mode


def test_a_new_file_has_the_mode_of_the_session(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_text(tmp_path / "a.csv", "new")
    finally:
        os.umask(before)
    assert _mode(tmp_path / "a.csv") == 0o640


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file to any group")
def test_the_group_of_a_file_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("old")
    os.chown(target, 4321, _GROUP)
    target.chmod(0o664)
    write_text(target, "new")
    kept = target.stat()
    assert (kept.st_uid, kept.st_gid, _mode(target)) == (4321, _GROUP, 0o664)


def test_where_the_group_cannot_be_kept_another_gets_no_more_than_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.csv"
    target.write_text("old")
    target.chmod(0o664)

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "chown", refuse)
    with replacing(target) as temporary:
        temporary.write_text("new")
    assert _mode(target) == 0o644


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
