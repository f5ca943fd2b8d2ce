"""A job of the GitLab template: its context, from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from csws.pipeline.context import Context
from csws.pipeline.forge import Place
from csws.pipeline.gitlab.merge_requests import MergeRequests
from csws.pipeline.job import Job, secret_of
from csws.pipeline.program import Program
from csws.pipeline.surface import Surface

_LONGEST = 1_000_000  # characters of a note


def context_of(environment: Mapping[str, str], command: str) -> Context:
    root = Path(environment["CI_PROJECT_DIR"])
    job = Job.of(environment, command, root, root / ".csws-pipeline")
    token = secret_of(environment, "CSWS_GITLAB_TOKEN")
    push_token = secret_of(environment, "CSWS_GITLAB_PUSH_TOKEN") or token
    return Context(
        job=job,
        program=Program.of(job, environment),
        surface=Surface(outputs=None, summary=None),
        place=_place(environment),
        talk=MergeRequests(environment, token) if token else None,
        approvals=None,
        tasks=None,
        base=environment.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME") or "",
        branch=environment.get("CI_COMMIT_BRANCH") or "",
        actor=environment.get("GITLAB_USER_LOGIN") or "",
        push_token=push_token,
        push_options=("-o", "ci.skip"),
        push_to=_address(environment) if push_token else "origin",
        saved_plan=job.out / "plan.json" if environment.get("CSWS_SAVED_PLAN") else None,
        longest_comment=_LONGEST,
    )


def _address(environment: Mapping[str, str]) -> str:
    """Without the job token that the checkout's own address has: it may not push."""
    return f"{environment['CI_SERVER_URL']}/{environment['CI_PROJECT_PATH']}.git"


def _place(environment: Mapping[str, str]) -> Place:
    home, commit = environment.get("CI_PROJECT_URL", ""), environment.get("CI_COMMIT_SHA", "")
    run = int(environment.get("CI_PIPELINE_ID") or 0), int(environment.get("CI_JOB_ID") or 0)
    merge = environment.get("CI_MERGE_REQUEST_IID")
    job_url = environment.get("CI_JOB_URL") or f"{home}/-/jobs/{run[1]}"
    new = f"{home}/-/pipelines/new"
    return Place(
        commit=commit,
        commit_url=f"{home}/-/commit/{commit}",
        run=run,
        run_url=job_url,
        files_url=f"{job_url}/artifacts/browse",
        pull_url=f"{home}/-/merge_requests/{merge}" if merge else "",
        pull_title=environment.get("CI_MERGE_REQUEST_TITLE", ""),
        pull_word="merge request",
        pull_mark="!",
        way_on=f"[Run a pipeline]({new}) for the default branch, look at its plan, and start its job csws-apply.",
        approving="If this is what you want, approve and merge this merge request. The pipeline of the default branch "
        "then plans again, and its job csws-apply applies that plan.",
        reporting=f"After doing them, [run a pipeline]({new}) for the default branch with the variables "
        "CSWS_RUN: `{run}` and CSWS_DONE, such as `1-4`.",
    )
