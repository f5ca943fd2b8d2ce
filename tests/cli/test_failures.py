"""`--format json` prints one complete document even if a command fails: that command's own, with
the same exit code."""

from __future__ import annotations

from importlib import import_module

import click
import pytest

from csws.cli.commands import COMMANDS
from csws.cli.invocation import Invocation
from csws.cli.main import cli
from csws.cli.options import FormatOption
from csws.schema import is_valid
from tests.cli.console import csws
from tests.cli.test_main_job import snapshot

ACCOUNTS = {"format_version", "error", "accounts"}
# The words of a command, and its document: a published schema, or its members. Files have the names
# of other commands.
DOCUMENTS = {
    "validate": "diagnostics",
    "plan": "plan",
    "plan --out validate": "plan",
    "show validate": "plan",
    "apply --auto-approve": "report",
    "apply plan": "report",
    "apply --events drift plan": "report",
    "apply --resume": "report",
    "rollback 0 --auto-approve": "report",
    "rollback 0 --out plan": "plan",
    "rollback 0 --out=plan": "plan",
    "drift": "drift",
    "history": "history",
    "runs": "runs",
    "catalog diff": ACCOUNTS,
    "watch": ACCOUNTS,
    "record verify": {"format_version", "error", "records"},
    "score try account_health records": "score",
    "score compare account_health records": "score",
    "score backtest account_health records --as-of 2026-11-25 --outcome lost": "score",
    "score verify account_health records": "score",
    "test": "test",
    "doctor": {"format_version", "error", "checks"},
    "rules": {"format_version", "error", "rules"},
}
ALL = list(DOCUMENTS)
GROUPS = {"catalog", "record", "score"}  # commands with subcommands
NEEDS_NO_PROJECT = {"doctor": 1, "rules": 0}  # a command that works without one → its exit code there


def words_of(command: str) -> list[str]:
    return [*command.split(), "--format", "json"]


def fits(command: str, document: dict) -> None:
    wanted = DOCUMENTS[command]
    if isinstance(wanted, set):
        assert set(document) == wanted
        assert document["format_version"] == "1.0"
    else:
        assert is_valid(wanted, document) is None


def fails(command: str, done, code: int) -> dict:
    """Checks a failure: this exit code, in the command's document and on stderr."""
    assert done.code == code, (done.out, done.err)
    fits(command, done.json)
    error = done.json["error"]
    assert set(error) == {"code", "message", "hint"}
    assert done.err.startswith(f"Error: {error['message']}")
    assert done.json.get("exit_code", code) == code
    assert [
        done.json[key] for key in ("accounts", "checks", "rules", "records", "diagnostics") if done.json.get(key)
    ] == []
    return error


def leaves(command: click.Command, name: str):
    """Every command without subcommands, by its words."""
    context = click.Context(command, obj=Invocation())
    if not isinstance(command, click.Group):
        yield name, command
        return
    for word in command.list_commands(context):
        yield from leaves(command.get_command(context, word), f"{name} {word}".strip())


def test_every_command_with_documents_is_here():
    asked = {
        name for name, command in leaves(cli, "") if any("--format" in parameter.opts for parameter in command.params)
    }
    assert {next(name for name in asked if words.startswith(name)) for words in ALL} == asked


def test_every_format_option_knows_its_empty_document():
    for _, command in leaves(cli, ""):
        for parameter in command.params:
            assert isinstance(parameter, FormatOption) == ("--format" in parameter.opts)


@pytest.fixture
def project(tmp_path):
    assert csws(tmp_path, "init").code == 0
    return tmp_path


@pytest.mark.parametrize("command", ALL)
def test_what_the_command_does_not_accept(project, command):
    assert fails(command, csws(project, *words_of(command), "--bogus"), 64)["code"] == "usage"


@pytest.mark.parametrize("command", ALL)
def test_words_that_no_command_accepts(project, command):
    """The global options cannot be parsed, so the command is the first word that is one."""
    assert fails(command, csws(project, "--bogus", *words_of(command)), 64)["code"] == "usage"


@pytest.mark.parametrize("command", ALL)
def test_a_folder_that_is_missing(project, command):
    assert fails(command, csws(project, "-C", "nowhere", *words_of(command)), 3)["code"] == "invalid"


@pytest.mark.parametrize("command", [command for command in ALL if command.split()[0] in GROUPS])
def test_what_its_group_does_not_accept(project, command):
    group, *rest = words_of(command)
    assert fails(command, csws(project, group, "--bogus", *rest), 64)["code"] == "usage"


@pytest.mark.parametrize("command", ALL)
def test_a_bug(project, monkeypatch, command):
    def stumbles(context):
        raise RuntimeError("stumbled")

    monkeypatch.setattr(import_module(f"csws.cli.commands.{command.split()[0]}"), "session_of", stumbles)
    error = fails(command, csws(project, *words_of(command)), 70)
    assert error["code"] == "bug"
    assert "stumbled" in error["message"]


@pytest.mark.parametrize("command", ALL)
def test_an_unknown_account(project, command):
    """`doctor` reports it, and `rules` ignores it. A missing plan file is noticed first."""
    done = csws(project, "--account", "plan", *words_of(command))
    expected = {**NEEDS_NO_PROJECT, "show validate": 1, "apply plan": 1, "apply --events drift plan": 1}
    if command in NEEDS_NO_PROJECT:
        assert done.code == expected[command]
        fits(command, done.json)
        assert done.json["error"] is None
    else:
        fails(command, done, expected.get(command, 64))


@pytest.mark.parametrize("command", ALL)
def test_no_project(tmp_path, command):
    """Problems in the files are findings where the document has findings, and an error
    elsewhere."""
    done = csws(tmp_path, *words_of(command))
    fits(command, done.json)
    codes = {**NEEDS_NO_PROJECT, "show validate": 1, "apply plan": 1, "apply --events drift plan": 1}
    assert done.code == codes.get(command, 3)
    told = done.json["error"] or done.json.get("diagnostics") or command in NEEDS_NO_PROJECT
    assert told


@pytest.mark.parametrize("command", ["drift", "history", "runs", "doctor", "rules", "validate", "plan"])
def test_the_members_are_those_of_success(project, command):
    assert csws(project, "apply", "--auto-approve").code == 0
    whole = csws(project, *words_of(command)).json
    empty = csws(project, *words_of(command), "--bogus").json
    assert set(whole) - {"checksum"} == set(empty)


def test_nobody_can_apply_the_plan_of_a_failure(project):
    failed = project / "failed.plan"
    failed.write_text(csws(project, *words_of("plan"), "--bogus").out)
    before = snapshot(project)
    assert fails("apply plan", csws(project, "apply", str(failed), "--format", "json"), 5)["code"] == "edited_plan"
    assert snapshot(project) == before


@pytest.mark.parametrize("words", [["plam"], ["export"], ["catalog"], ["init", "a", "b"], []])
def test_without_a_document_of_its_own_there_is_one_with_the_error(project, words):
    done = csws(project, *words, "--format", "json")
    assert done.code == 64
    assert set(done.json) == {"format_version", "csws_version", "error", "diagnostics"}


def test_every_command_is_in_the_table_of_commands():
    assert {name.split()[0] for name, _ in leaves(cli, "")} == set(COMMANDS)
