"""A file of a project is replaced completely, or does not change and the message says why."""

from __future__ import annotations

import os

import pytest

from csws.errors import CswsError
from csws.load.atomic_write import rewrite


def test_a_read_only_file_is_left_alone(tmp_path, monkeypatch):
    file = tmp_path / "csws.yaml"
    file.write_text("old")
    file.chmod(0o444)
    if os.access(file, os.W_OK):  # root can write anything
        monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    with pytest.raises(CswsError) as refused:
        rewrite(file, "csws.yaml", "new", before="old")
    assert refused.value.message == "`csws.yaml` cannot be written: it is read-only."
    assert file.read_text() == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["csws.yaml"]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_mode_and_byte_order_mark_stay(tmp_path, mark):
    file = tmp_path / "csws.yaml"
    file.write_bytes(mark + b"old")
    file.chmod(0o640)
    rewrite(file, "csws.yaml", "new\r\n", before="old")
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (mark + b"new\r\n", 0o640)


@pytest.mark.parametrize("meanwhile", ["other", "\ufeffother", "old\n", None])
def test_changes_that_somebody_made_meanwhile_stay(tmp_path, meanwhile):
    file = tmp_path / "csws.yaml"
    if meanwhile is not None:
        file.write_text(meanwhile)
    with pytest.raises(CswsError) as refused:
        rewrite(file, "csws.yaml", "new", before="old")
    assert "was changed by something else" in refused.value.message
    assert (file.read_text() if file.exists() else None) == meanwhile
