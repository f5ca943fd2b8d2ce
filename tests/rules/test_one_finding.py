"""One mistake, one finding: its consequences are not reported, but independent problems are."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest
import yaml

from csws.workflow.account.check import check_project
from tests.rules.test_cases import HERE, NOW, make_case

CASES = yaml.safe_load((HERE / "one_finding.yaml").read_text())
CONFIG = yaml.safe_load((HERE / "project/csws.yaml").read_text())
FREE = (("accounts",), ("workspaces",), ("workspaces", "emea", "revenue", "objects"))  # keys that people choose
TYPO = {"file": "more.yaml", "old": "teams: [APAC CSM]", "new": "teams: [APAC CMS]"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["mistake"])
def test_a_mistake_is_reported_once(tmp_path, case):
    assert findings_of(make_case(tmp_path, case["edits"])) == case["findings"]


def findings_of(root: Path) -> list[str]:
    found = check_project(root, None, NOW).diagnostics
    return [f"{item.code} {item.span.file}:{item.span.line}:{item.span.column} {item.hint}" for item in found]


def paths(data: object, path: tuple = ()) -> Iterator[tuple]:
    members = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in members:
        yield (*path, key)
        yield from paths(value, (*path, key))


def changed(path: tuple, *, key: str | None = None, value: object = None) -> str:
    """The text of csws.yaml with another key or value at a path."""
    data = deepcopy(CONFIG)
    holder = data
    for part in path[:-1]:
        holder = holder[part]
    if key is None:
        holder[path[-1]] = value
    else:
        items = list(holder.items())
        holder.clear()
        holder.update({key if name == path[-1] else name: item for name, item in items})
    return yaml.safe_dump(data, sort_keys=False)


KEYS = [path for path in paths(CONFIG) if isinstance(path[-1], str) and path[:-1] not in FREE]


@pytest.mark.parametrize("path", KEYS, ids=lambda path: ".".join(map(str, path)))
@pytest.mark.parametrize("mistake", ["left out", "glued"])
def test_a_misspelled_key_is_one_finding(tmp_path, path, mistake):
    word = str(path[-1])
    key = word[:2] + word[3:] if mistake == "left out" else f"{word}:x"
    root = make_case(tmp_path, [{"file": "csws.yaml", "text": changed(path, key=key)}])
    assert [line.partition(" ")[0] for line in findings_of(root)] == ["CSW101"]
    assert findings_of(root)[0].endswith((f"Did you mean `{word}`?", f"`{word}: x`."))


def value_at(path: tuple) -> object:
    value = CONFIG
    for part in path:
        value = value[part]
    return value


WRONG = [
    (path, value)
    for path in paths(CONFIG)
    for value in ("text", 7, True, ["x"], {"x": 1})
    if not isinstance(value, type(value_at(path)))
]


@pytest.mark.parametrize(
    ("path", "value"),
    WRONG,
    ids=lambda part: ".".join(map(str, part)) if isinstance(part, tuple) else type(part).__name__,
)
def test_a_value_of_a_wrong_type_is_one_finding(tmp_path, path, value):
    root = make_case(tmp_path, [{"file": "csws.yaml", "text": changed(path, value=value)}])
    assert [line.partition(" ")[0] in ("CSW102", "CSW104") for line in findings_of(root)] == [True]


# Without `version`, `accounts` or `include`, csws does not know the other file or the account.
JUDGED = [path for path in KEYS if path[0] not in ("version", "accounts", "include")]


@pytest.mark.parametrize("path", JUDGED, ids=lambda path: ".".join(map(str, path)))
def test_no_mistake_hides_an_independent_one(tmp_path, path):
    for text in (changed(path, key=str(path[-1]) + "x"), changed(path, value=7)):
        root = make_case(tmp_path / str(hash(text)), [{"file": "csws.yaml", "text": text}, TYPO])
        assert "CSW303 more.yaml:4:13 Did you mean `APAC CSM`?" in findings_of(root)


@pytest.mark.parametrize(
    "key", ["token", "hubspot_token", "api_key", "apikey", "password", "client-secret", "credentials"]
)
@pytest.mark.parametrize("value", ["x", "pat-na1-11111111-2222-3333-4444-555555555555"])
def test_a_key_that_names_a_secret_is_never_taken_for_another_key(tmp_path, key, value):
    root = make_case(tmp_path, [])
    config = root / "csws.yaml"
    config.write_text(config.read_text().replace("    catalog:", f"    {key}: {value}\n    catalog:", 1))
    found = findings_of(root)
    assert not any("Did you mean" in line or "Keys here" in line for line in found)
    assert sum("CSW101" in line and "Secrets do not belong in a file" in line for line in found) == 1
    assert any("CSW007" in line for line in found) == value.startswith("pat-")
