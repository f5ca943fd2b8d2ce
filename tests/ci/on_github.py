"""A company on GitHub: people who open, review and merge pull requests, and the jobs of the action, run
by its true scripts."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.ci.company import ROOT, Company, Ran, git
from tests.ci.forges.github import ACTIONS_TOKEN, GitHub, User
from tests.ci.forges.github_api.state import Pull


class OnGitHub(Company):
    def __init__(self, folder: Path, address: Path, hub: GitHub, files: dict[str, str], directory: str = "."):
        super().__init__(folder, address, hub, files, directory)
        self.hub, self.runs = hub, 100

    # People

    def pull(self, name: str, *edits: tuple[str, str, str]) -> Pull:
        """Somebody's branch with these edits (file, old, new), and its pull request."""
        self.branch(name)
        for edit in edits:
            self.edit(*edit)
        head = self.push(name)
        return self.hub.open_pull(head_sha=head, head_ref=name)

    def merge(self, *pulls: Pull, squash: bool = False) -> str:
        """Merges, like the button or the queue. Returns the new tip of main."""
        for pull in pulls:
            self.branch("main")
            how = ["--squash"] if squash else ["--no-ff", "--no-edit"]
            git(self.desk, "merge", "--quiet", *how, pull.head_sha)
            sha = self.push("main")
            self.hub.merge(pull.number, sha)
        return sha

    # The runner

    def plan(self, pull: Pull, **given: str) -> Ran:
        """The job of a pull request, on GitHub's test merge of it."""
        self.checkout("main")
        git(self.runner, "merge", "--quiet", "--no-ff", "--no-edit", pull.head_sha)
        event = {"pull_request": {"number": pull.number, **pull.json()}}
        return self.run("plan", event, GITHUB_EVENT_NAME="pull_request", GITHUB_BASE_REF="main", **given)

    def validate_shallow(self, pull: Pull) -> Ran:
        """The first job of a pull request, whose checkout has one commit only."""
        self.runner = self.folder / "shallow"
        git(self.folder, "clone", "--quiet", "--depth=1", f"file://{self.remote}", str(self.runner))
        git(self.runner, "fetch", "--quiet", "--depth=1", "origin", pull.head_sha)
        git(self.runner, "checkout", "--quiet", "--detach", "FETCH_HEAD")
        event = {"pull_request": {"number": pull.number, **pull.json()}}
        return self.run("validate", event, GITHUB_EVENT_NAME="pull_request", GITHUB_BASE_REF="main")

    def apply(self, sha: str, before: str = "", **given: str) -> Ran:
        """The job of a push to main."""
        self.checkout(sha)
        commits = git(self.desk, "rev-list", f"{before}..{sha}").split() if before else [sha]
        event = {"commits": [{"id": commit} for commit in reversed(commits)]}
        return self.run("apply", event, GITHUB_EVENT_NAME="push", **given)

    def dispatch(self, command: str, **given: str) -> Ran:
        """The button, on main."""
        self.checkout("main")
        return self.run(command, {"inputs": {}}, GITHUB_EVENT_NAME="workflow_dispatch", **given)

    def edit_issue(self, number: int, body: str, who: str = "kim", **given: str) -> Ran:
        """Somebody edits the issue; the job that this starts."""
        issue = self.hub.issues[number]
        before, issue.body = issue.body, body
        event = {"issue": issue.json(), "changes": {"body": {"from": before}}, "sender": {"login": who}}
        self.checkout("main")
        return self.run("resume", event, GITHUB_EVENT_NAME="issues", GITHUB_ACTOR=who, **given)

    def tick(self, number: int, *steps: int, who: str = "kim", **given: str) -> Ran:
        body = self.hub.issues[number].body or ""
        for step in steps:
            assert f"- [ ] **{step}.**" in body
            body = body.replace(f"- [ ] **{step}.**", f"- [x] **{step}.**")
        return self.edit_issue(number, body, who, **given)

    def run(self, command: str, event: dict[str, Any], **given: str) -> Ran:
        self.runs += 1
        temp = self.folder / "temp"
        temp.mkdir(exist_ok=True)
        files = {name: temp / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_EVENT_PATH")}
        for file in files.values():
            file.write_text("")
        files["GITHUB_EVENT_PATH"].write_text(json.dumps(event))
        environment = {
            **self.environment(("GITHUB_",)),
            "RUNNER_TEMP": str(temp),
            "CSWS_COMMAND": command,
            "GITHUB_WORKSPACE": str(self.runner),
            "GITHUB_API_URL": self.hub.url,
            "GITHUB_GRAPHQL_URL": f"{self.hub.url}/graphql",
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "o/r",
            "GITHUB_TOKEN": ACTIONS_TOKEN,
            "GITHUB_SHA": git(self.runner, "-c", f"safe.directory={self.runner}", "rev-parse", "HEAD"),
            "GITHUB_REF": "refs/heads/main",
            "GITHUB_RUN_ID": str(self.runs),
            "GITHUB_ACTOR": "kim",
            "GITHUB_WORKFLOW_REF": "o/r/.github/workflows/csws.yml@refs/heads/main",
            **{name: str(file) for name, file in files.items()},
            **given,
        }
        done = subprocess.run(
            ["bash", ROOT / "ci/github/run"],
            cwd=self.runner,
            env=environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text().splitlines())
        return Ran(done.returncode, done.stdout, done.stderr, outputs, files["GITHUB_STEP_SUMMARY"].read_text())

    # What is to be seen

    def comments(self, pull: Pull, kind: str = "plan") -> list[str]:
        mine = [item.body or "" for item in self.hub.comments if item.number == pull.number and item.app]
        return [body for body in mine if body.startswith(f"<!-- csws {kind} ")]

    def open_issues(self) -> list[int]:
        return [number for number, issue in self.hub.issues.items() if issue.state == "open"]


def person(login: str, hub: GitHub, role: str) -> User:
    hub.roles[login] = role
    return User(login)


def applied(made: OnGitHub) -> None:
    """Somebody applied everything once."""
    made.show_main()
    made.csws("apply", "--auto-approve")
