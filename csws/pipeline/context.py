"""Everything a command of a pipeline has: its job, csws, and the forge."""

from __future__ import annotations

from pathlib import Path

from csws.model.frozen import frozen
from csws.pipeline.forge import Approvals, Conversations, Place, Tasks
from csws.pipeline.job import Job
from csws.pipeline.program import Program
from csws.pipeline.pushing import Records, Unpushed, login
from csws.pipeline.surface import Surface


@frozen
class Edit:
    """One edit of an issue: by whom, and its text before and after."""

    number: int
    who: str
    before: str
    after: str


@frozen
class Context:
    """`talk`, `approvals` and `tasks` are None where the forge has none, or there is no token.
    `base` is the branch that a pull request goes to, `actor` the person who started the job,
    `saved_plan` a plan that they have approved by starting it."""

    job: Job
    program: Program
    surface: Surface
    place: Place
    talk: Conversations | None
    approvals: Approvals | None
    tasks: Tasks | None
    base: str
    branch: str
    actor: str
    push_token: str | None
    push_options: tuple[str, ...] = ()
    push_to: str = "origin"
    saved_plan: Path | None = None
    is_from_a_fork: bool = False
    edit: Edit | None = None
    longest_comment: int = 65_536

    def records(self) -> Records:
        """The records that are text in this project. Raises Unpushed if csws cannot tell."""
        done, document = self.program.document("record", "verify", selection=())
        if "records" not in document:
            raise Unpushed(f"csws cannot tell where the records are: {done.last_words}")
        folder = "" if self.job.directory == "." else f"{self.job.directory}/"
        return Records(
            program=self.program,
            paths=tuple(f"{folder}{item['path']}" for item in document["records"]),
            branch=self.branch,
            token=self.push_token,
            author=self.actor,
            push_options=self.push_options,
            push_to=self.push_to,
        )

    def login(self) -> dict[str, str]:
        """The environment in which git may read the repository."""
        return login(self.program, self.push_token)

    def finish(self, code: int, job_code: int | None = None) -> int:
        """The exit code of csws as an output, and that of the job: pending changes do not fail it."""
        self.surface.output("exit-code", str(code))
        if job_code is not None:
            return job_code
        return 0 if code == 2 else code
