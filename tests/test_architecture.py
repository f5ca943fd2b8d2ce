"""The code follows docs/architecture.md, its checks find what they should, and no run loads
libraries that it does not use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import (
    CALLBACK,
    FILE,
    FUNCTION,
    MAY_IMPORT,
    PARAMETERS,
    WORKFLOW,
    addresses_as_text,
    asked_codes,
    imports,
    oversized,
    strayed_libraries,
    unknown_rooms,
    wrong_ways,
    wrong_ways_in_workflow,
)
from tests.cli.console import csws

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "csws"
CHECKS = [
    unknown_rooms,
    wrong_ways,
    wrong_ways_in_workflow,
    strayed_libraries,
    oversized,
    asked_codes,
    addresses_as_text,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_house_is_in_order(check):
    assert check(PACKAGE) == []


def test_the_page_names_every_room():
    page = (ROOT / "docs/architecture.md").read_text()
    plan = page.split("```")[1]
    rooms = {room for room in MAY_IMPORT if not room.startswith("__")} | set(WORKFLOW)
    assert {
        line.split()[0].removesuffix(".py").removesuffix("/") for line in plan.splitlines()[2:] if line[4:5] != " "
    } == rooms


@pytest.fixture
def house(tmp_path):
    """A made-up package that follows all the rules."""
    for room in MAY_IMPORT:
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text("")
    (tmp_path / "cli/commands").mkdir()
    return tmp_path


def function(lines: int, head: str = "def long():") -> str:
    return f"{head}\n" + "    pass\n" * (lines - 1)


COMMAND = '@click.command("x")\ndef command():'
SUBCOMMAND = '@command.command("x")\nasync def pull():'
ASKED = "workflow/a.py: asks for {}; ask what the breach means (BreachKind)"
FAULTS = {
    "an unknown folder": ("newroom/a.py", "", unknown_rooms, "newroom: unknown room; add it to MAY_IMPORT and docs/architecture.md"),
    "an unknown module": ("newroom.py", "", unknown_rooms, "newroom: unknown room; add it to MAY_IMPORT and docs/architecture.md"),
    "up the house": ("model/a.py", "import csws.cli.main", wrong_ways, "model/a.py: imports csws.cli.main"),
    "up, from the package": ("model/a.py", "from csws import cli", wrong_ways, "model/a.py: imports csws.cli"),
    "up, by a relative import": ("model/a.py", "from ..cli import main", wrong_ways, "model/a.py: imports csws.cli"),
    "up, by a relative import of a room": ("model/a.py", "from .. import cli", wrong_ways, "model/a.py: imports csws.cli"),
    "up, from deep inside": ("render/x/a.py", "from ...workflow.plan import plan", wrong_ways, "render/x/a.py: imports csws.workflow.plan"),
    "up, from a room's package": ("model/__init__.py", "from ..cli.main import run", wrong_ways, "model/__init__.py: imports csws.cli.main"),
    "up, in a function": ("load/a.py", "def f():\n    from csws.render import x", wrong_ways, "load/a.py: imports csws.render"),
    "between siblings": ("rules/a.py", "from csws.load.node import Node", wrong_ways, "rules/a.py: imports csws.load.node"),
    "out of an unknown room": ("newroom/a.py", "import csws.model.plan", wrong_ways, "newroom/a.py: imports csws.model.plan"),
    "into an unknown room": ("cli/a.py", "import csws.newroom", wrong_ways, "cli/a.py: imports csws.newroom"),
    "a library that strayed": ("workflow/a.py", "import click.core", strayed_libraries, "workflow/a.py: imports click, whose home is cli"),
    "a library in an unknown room": ("newroom/a.py", "import sqlite3", strayed_libraries, "newroom/a.py: imports sqlite3, whose home is targets"),
    "a library that no table names": ("planner/a.py", "import requests", strayed_libraries, "planner/a.py: imports requests, whose home is in no table"),
    "a shared library that strayed": ("planner/a.py", "import yaml", strayed_libraries, "planner/a.py: imports yaml, whose home is load and render and studio"),
    "a long file": ("model/a.py", "\n" * (FILE + 1), oversized, f"model/a.py: {FILE + 1} lines"),
    "a long file in an unknown room": ("newroom/a.py", "\n" * (FILE + 1), oversized, f"newroom/a.py: {FILE + 1} lines"),
    "a long function": ("errors.py", function(FUNCTION + 1), oversized, f"errors.py: long has {FUNCTION + 1} lines"),
    "a long method": ("model/a.py", "class C:\n" + "".join(f"  {line}\n" for line in function(FUNCTION + 1).splitlines()), oversized, f"model/a.py: long has {FUNCTION + 1} lines"),
    "one account that knows the run": ("workflow/account/a.py", "from csws.workflow.run.fleet import each", wrong_ways_in_workflow, "workflow/account/a.py: imports csws.workflow.run.fleet"),
    "one account that knows the run, deep inside": ("workflow/account/deep/a.py", "from csws.workflow.run import fleet", wrong_ways_in_workflow, "workflow/account/deep/a.py: imports csws.workflow.run"),
    "one account that knows a use-case": ("workflow/account/a.py", "from csws.workflow.export import x", wrong_ways_in_workflow, "workflow/account/a.py: imports csws.workflow.export"),
    "a run that knows a use-case": ("workflow/run/a.py", "import csws.workflow.validate", wrong_ways_in_workflow, "workflow/run/a.py: imports csws.workflow.validate"),
    "another folder of workflow": ("workflow/more/a.py", "", wrong_ways_in_workflow, "workflow/more: unknown folder; add it to WORKFLOW"),
    "a code compared": ("workflow/a.py", 'x = found.code == "CSW503"', asked_codes, ASKED.format("CSW503")),
    "a code in a list": ("cli/a.py", 'x = code in ["CSW501"]', asked_codes, ASKED.format("CSW501").replace("workflow", "cli")),
    "a code in a table": ("workflow/a.py", 'x = {"CSW603": 3}', asked_codes, ASKED.format("CSW603")),
    "a code in a match": ("workflow/a.py", 'match x:\n  case "CSW603": pass', asked_codes, ASKED.format("CSW603")),
    "the beginning of a code": ("workflow/a.py", 'x = code.startswith("CSW6")', asked_codes, ASKED.format("CSW6")),
    "a crowded function": ("cli/a.py", f"def f({', '.join(f'a{at}' for at in range(PARAMETERS + 1))}): pass", oversized, f"cli/a.py: f takes {PARAMETERS + 1} parameters"),
    "a long callback": ("cli/commands/a.py", function(CALLBACK + 1, COMMAND), oversized, f"cli/commands/a.py: command has {CALLBACK + 1} lines"),
    "a long callback of a subcommand": ("cli/commands/a.py", function(CALLBACK + 1, SUBCOMMAND), oversized, f"cli/commands/a.py: pull has {CALLBACK + 1} lines"),
    **{
        f"an address that is {how}": ("render/a.py", f"def f(step, address):\n    return {text}", addresses_as_text, "render/a.py: line 2 uses an address as text")
        for how, text in {
            "compared": 'step.address == "objects"',
            "compared, and a local name": '"objects" != address',
            "compared as text": 'str(step.address) == "workspace.primary"',
            "compared with a made-up text": 'step.address == f"{word}.{step.key}"',
            "looked for among texts": 'step.address in ("objects", "workspace.primary")',
            "taken apart": 'address.partition(":")',
            "made to text and taken apart": 'str(step.address).split("x")',
            "searched for the word that it begins with": 'step.where.startswith("workspace.")',
            "put together": 'f"workspace.{key}"',
            "searched for one of several words": 'step.where.startswith(("x", "properties."))',
        }.items()
    },
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found(house, name):
    file, text, check, fault = FAULTS[name]
    (house / file).parent.mkdir(parents=True, exist_ok=True)
    (house / file).write_text(text)
    assert check(house) == [fault]


GOOD = {
    "down the house": ("workflow/a.py", "from ..model import plan\nfrom csws.load.node import Node\nimport csws.errors\n"),
    "within a room": ("render/a.py", "from .style import Style\nfrom . import words\nfrom csws.render import names\n"),
    "a code given to what is made": ("workflow/a.py", 'x = Finding("CSW101")\ny = error("no", code="CSW503")\n'),
    "a rule asks for a code": ("rules/a.py", 'x = code == "CSW101"\n'),
    "the version": ("model/a.py", "from csws import __version__\n"),
    "a library at home": ("targets/a.py", "import sqlite3\n"),
    "as long as may be": ("cli/a.py", "\n" * (FILE - FUNCTION) + function(FUNCTION)),
    "an address that is asked": ("render/a.py", "def f(step):\n    return (step.address == OBJECTS, step.address.kind == WORKSPACE, f'{step.address}.x', step.address in known)"),
    "a path that is taken apart": ("render/a.py", "def f(path):\n    return path.removeprefix('revenue.objects.').rsplit('.', 1)"),
    "a callback as long as may be": ("cli/commands/a.py", function(CALLBACK, COMMAND)),
    "a function beside the commands": ("cli/commands/a.py", function(FUNCTION)),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_code_that_follows_the_rules_has_no_faults(house, name):
    file, text = GOOD[name]
    (house / file).write_text(text)
    assert [fault for check in CHECKS for fault in check(house)] == []


def test_a_removed_room_is_no_longer_expected(house):
    (house / "planner/__init__.py").unlink()
    (house / "planner").rmdir()
    assert unknown_rooms(house) == ["planner: does not exist"]


def test_the_verifier_shares_nothing_with_the_planner():
    allowed = {"csws.model.address", "csws.model.frozen", "csws.model.plan", "csws.model.settings"}
    found = {name for file in (PACKAGE / "verifier").glob("*.py") for name in imports(file, PACKAGE)}
    assert {name for name in found if name.startswith("csws.") and not name.startswith("csws.verifier")} == allowed


def loaded_by(*arguments: str) -> set[str]:
    code = f"import sys; from csws.cli.main import run; run({list(arguments)!r}); print('\\n' + ' '.join(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("arguments", [("--help",), ("plan", "--help"), ("--version",)])
def test_help_starts_without_heavy_libraries(arguments):
    assert not {"jsonschema", "deepdiff", "yaml", "sqlite3"} & loaded_by(*arguments)


UNUSED = {
    *("jsonschema", "deepdiff", "jinja2", "httpx", "psycopg", "distributed"),
    *("concurrent.futures", "logging", "subprocess", "tempfile", "asyncio", "pickle", "_hashlib"),
    *("csws.planner.planning", "csws.workflow.run.workers", "csws.model.reports", "csws.render.words", "csws.hubspot"),
    *("csws.rules.load", "csws.rules.health_scores", "csws.kinds.health_scores.conditions", "csws.load.syntax"),
    *("csws.documents", "csws.workflow.account.compared_run", "csws.targets.ledger.writing"),
}


@pytest.mark.parametrize("command", ["validate", "plan"])
def test_a_run_that_changes_nothing_loads_only_what_it_uses(tmp_path, command):
    """One account, with the extra `csws[fast]`, so that jsonschema is only needed for errors."""
    pytest.importorskip("jsonschema_rs")
    assert csws(tmp_path, "init").code == 0
    assert csws(tmp_path, "apply", "--auto-approve").code == 0
    assert UNUSED & loaded_by("-C", str(tmp_path), command) == set()


OTHERS = {"verifying", "comparing", "backtest", "backtesting", "statistics"}


def test_a_score_that_is_tried_loads_no_other_command_of_the_lab():
    files = ("records/companies.csv", "--as-of", "2025-11-25")
    loaded = loaded_by("-C", "examples/lab", "score", "try", "account_health", *files)
    assert "csws.lab.trying" in loaded
    assert not {f"csws.lab.{name}" for name in OTHERS} & loaded
    assert not {"jinja2", "httpx", "_hashlib", "csws.hubspot", "csws.planner.planning"} & loaded
