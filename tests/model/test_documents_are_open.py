"""A minor number only adds keys: documents of every minor of the major are read, those of a higher major are refused."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from csws.model.digest import digest_of
from csws.schema import schema_text
from tests.cli.console import csws

LATER = {"later": {"anything": [1, None]}}
DOCUMENTS = ("plan", "report", "diagnostics", "event", "runs", "history", "drift")


@pytest.fixture
def project(tmp_path):
    assert csws(tmp_path, "init").code == 0
    return tmp_path


def with_more(value: Any) -> Any:
    """The same with a key more in every object that has fixed keys."""
    if isinstance(value, list):
        return [with_more(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {
        key: item if key in ("sets", "was", "unchanged", "teams", "pipelines", "labels") else with_more(item)
        for key, item in value.items()
    }
    return {**kept, **LATER}


def document(project, name: str) -> Any:
    if name == "event":
        csws(project, "apply", "--auto-approve", "--events", str(project / "events"))
        return json.loads((project / "events").read_text().splitlines()[0])
    words = {
        "plan": ["plan"],
        "report": ["apply", "--auto-approve"],
        "diagnostics": ["validate"],
        "runs": ["runs"],
        "history": ["history"],
        "drift": ["drift"],
    }
    if name in ("history", "drift"):
        csws(project, "apply", "--auto-approve")
        csws(project, "observe", "--set", "workspace.emea.description=x")
    return csws(project, *words[name], "--format", "json").json


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_published_schema_takes_this_minor_and_higher_ones_and_no_higher_major(project, name):
    schema, found = json.loads(schema_text(name)), document(project, name)
    jsonschema.validate(found, schema)
    jsonschema.validate({**with_more(found), "format_version": "1.7"}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**found, "format_version": "2.0"}, schema)


@pytest.mark.parametrize("name", ["plan", "report", "diagnostics", "event"])
def test_these_are_1_1(project, name):
    assert document(project, name)["format_version"] == "1.1"


def saved(project, change) -> Any:
    file = project / "p.plan"
    csws(project, "plan", "--out", str(file))
    data = change(json.loads(file.read_text()))
    data.pop("checksum")
    data["checksum"] = digest_of(data)
    file.write_text(json.dumps(data))
    return csws(project, "apply", str(file), "--format", "json")


def test_a_plan_of_a_later_minor_is_applied(project):
    assert saved(project, lambda data: {**with_more(data), "format_version": "1.7"}).code == 0


def test_a_plan_of_a_later_major_is_refused(project):
    done = saved(project, lambda data: {**data, "format_version": "2.0"})
    assert (done.code, done.json["error"]["code"]) == (1, "newer_plan")


@pytest.mark.parametrize("key", ["checksum", "digest", "csws_version"])
def test_a_saved_plan_that_was_changed_is_stale(project, key):
    file = project / "p.plan"
    csws(project, "plan", "--out", str(file))
    data = json.loads(file.read_text())
    data[key] = "sha256:" + "0" * 64
    file.write_text(json.dumps(data))
    assert csws(project, "apply", str(file)).code == 5
