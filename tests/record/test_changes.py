"""What differs between two revisions leads from one to the other, for any settings; equal ones have
equal texts."""

from __future__ import annotations

import json

from hypothesis import given

from csws.state import snapshot
from csws.state.snapshot import from_text, to_text
from csws.targets.record import changes
from csws.targets.record.changes import Flat, differences
from tests.accounts import settings
from tests.effort import tries


@tries(250)
@given(settings(), settings())
def test_changes_lead_from_one_revision_to_the_next(before, after):
    old, new = Flat.of(to_text(before)), Flat.of(to_text(after))
    found = differences(old, new)
    assert old.changed(json.loads(json.dumps(found))) == new
    assert from_text(new.text()) == from_text(to_text(after))
    assert Flat.of(new.text()).text() == new.text()
    assert differences(new, new) == {}
    assert (found == {}) == (old == new)


def test_items_of_later_kinds_are_kept_too():
    """A kind that this csws does not know yet: its reader says so, and loses nothing."""
    blank = '{"items":[],"objects":{},"version":2,"workspaces":[]}'
    item = {"kind": "region", "id": "r-1", "key": "north", "fields": {"name": "North"}}
    full = json.dumps({**json.loads(blank), "items": [item]})
    found = differences(Flat.of(blank), Flat.of(full))
    assert found == {"region": {"r-1": {"key": "north", "name": "North"}}}
    assert json.loads(Flat.of(blank).changed(found).text())["items"] == [item]
    gone = differences(Flat.of(full), Flat.of(blank))
    assert gone == {"region": {"r-1": None}}
    assert Flat.of(full).changed(gone) == Flat.of(blank)


def test_a_later_version_of_stored_settings_is_written_into_the_lines():
    """Whoever raises it decides how a record says so: the lines of now have none."""
    assert snapshot.VERSION == changes.DOCUMENT_VERSION == 2
