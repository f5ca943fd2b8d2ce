"""The files for pipelines, and the shell that is in them: scripts, `run:` blocks and GitLab's `script:` parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
ACTIONS = [ROOT / "action.yml"]
WORKFLOWS = sorted((ROOT / "ci/github/workflows").glob("*.y*ml"))
TEMPLATES = sorted((ROOT / "ci/gitlab").rglob("*.y*ml"))
SCRIPTS = sorted(
    path
    for folder in ("ci", "scripts")
    for path in (ROOT / folder).rglob("*")
    if path.is_file() and re.match(rb"#!.*\b(ba)?sh\b", path.read_bytes())
)
# What a forge replaces before a shell reads it.
_REPLACED = re.compile(r"\$\{\{.*?\}\}|\$\[\[.*?\]\]", re.DOTALL)
_SCRIPTS = ("before_script", "script", "after_script")


@dataclass(frozen=True)
class Shell:
    name: str  # of the file, and the place in it
    text: str


class _Loader(yaml.SafeLoader):
    """Reads GitLab's tag !reference, whose scripts are checked where they are written."""


_Loader.add_constructor("!reference", lambda loader, node: [])


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def shell() -> list[Shell]:
    """Every piece of shell, each as its forge would run it."""
    scripts = (Shell(shown(path), path.read_text()) for path in SCRIPTS)
    return [*scripts, *(part for path in [*ACTIONS, *WORKFLOWS] for part in runs(shown(path), path.read_text()))] + [
        part for path in TEMPLATES for part in gitlab_scripts(shown(path), path.read_text())
    ]


def runs(name: str, text: str) -> Iterator[Shell]:
    """The `run:` blocks of an action or a workflow that bash or sh runs."""
    document = yaml.load(text, _Loader)
    lists = [document["runs"].get("steps", [])] if "runs" in document else []
    lists += [job.get("steps", []) for job in document.get("jobs", {}).values()]
    for step in (step for steps in lists for step in steps if "run" in step):
        if re.match(r"(/\S+/)?(ba)?sh\b", kind := step.get("shell", "bash")):
            named = step.get("name") or step.get("id") or step["run"].splitlines()[0]
            yield Shell(f"{name}: {named}", _runnable(step["run"], "sh" if kind.startswith("sh") else "bash"))


def gitlab_scripts(name: str, text: str) -> Iterator[Shell]:
    """The scripts of every job and of `default`, hidden jobs included; one part runs in one shell."""
    for document in yaml.load_all(text, _Loader):
        jobs = {key: value for key, value in document.items() if isinstance(value, dict)}
        for job, part in ((job, part) for job in jobs for part in _SCRIPTS if part in jobs[job]):
            yield Shell(f"{name}: {job}.{part}", _runnable("\n".join(_flat(jobs[job][part])), "bash"))


def _runnable(text: str, kind: str) -> str:
    """As a script of its own: what the forge fills in is one word."""
    filled = _REPLACED.sub(lambda found: "_" * len(found[0]), text)
    options = "set -e" if kind == "sh" else "set -eo pipefail"
    return f"#!/usr/bin/env {kind}\n{options}\n{filled.rstrip()}\n"


def _flat(script: Any) -> Iterator[str]:
    if isinstance(script, str):
        yield script
    else:
        for item in script:
            yield from _flat(item)
