"""Lines with right checksums and anything in them: read or refused with words, and shown, never a bug."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csws.errors import CswsError
from csws.model.unknown import Unknown
from csws.render.record import record_text
from csws.render.style import Style
from csws.targets.file import TARGET
from csws.targets.record.checking import faults_of, readable_lines
from csws.targets.record.line import _sealed, following
from csws.targets.record.merging import merged
from csws.targets.record.replay import Record
from tests.cli.console import csws
from tests.effort import tries
from tests.record.clones import Clone
from tests.record.repository import RECORD, started

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-3, 9), st.text(max_size=3), st.floats(-2, 2)),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(st.text(max_size=3), inner, max_size=2)),
    max_leaves=4,
)
PICKS = st.lists(st.integers(0, 50), min_size=1, max_size=7)


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> list[dict[str, Any]]:
    """The lines of a record with all kinds of entries."""
    patch = pytest.MonkeyPatch()
    patch.delenv("CSWS_HUBSPOT_TOKEN", raising=False)
    root = started(tmp_path_factory.mktemp("odd"))
    assert csws(root, "apply", "--auto-approve").code == 6
    run = csws(root, "runs").out.split("Run ")[1][:12]
    assert csws(root, "apply", "--resume", "--run", run, "--done", "1,2", "--by", "Kim").code in (0, 6)
    assert csws(root, "observe", "--set", "workspace.hand.name=Hand").code == 0
    assert csws(root, "abandon", run, "--auto-approve", "--by", "Kim").code == 0
    patch.undo()
    return [json.loads(line) for line in (root / RECORD).read_bytes().splitlines()]


def spoiled(lines: list[dict[str, Any]], picks: list[int], value: Any) -> bytes:
    """Some value in some line is another one, or gone; every line has its right checksum."""
    lines = copy.deepcopy(lines)
    at: Any = lines
    for pick in picks:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        inner = [key for key in keys if isinstance(at[key], dict | list) and at[key]]
        if pick == picks[-1] or not inner:
            break
        at = at[inner[pick % len(inner)]]
    if at is not lines:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        key = keys[picks[-1] % len(keys)]
        at[key] = value
        if value == 0:
            del at[key]
    first = _sealed({key: item for key, item in lines[0].items() if key != "checksum"} | {"number": 1})
    made = [first]
    for data in lines[1:]:
        made.append(following(made[-1], data))
    return b"".join(line.text + b"\n" for line in made)


@tries(400, 5_000)
@given(picks=PICKS, value=JSON)
def test_it_is_read_or_refused_and_always_shown(real, tmp_path_factory, picks, value):
    data = spoiled(real, picks, value)
    try:
        list(faults_of(data))
        record_text(RECORD, list(readable_lines(data)), Style())
        record = Record(RECORD)
        record.read_on(data)
        record.check_known()
        other = Clone()
        other.sets("other", "bob", name="Other")
        merged(other.record, record)
        merged(record, other.record)
    except (CswsError, Unknown):
        pass
    check_reader(Path(tmp_path_factory.getbasetemp()) / "odd-record", data)


def check_reader(root: Path, data: bytes) -> None:
    from csws.model.target import AccountRef

    path = root / RECORD
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    account = AccountRef(id="1234567", name="acme", target=f"file:{RECORD}", root=str(root), store="")
    try:
        with TARGET.reader(account) as reader:
            reader.read()
            list(reader.revisions())
            list(reader.events())
            list(reader.done_steps())
            reader.unfinished()
    except CswsError:
        pass
