"""An account without scores is what it was before csws knew them, byte for byte: plan, digest, fingerprint, stored
text, record."""

from __future__ import annotations

import json
import shutil

import pytest

from csws.state.snapshot import fingerprint, from_text, to_text
from csws.targets.record.changes import Flat
from tests.cli.console import csws
from tests.kinds.without_scores import DATA, by_hand, project_in, record_of_a_life, stored_settings

SETTINGS = (DATA / "settings.txt").read_text().removesuffix("\n")


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN", raising=False)
    return project_in(tmp_path)


def _without_version(text):
    """A plan without the version of csws, the finding about the age of the catalogue, and its checksum."""
    data = json.loads(text)
    del data["csws_version"]
    for part in (data, *data["accounts"]):
        part["diagnostics"] = [item for item in part["diagnostics"] if item["code"] != "CSW504"]
    return json.dumps(data, indent=2, ensure_ascii=False)


def test_its_plan_has_the_same_bytes_and_digest(project):
    now = csws(project, "plan", "--format", "json").out
    assert _without_version(now) == _without_version((DATA / "plan.json").read_text())


def test_its_stored_text_and_fingerprint_are_the_same(project):
    assert stored_settings(project) == SETTINGS
    assert to_text(from_text(SETTINGS)) == SETTINGS
    assert Flat.of(SETTINGS).settings() == from_text(SETTINGS)
    plan = csws(project, "plan", "--format", "json").json["accounts"][0]
    assert plan["base"]["fingerprint"] == fingerprint(from_text(SETTINGS))
    assert plan["steps"] == []


def test_its_record_has_the_same_bytes(project):
    assert record_of_a_life(project) == (DATA / "record.jsonl").read_text()


def test_its_record_is_read_and_leads_to_the_same_settings(project):
    shutil.copy(DATA / "record.jsonl", by_hand(project))
    assert csws(project, "record", "verify").code == 0
    history = csws(project, "history", "--format", "json").json["accounts"][0]["revisions"]
    assert [item["kind"] for item in history].count("imported") == 1
    drift = csws(project, "drift", "--format", "json").json["accounts"][0]["drift"]
    assert drift == []
    assert (project / "record.jsonl").read_bytes() == (DATA / "record.jsonl").read_bytes()
