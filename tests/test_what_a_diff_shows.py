"""What you can rely on when you read only a diff: each sentence of the page has a test with the
same words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csws.load.edit.comments import comments_of
from csws.load.lines import line_and_column
from csws.load.yaml_reader import read_yaml
from tests.cli.console import csws
from tests.cli.test_main_job import snapshot
from tests.load.generated import texts

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/what-a-diff-shows.md"
FILES = [*ROOT.glob("examples/**/*.yaml"), *(ROOT / "csws/starter").glob("**/*.yaml")]


@pytest.fixture
def project(tmp_path):
    assert csws(tmp_path, "init", "acme").code == 0
    return tmp_path / "acme"


def applied(project: Path) -> Path:
    assert csws(project, "apply", "--auto-approve").code == 0
    return project


def appended(file: Path, text: str) -> None:
    file.write_bytes(file.read_bytes() + text.encode())


def plan_of(project: Path):
    return csws(project, "plan", "--format", "json").json["accounts"][0]


def test_every_sentence_has_its_test():
    sentences = {
        sentence.replace("\n  ", " ") for sentence in re.findall(r"^- \*\*(.*?)\*\*", PAGE.read_text(), re.M | re.S)
    }
    tests = {item.__doc__ for name, item in globals().items() if name.startswith("test_") and item.__doc__}
    assert sentences == tests
    assert len(sentences) == 13


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FILES), st.data())
def test_comments(file, drawn):
    """A comment changes nothing, whatever is in it."""
    text = file.read_text(encoding="utf-8")
    lines = text.split("\n")
    words = drawn.draw(st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), max_size=20))
    words = drawn.draw(st.sampled_from(["", "removed: [emea]", "- x", "*y", "&z", "|", "'", "{"])) + words
    number = drawn.draw(st.integers(0, len(lines)))
    lines.insert(number, drawn.draw(st.sampled_from(["", "  ", "      "])) + f"# {words}")
    reading, before = read_yaml("\n".join(lines), "f"), read_yaml(text, "f")
    assert reading.findings or reading.root.plain() == before.root.plain()


@given(texts(), st.sampled_from(["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1e"]), st.data())
def test_lines(drawn_text, character, drawn):
    """What is on one line of the diff is on one line for csws."""
    text, _ = drawn_text
    at = drawn.draw(st.integers(0, len(text)))
    (found,) = read_yaml(text[:at] + character + text[at:], "f").findings
    assert (found.span.line, found.span.column) == line_and_column(text, at)


def test_lines_of_old_machines(project):
    appended(project / "csws.yaml", "# emea is on its way out\rremoved: [gone]\n")
    assert csws(project, "fmt", "--check").code == 1
    assert "removed" in read_yaml((project / "csws.yaml").read_bytes().decode(), "f").root.mapping


@pytest.mark.parametrize(
    "file",
    ["csws.yaml", "workspaces/emea.yaml", "workspaces/zz.yaml"],
    ids=["same file", "its own file", "another file"],
)
def test_one_value(project, file):
    """A key has one value."""
    path = project / file
    path.touch()
    appended(
        path,
        "\nworkspaces:\n  emea: {name: Other}\n"
        if file != "csws.yaml"
        else "\nworkspaces:\n  primary: {name: Other}\n",
    )
    shown = csws(project, "validate", "--format", "json").json
    assert {item["code"] for item in shown["diagnostics"]} & {"CSW003", "CSW006"}
    assert not shown["valid"]


@pytest.mark.parametrize(
    "text", ["desciption: x", "teems: []", "Protect: true", "'protect ': true", '"protect\\n": true']
)
def test_unknown_keys(project, text):
    """A key that csws does not know is an error, so a typo never silently does nothing."""
    file = project / "workspaces/emea.yaml"
    file.write_text(file.read_text().replace("  emea:\n", f"  emea:\n    {text}\n", 1))
    found = csws(project, "validate", "--format", "json").json["diagnostics"]
    assert [item["code"] for item in found if item["severity"] == "error"] == ["CSW101"]
    assert found[0]["line"] == 3


@pytest.mark.parametrize("text", ["${HOME}", "{{ 7 * 7 }}", "$(id)", "%PATH%", "{% raw %}", "`id`", "@file", "!env X"])
def test_no_code(project, text):
    """Text that looks like code stays text."""
    file = project / "workspaces/emea.yaml"
    file.write_text(re.sub(r"name: .*", f"name: {json.dumps(text)}", file.read_text(), count=1))
    (change,) = [item for item in plan_of(project)["changes"] if item["address"] == "workspace.emea"]
    assert {"path": "name", "before": None, "after": text} in change["fields"]


def test_dot_files(project):
    """A file whose name begins with a dot is not read, unless csws.yaml names it in full."""
    hidden = "workspaces:\n  hidden: {name: H, customers: {csm_property: hubspot_owner_id}, services: {show: false}, revenue: {show: false}}\n"
    (project / "workspaces/.hidden.yaml").write_text(hidden)
    (project / "workspaces/._emea.yaml").write_bytes(b"\x00\x05\x16\x07")
    assert csws(project, "validate").code == 0
    assert "workspace.hidden" not in {item["address"] for item in plan_of(project)["changes"]}
    config = project / "csws.yaml"
    config.write_text(config.read_text().replace("workspaces/*.yaml]", "workspaces/*.yaml, workspaces/.hidden.yaml]"))
    assert "workspace.hidden" in {item["address"] for item in plan_of(project)["changes"]}


@pytest.mark.parametrize("named", ["../other/x.yaml", "/etc/passwd", "out/x.yaml", "*/x.yaml", "**/x.yaml"])
def test_paths(project, named):
    """No path leads out of the project's folder, not even through a link."""
    other = project.parent / "other"
    other.mkdir()
    (other / "x.yaml").write_text("removed: [emea]\n")
    (project / "out").symlink_to(other)
    config = project / "csws.yaml"
    text = config.read_text()
    for key, value in {"include": f"[{json.dumps(named)}]", "target": f"sqlite:{named}", "catalog": named}.items():
        line = f"{key}: {value if key == 'include' else json.dumps(value)}"
        config.write_text(re.sub(rf"{key}: .*", line.replace("\\", r"\\"), text, count=1))
        found = csws(project, "validate", "--format", "json").json["diagnostics"]
        codes = {item["code"] for item in found if item["severity"] == "error"}
        assert codes & {"CSW005", "CSW001"} or (key == "target" and "*" in named)
    assert list(other.iterdir()) == [other / "x.yaml"]


def test_overlays(project):
    """An overlay cannot become everybody's settings."""
    (project / "overlays").mkdir()
    (project / "overlays/acme.yaml").write_text("removed: [emea]\n")
    config = project / "csws.yaml"
    text = config.read_text().replace("    catalog:", "    overlay: overlays/acme.yaml\n    catalog:", 1)
    config.write_text(text.replace("workspaces/*.yaml]", "'**/*.yaml']"))
    found = csws(project, "validate", "--format", "json").json["diagnostics"]
    assert "CSW005" in {item["code"] for item in found}


def test_secrets(project):
    """A secret in a file is an error."""
    secret = "pat-eu1-12345678-1234-1234-1234-123456789012"
    appended(project / "csws.yaml", f"accept: [{{code: CSW301, reason: {secret}}}]\n")
    done = csws(project, "validate")
    assert (done.code, "CSW007" in done.out, secret in done.out) == (3, True, False)


@pytest.mark.parametrize("broken", ["\nworkspaces: [", "\n\ufffe", "\n\u2028", "\n\tx: 1", "\nx: *y"])
def test_unreadable(project, broken):
    """A file that cannot be read never deletes anything."""
    applied(project)
    (project / "workspaces/emea.yaml").write_text("workspaces: {}" + broken)
    appended(project / "csws.yaml", "removed: [emea]\n")
    assert csws(project, "plan").code == 3
    assert csws(project, "apply", "--auto-approve").code == 3
    assert "emea" in csws(project, "export").out


def test_deletes(project):
    """Nothing is deleted that is not named."""
    applied(project)
    (project / "workspaces/emea.yaml").unlink()
    assert plan_of(project)["applyable"] is False
    assert csws(project, "apply", "--auto-approve").code == 4
    appended(project / "csws.yaml", "removed: [emea]\n")
    assert plan_of(project)["applyable"] is True


@pytest.mark.parametrize("command", ["validate", "plan"])
def test_dry(project, command, monkeypatch):
    """`validate` and `plan` run nothing and write nothing to an account."""
    applied(project)
    appended(project / "workspaces/emea.yaml", "    protect: true\n")
    before = snapshot(project)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("nothing is run or asked")

    for place in ("subprocess.Popen", "os.system", "os.fork", "socket.socket.connect"):
        monkeypatch.setattr(place, refuse)
    assert csws(project, command).code == 0
    assert snapshot(project) == before


@given(texts(), texts())
def test_layout(one, two):
    """The order of keys, the layout and the quotes change nothing."""
    for text, data in (one, two):
        assert read_yaml(text, "f").root.plain() == data
        assert len(comments_of(text)) == text.count('"no" value')
