"""A project that declares nothing yet: one finding says what to do, and every command that takes an
existing account over works."""

from __future__ import annotations

import pytest

from tests.cli.console import csws

CONFIG = """\
version: 1
accounts:
  acme:
    target: {target}
    catalog: catalogs/acme.json
    subscription: enterprise
"""
INCLUDE = "include: [objects.yaml, workspaces/*.yaml]\n"
SECTIONS = {
    "objects": "objects: {customers: companies}\n",
    "workspaces": "workspaces: {primary: {name: All}}\n",
    "properties": "properties: {companies: {csm: {label: CSM, kind: user, group: g}}}\n",
}


@pytest.fixture(params=["hubspot:1234567", "sqlite:.csws/acme.db"])
def project(tmp_path, request):
    assert csws(tmp_path, "init").code == 0
    for name in ("apac", "emea"):
        (tmp_path / f"workspaces/{name}.yaml").unlink()
    (tmp_path / "csws.yaml").write_text(CONFIG.format(target=request.param) + INCLUDE)
    return tmp_path


def add(project, text, file="csws.yaml"):
    path = project / file
    path.write_text((path.read_text() if path.exists() else "") + text)


def found(project):
    done = csws(project, "validate", "--format", "json")
    return done.code, [(item["code"], item["address"], item["line"]) for item in done.json["diagnostics"]]


ONE = (3, [("CSW103", "accounts", 2)])


def test_validate_has_one_finding_that_names_the_next_commands(project):
    assert found(project) == ONE
    done = csws(project, "validate")
    text = " ".join(done.out.split())
    assert ("csws worksheet sheet.yaml" in text, "csws adopt sheet.yaml" in text) == (True, True)


@pytest.mark.parametrize(
    "more",
    ["", "defaults: {customers: {csm_property: hubspot_owner_id}}\n", "removed: [apac]\n", "accept:\n"],
)
@pytest.mark.parametrize("include", [INCLUDE, ""])
def test_a_part_without_settings_declares_nothing(project, include, more):
    config = project / "csws.yaml"
    config.write_text(config.read_text().replace(INCLUDE, include))
    add(project, more)
    assert found(project) == ONE


def test_a_part_that_is_there_and_empty_declares_nothing(project):
    add(project, "# to come\n", "objects.yaml")
    assert found(project) == ONE


def test_two_accounts_share_the_finding(project):
    config = project / "csws.yaml"
    config.write_text(
        config.read_text().replace(
            "include:",
            "  other:\n    target: sqlite:x.db\n    catalog: catalogs/other.json\n    subscription: enterprise\ninclude:",
        )
    )
    text = (project / "catalogs/acme.json").read_text()
    (project / "catalogs/other.json").write_text(text.replace('"name": "acme"', '"name": "other"'))
    (item,) = csws(project, "validate", "--format", "json").json["diagnostics"]
    assert (item["code"], item["accounts"]) == ("CSW103", ["acme", "other"])


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("file", ["csws.yaml", "objects.yaml", "overlay.yaml"])
def test_anything_that_is_declared_ends_it(project, section, file):
    """Then the includes without a file are reported again, and nothing says that nothing is there."""
    if file == "overlay.yaml":
        config = project / "csws.yaml"
        config.write_text(config.read_text().replace("include:", "    overlay: overlay.yaml\ninclude:"))
    add(project, SECTIONS[section], file)
    code, items = found(project)
    assert code == 3
    assert "accounts" not in {address for _, address, _ in items}
    assert "CSW005" in {name for name, _, _ in items}


def test_an_overlay_without_settings_declares_nothing(project):
    config = project / "csws.yaml"
    config.write_text(config.read_text().replace("include:", "    overlay: overlay.yaml\ninclude:"))
    add(project, "defaults: {customers: {csm_property: hubspot_owner_id}}\n", "overlay.yaml")
    assert found(project) == ONE


@pytest.mark.parametrize(
    ("text", "file", "codes"),
    [
        ("workspaces: [\n", "objects.yaml", ["CSW002"]),  # a file that is there may declare something
        ("workspace: {primary: {name: All}}\n", "csws.yaml", ["CSW101"]),  # so may a misspelled key
        ("inclode: [more.yaml]\n", "csws.yaml", ["CSW101"]),
        ("objects: {customers: companies}\n", "overlay.yaml/none", ["CSW001"]),  # and an overlay that is not there
    ],
)
def test_what_may_be_declared_is_not_denied(project, text, file, codes):
    config = project / "csws.yaml"
    if text.startswith("inclode"):
        config.write_text(config.read_text().replace(INCLUDE, ""))
    if file.endswith("none"):
        config.write_text(config.read_text().replace("include:", "    overlay: overlay.yaml\ninclude:"))
    else:
        add(project, text, file)
    _, items = found(project)
    assert [name for name, _, _ in items if name in ("CSW001", "CSW002", "CSW101")] == codes
    assert "accounts" not in {address for _, address, _ in items}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("    subscription: enterprise\n", "", "CSW103"),
        ("version: 1\n", "", "CSW103"),
        ("workspaces/*.yaml]", "'*.json']", None),
        ("catalogs/acme.json", "catalogs/none.json", "CSW001"),
        ('"name": "acme"', '"name": "other"', "CSW503"),
    ],
)
def test_other_mistakes_are_reported_beside_it(project, old, new, code):
    """Only what follows from the missing settings is silent."""
    for file in ("csws.yaml", "catalogs/acme.json"):
        (project / file).write_text((project / file).read_text().replace(old, new))
    _, items = found(project)
    beside = [name for name, address, _ in items if address != "accounts"]
    assert beside == ([code] if code else [])


@pytest.mark.usefixtures("asked_once")
def test_the_commands_that_take_an_account_over_work(project):
    sheet = str(project / "sheet.yaml")
    assert csws(project, "worksheet", sheet).code == 0
    assert csws(project, "observe", "--set", "workspace.emea.name=EMEA", "--by", "Kim").code == 0
    assert csws(project, "observe", sheet, "--by", "Kim").code == 0
    assert csws(project, "runs").code == 0
    assert csws(project, "catalog", "show").code == 0
    looks = {item["what"]: item for item in csws(project, "doctor", "--format", "json").json["checks"]}
    assert looks["project"]["state"] == "warning"
    assert "csws adopt sheet.yaml" in looks["project"]["message"]
    assert found(project) == ONE


@pytest.mark.parametrize("command", [["plan"], ["apply", "--auto-approve"], ["drift"]])
def test_the_others_have_the_same_finding(project, command):
    before = sorted(project.rglob("*"))
    done = csws(project, *command)
    assert done.code == 3
    assert "Nothing is declared yet" in done.out + done.err
    assert "csws adopt sheet.yaml" in " ".join((done.out + done.err).split())
    assert csws(project, *command, "--format", "json").code == 3
    assert sorted(project.rglob("*")) == before


@pytest.mark.usefixtures("asked_once")
def test_doctor_says_more_where_more_is_wrong(project):
    (project / "catalogs/acme.json").unlink()
    looks = {item["what"]: item for item in csws(project, "doctor", "--format", "json").json["checks"]}
    assert (looks["project"]["state"], "2 errors" in looks["project"]["message"]) == ("problem", True)


def test_a_catalogue_that_is_not_there_yet_is_pulled(project):
    """Where csws can pull it; another one is written by hand."""
    (project / "catalogs/acme.json").unlink()
    text = csws(project, "validate").out
    assert ("csws catalog pull" in text) == ("hubspot:" in (project / "csws.yaml").read_text())
