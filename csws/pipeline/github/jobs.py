"""A job of the GitHub action: its context, from the environment and the event."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from csws.pipeline.context import Context, Edit
from csws.pipeline.github.api import GitHub
from csws.pipeline.github.checks import Checks
from csws.pipeline.github.event import Event
from csws.pipeline.github.issues import Issues
from csws.pipeline.github.pulls import PullRequests
from csws.pipeline.job import Job, secret_of
from csws.pipeline.program import Program
from csws.pipeline.surface import Surface


def context_of(environment: Mapping[str, str], command: str) -> Context:
    event = Event.of(environment)
    root = Path(environment.get("GITHUB_WORKSPACE") or os.getcwd())
    job = Job.of(environment, command, root, Path(environment["RUNNER_TEMP"]))
    token = secret_of(environment, "GITHUB_TOKEN")
    own = secret_of(environment, "CSWS_JOB_TOKEN") or token
    hub = GitHub(event, token) if token else None
    return Context(
        job=job,
        program=Program.of(job, environment),
        surface=Surface(outputs=_file(environment, "GITHUB_OUTPUT"), summary=_file(environment, "GITHUB_STEP_SUMMARY")),
        place=event.place,
        talk=PullRequests(hub) if hub else None,
        approvals=Checks(GitHub(event, own), job.project, job.name) if own else None,
        tasks=Issues(hub) if hub else None,
        base=event.get("GITHUB_BASE_REF"),
        branch=event.branch,
        actor=event.actor,
        push_token=secret_of(environment, "CSWS_PUSH_TOKEN") or own,
        is_from_a_fork=event.is_from_a_fork,
        edit=_edit(event),
    )


def _file(environment: Mapping[str, str], name: str) -> Path | None:
    return Path(environment[name]) if environment.get(name) else None


def _edit(event: Event) -> Edit | None:
    """The edit of an issue's text, if that started this job."""
    issue = event.data.get("issue")
    before = ((event.data.get("changes") or {}).get("body") or {}).get("from")
    if not issue or event.get("GITHUB_EVENT_NAME") != "issues" or before is None:
        return None
    sender = (event.data.get("sender") or {}).get("login") or ""
    return Edit(number=issue["number"], who=sender, before=before, after=issue.get("body") or "")
