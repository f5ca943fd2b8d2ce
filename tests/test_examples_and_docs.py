"""Runs every example, and every command in the README, the docs and the examples."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from textwrap import dedent

import pytest

from csws import __version__
from csws.load.yaml_reader import read_yaml
from csws.rules import all_rules
from tests.newer import csws_of
from tests.tools import check_jsonschema

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted(ROOT.glob("examples/*/README.md"))]
# tests/hubspot/test_docs.py and tests/record/test_docs.py run their commands, in the projects that they need.
ELSEWHERE = [ROOT / "README.md", *(ROOT / f"docs/{name}.md" for name in ("adopt", "hubspot", "record"))]


def commands(page: Path) -> list[list[str]]:
    blocks = re.findall(r"```console\n(.*?)```", page.read_text(), re.S)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines() if line.startswith("$ ")]
    return [shlex.split(line, comments=True) for line in lines]


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if commands(page) and page not in ELSEWHERE],
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_every_command_shown_works(page, tmp_path):
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns(".csws"))
    for words in commands(page):
        assert words[0] == "csws"
        done = csws_of(ROOT, tmp_path, *words[1:])
        assert done.code == 0, (words, done.out, done.err)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_piece_of_yaml_shown_can_be_read(page):
    for block in re.findall(r"```yaml\n(.*?)```", page.read_text(), re.S):
        assert read_yaml(dedent(block), page.name).findings == [], block


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=lambda page: str(page.relative_to(ROOT)))
def test_prose_has_at_most_100_columns(page):
    """Except for tables, and for a link or a piece of code that is longer."""
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.S)
    long = [line for line in text.splitlines() if len(line) > 100 and not line.startswith("|")]
    assert [line for line in long if not re.fullmatch(r"\s*([-*] )?(`[^`]+`|\[[^]]+\]\([^)]+\))\S*", line)] == []


@pytest.mark.parametrize("name", ["walkthrough", "enterprise", "agency", "scores", "lab"])
def test_an_example_is_clean_and_settles(name, tmp_path):
    project = tmp_path / name
    shutil.copytree(ROOT / "examples" / name, project, ignore=shutil.ignore_patterns(".csws"))
    for arguments, code in [
        (["validate", "--strict"], 0),
        (["plan", "--detailed-exitcode"], 2),
        (["apply", "--auto-approve"], 0),
        (["plan", "--detailed-exitcode"], 0),
    ]:
        done = csws_of(ROOT, project, *arguments)
        assert done.code == code, (arguments, done.out, done.err)


def test_a_public_schema_tool_accepts_schemas_examples_and_a_plan(tmp_path):
    assert check_jsonschema("--check-metaschema", *sorted((ROOT / "schemas").glob("*.json"))) == ""
    examples = ROOT / "examples"
    shutil.copytree(examples / "agency", tmp_path / "a")
    assert csws_of(ROOT, tmp_path / "a", "plan", "--out", str(tmp_path / "p.json")).code == 0
    for schema, files in [
        ("config", [*examples.glob("*/csws.yaml"), ROOT / "csws/starter/csws.yaml"]),
        ("part", examples.glob("enterprise/**/[!c]*.yaml")),
        ("tests", examples.glob("*/tests/*.yaml")),
        ("catalog", [*examples.glob("*/catalogs/*.json"), *(ROOT / "csws/starter").glob("catalogs/*.json")]),
        ("plan", [tmp_path / "p.json"]),
    ]:
        assert check_jsonschema("--schemafile", ROOT / f"schemas/{schema}.schema.json", *sorted(files)) == ""


def test_the_version_is_one():
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text()


def test_nothing_committed_names_a_host_or_path_of_a_machine():
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    for name in names:
        text = (ROOT / name).read_text(errors="replace")
        assert (
            not re.search(r"pypi\.org|pythonhosted|npmjs|deb\.debian|/work/ma[i]n|/opt/whe[e]ls", text)
            or name == "tests/test_examples_and_docs.py"
        ), name


def test_the_page_of_rules_is_that_of_the_code():
    page = (ROOT / "docs/rules.md").read_text()
    for rule in all_rules():
        severity = rule.severity.value + (", guard" if rule.guard else "")
        assert f"| {rule.code} | {rule.law} | {severity} |" in page
