"""Overlays: what null means, findings for entries without effect, and no include that applies an
overlay to every account."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from csws.load.overlay import ENTRIES, is_entry, patched
from csws.load.yaml_reader import read_yaml
from csws.schema import is_valid, schema_text
from csws.workflow.account.check import check_project

NOW = datetime(2026, 11, 23, tzinfo=UTC)
BASE = """\
defaults:
  customers: {csm_property: hubspot_owner_id, renewal_date_property: renewal_date}
  revenue: {objects: {deals: {csm_property: hubspot_owner_id}}}
properties: {companies: {csm: {label: CSM, kind: user, group: companyinformation}}}
workspaces:
  primary: {name: All}
  emea: {name: EMEA, teams: [EMEA CSM], services: {pipelines: [Onboarding]}, revenue: {objects: {deals: {csm_property: csm}}}}
removed: [apac]
"""


def over(overlay: str, base: str = BASE):
    """The patched data, and the messages and hints about entries without effect."""
    node, findings = patched(read_yaml(base, "base.yaml").root, read_yaml(overlay, "o.yaml").root)
    return node.plain(), [f"{found.address}: {found.hint}" for found in findings]


@pytest.mark.parametrize(
    ("overlay", "path", "value"),
    [
        # an entry: gone
        ("workspaces: {emea: null}", ("workspaces", "emea"), KeyError),
        ("workspaces: {emea: {revenue: {objects: {deals: null}}}}", ("workspaces", "emea", "revenue", "objects"), {}),
        ("defaults: {revenue: {objects: {deals: null}}}", ("defaults", "revenue", "objects"), {}),
        ("properties: {companies: null}", ("properties",), {}),
        ("properties: {companies: {csm: null}}", ("properties", "companies"), {}),
        # a setting: kept, whether it was set or not
        ("workspaces: {emea: {description: null}}", ("workspaces", "emea", "description"), None),
        ("workspaces: {emea: {teams: null}}", ("workspaces", "emea", "teams"), None),
        (
            "workspaces: {emea: {customers: {csm_property: null}}}",
            ("workspaces", "emea", "customers"),
            {"csm_property": None},
        ),
        ("workspaces: {emea: {services: null}}", ("workspaces", "emea", "services"), None),
        ("defaults: null", ("defaults",), None),
        ("removed: null", ("removed",), None),
    ],
)
def test_null_deletes_an_entry_and_unsets_a_setting(overlay, path, value):
    data, findings = over(overlay)
    assert findings == []
    for part in path[:-1]:
        data = data[part]
    if value is KeyError:
        assert path[-1] not in data
    else:
        assert data[path[-1]] == value


@pytest.mark.parametrize(
    ("overlay", "told"),
    [
        ("workspaces: {emae: null}", "workspace.emae: Did you mean `emea`?"),
        ("workspaces: {zzz: null}", "workspace.zzz: Remove this line."),
        (
            "workspaces: {emea: {revenue: {objects: {deal: null}}}}",
            "workspace.emea.revenue.objects.deal: Did you mean `deals`?",
        ),
        (
            "workspaces: {primary: {revenue: {objects: {deals: null}}}}",
            "workspace.primary.revenue.objects.deals: Remove this line. To delete a value that comes "
            "from `defaults`, write null under `defaults:` in the overlay.",
        ),
        ("properties: {companies: {cms: null}}", "properties.companies.cms: Did you mean `csm`?"),
        ("workspaces: {new: {name: N, revenue: {objects: {deals: null}}}}", "workspace.new.revenue.objects.deals"),
    ],
)
def test_a_null_that_deletes_nothing_is_reported(overlay, told):
    _, findings = over(overlay)
    assert len(findings) == 1
    assert findings[0].startswith(told)


def test_entries_are_what_the_schema_gives_free_keys():
    schema = json.loads(schema_text("overlay"))

    def free(item: dict, path: tuple[str, ...]):
        item = schema["$defs"][item["$ref"].removeprefix("#/$defs/")] if "$ref" in item else item
        for key, member in item.get("properties", {}).items():
            yield from free(member, (*path, key))
        if isinstance(item.get("additionalProperties"), dict):
            yield (*path, "*")
            yield from free(item["additionalProperties"], (*path, "*"))

    assert set(free(schema, ())) == set(ENTRIES)
    assert is_entry(("workspaces", "a"))
    assert not is_entry(("workspaces", "a", "name"))


# --- whole projects ---

ACCOUNT = (
    "  {name}: {{target: 'sqlite:{name}.db', catalog: {name}.json, subscription: enterprise, overlay: o/{name}.yaml}}\n"
)
CATALOG = json.loads((Path(__file__).parents[1] / "rules/project/catalog.json").read_text())
SHARED = """\
objects: {customers: companies, services: services, revenue: [deals]}
defaults:
  customers: {csm_property: hubspot_owner_id, renewal_date_property: renewal_date}
  services: {show: false}
  revenue: {show: false}
workspaces:
  primary: {name: All}
  emea: {name: EMEA, teams: [EMEA CSM]}
"""


def project(folder: Path, overlays: dict[str, str], include: str = "[]") -> Path:
    accounts = "".join(ACCOUNT.format(name=name) for name in overlays)
    (folder / "csws.yaml").write_text(f"version: 1\naccounts:\n{accounts}include: {include}\n{SHARED}")
    (folder / "o").mkdir()
    for name, text in overlays.items():
        (folder / f"o/{name}.yaml").write_text(text)
        account = {**CATALOG["account"], "name": name}
        (folder / f"{name}.json").write_text(json.dumps({**CATALOG, "account": account}))
    return folder


def findings(root: Path, *patterns: str) -> list[str]:
    found = check_project(root, list(patterns) or None, NOW).diagnostics
    return [f"{item.code} {item.span.file}:{item.span.line}:{item.span.column} {item.message}" for item in found]


def declared(root: Path, account: str):
    checked = check_project(root, [account], NOW)
    assert checked.diagnostics == ()
    return checked.accounts[0].loaded.declared.settings


def test_an_overlay_unsets_what_defaults_give_as_a_file_does(tmp_path):
    null = "workspaces: {emea: {customers: {renewal_date_property: null}}}\n"
    root = project(tmp_path, {"one": null, "two": ""})
    assert declared(root, "one").get("emea").customers.renewal_date_property is None
    assert declared(root, "one").get("primary").customers.renewal_date_property == "renewal_date"
    assert declared(root, "two").get("emea").customers.renewal_date_property == "renewal_date"


def test_an_overlay_unsets_a_default_for_all_workspaces_of_its_account(tmp_path):
    root = project(tmp_path, {"one": "defaults: {customers: {renewal_date_property: null}}\n", "two": ""})
    assert {item.customers.renewal_date_property for item in declared(root, "one").workspaces} == {None}
    assert {item.customers.renewal_date_property for item in declared(root, "two").workspaces} == {"renewal_date"}


@pytest.mark.parametrize(
    ("overlay", "expected"),
    [
        (
            "workspaces: {emae: null}\n",
            ["CSW101 o/one.yaml:1:14 The overlay deletes `workspace.emae`, which does not exist."],
        ),
        (
            "workspaces: {EMEA: null}\n",
            ["CSW101 o/one.yaml:1:14 The overlay deletes `workspace.EMEA`, which does not exist."],
        ),
        ("workspaces: {emea: {nmae: null}}\n", ["CSW101 o/one.yaml:1:21 Unknown key `nmae`."]),
        ("workspaces: {emea: {name: null}}\n", ["CSW102 o/one.yaml:1:27 `name` must be text, not nothing."]),
        (
            "workspaces: {emea: {services: {show: null}}}\n",
            ["CSW102 o/one.yaml:1:38 `show` must be true or false, not nothing."],
        ),
        ("objects: {customers: null}\n", ["CSW102 o/one.yaml:1:22 `customers` must be text, not nothing."]),
        ("objects: null\n", ["CSW102 o/one.yaml:1:10 `objects` must be a mapping, not nothing."]),
        ("workspaces:\n", ["CSW102 o/one.yaml:1:12 `workspaces` must be a mapping, not nothing."]),
        ("objcts: null\n", ["CSW101 o/one.yaml:1:1 Unknown key `objcts`."]),
        ("accounts: null\n", ["CSW101 o/one.yaml:1:1 Unknown key `accounts`."]),
        (
            "properties: {companies: {csm: {label: CSM}}}\n",
            [
                "CSW103 o/one.yaml:1:26 The required key `group` is missing in `properties.companies.csm`.",
                "CSW103 o/one.yaml:1:26 The required key `kind` is missing in `properties.companies.csm`.",
            ],
        ),
        ("accept: [{code: CSW504}]\n", ["CSW103 o/one.yaml:1:10 The required key `reason` is missing in `accept`."]),
        ("workspaces: {emea: null}\n", []),
        ("removed: null\naccept: null\nproperties: null\n", []),
        ("", []),
    ],
)
def test_an_overlay_must_match_its_schema(tmp_path, overlay, expected):
    assert findings(project(tmp_path, {"one": overlay})) == expected


@pytest.mark.parametrize("patterns", [(), ("one",), ("two",)])
def test_an_overlay_that_an_include_matches_is_refused_for_all_accounts(tmp_path, patterns):
    root = project(tmp_path, {"one": "removed: [only-one]\n", "two": ""}, '["o/*.yaml"]')
    (told,) = findings(root, *patterns)
    assert told.startswith("CSW005 csws.yaml:5:11 ")
    assert "`o/*.yaml`" in told
    assert "`o/one.yaml`, the overlay of `one`, and 1 more" in told


def test_an_overlay_is_known_however_its_path_is_spelled(tmp_path):
    root = project(tmp_path, {"one": ""}, "[./o/one.yaml]")
    text = (root / "csws.yaml").read_text()
    (root / "csws.yaml").write_text(text.replace("overlay: o/one.yaml", "overlay: o/../o/./one.yaml"))
    assert ["overlay of `one`" in told for told in findings(root)] == [True]


@pytest.mark.parametrize(
    ("link", "to", "include", "overlay"),
    [
        ("shared", "o", "shared/*.yaml", "o/one.yaml"),
        ("x.yaml", "o/one.yaml", "x.yaml", "o/one.yaml"),
        ("mine.yaml", "o/one.yaml", "o/*.yaml", "mine.yaml"),
    ],
)
def test_an_overlay_is_known_whatever_link_leads_to_it(tmp_path, link, to, include, overlay):
    root = project(tmp_path, {"one": "removed: [only-one]\n"}, f"[{include}]")
    (root / link).symlink_to(to)
    text = (root / "csws.yaml").read_text()
    (root / "csws.yaml").write_text(text.replace("overlay: o/one.yaml", f"overlay: {overlay}"))
    (told,) = findings(root)
    assert told.startswith("CSW005 csws.yaml:")
    assert "the overlay of `one`" in told


def test_a_file_that_two_names_lead_to_is_read_once(tmp_path):
    root = project(tmp_path, {"one": ""}, "['x/*.yaml', 'y/*.yaml', x/../x/a.yaml]")
    (root / "x").mkdir()
    (root / "x/a.yaml").write_text("properties: {companies: {csm: {label: CSM, kind: user, group: g}}}\n")
    (root / "y").symlink_to("x")
    assert findings(root) == []


def test_an_unreadable_value_is_not_reported_as_missing(tmp_path):
    root = project(tmp_path, {"one": "workspaces: {more: null}\n"}, "[more.yaml]")
    (root / "more.yaml").write_text("workspaces: {more: [\n")
    assert [told.partition(" ")[0] for told in findings(root)] == ["CSW002"]


def test_the_overlay_in_the_documentation_is_one():
    page = (Path(__file__).parents[2] / "docs/configuration.md").read_text()
    text = page.partition("```yaml\n# overlays/acme.yaml\n")[2].partition("```")[0]
    data = read_yaml(text, "o.yaml").root.plain()
    assert is_valid("overlay", data) is None
    shared = "workspaces: {emea: {name: EMEA}, apac: {name: APAC}}"
    assert over(text, shared)[1] == []
