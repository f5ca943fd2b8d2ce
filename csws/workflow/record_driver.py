"""Git and records as text: the merge driver of a clone, and whether git keeps a record at all."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from csws.errors import CswsError, UsageFault
from csws.load.atomic_write import rewrite
from csws.workflow.repository import asked, repository_of

DRIVER = "csws-record"
PATTERN = "records/*.jsonl"
_SETTINGS = f"-text merge={DRIVER}"
ATTRIBUTES = f"{PATTERN} {_SETTINGS}"  # the line of .gitattributes for the usual place of records
_FILE = ".gitattributes"
_KEY = f"merge.{DRIVER}"


def install(root: Path, records: Sequence[str]) -> tuple[bool, str]:
    """Writes the lines that .gitattributes lacks, and the clone's configuration. Returns whether
    the file changed, and the driver. Raises UsageFault outside of a repository."""
    if repository_of(root) is None:
        raise UsageFault("The project is not in a git repository.", hint="Run `git init` first.")
    is_new = _write_attributes(root, records)
    driver = f"{_command()} record merge %A %B --path %P"
    for key, value in ((f"{_KEY}.name", "csws record"), (f"{_KEY}.driver", driver)):
        if asked(root, "config", "--local", key, value) is None:
            message = f"git could not set `{key}` in this clone."
            raise CswsError(message, hint="Check .git/config.", code="git")
    return is_new, driver


def _write_attributes(root: Path, records: Sequence[str]) -> bool:
    path = root / _FILE
    before = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    lines = [line.strip() for line in before.splitlines()]
    missing = [line for line in dict.fromkeys(map(_line, records)) if line not in lines]
    if missing:
        end = "" if before.endswith("\n") or not before else "\n"
        rewrite(path, _FILE, before + end + "".join(f"{line}\n" for line in missing), before=before)
    return bool(missing)


def _line(record: str) -> str:
    path = PurePosixPath(record)
    if path.parent.as_posix() == "records" and path.suffix == ".jsonl":
        return ATTRIBUTES
    pattern = re.sub(r"([\\*?\[])", r"\\\1", f"/{path.as_posix()}")
    if re.search(r'[\s"]', pattern):
        pattern = '"' + re.sub(r'([\\"])', r"\\\1", pattern) + '"'
    return f"{pattern} {_SETTINGS}"


def _command() -> str:
    """How git finds this csws: by its name if that is on the path."""
    if shutil.which("csws"):
        return "csws"
    return f"{shlex.quote(Path(sys.executable).as_posix())} -m csws"


def troubles(root: Path, record: str) -> Iterator[tuple[str, str]]:
    """What keeps git from carrying a record to other machines: a state of `csws doctor`, and a
    sentence."""
    if repository_of(root) is None:
        yield "warning", f"`{record}` is not in a git repository, so it stays on this machine."
        return
    if asked(root, "check-ignore", "--quiet", "--", record) is not None:
        yield (
            "problem",
            f"git ignores `{record}`, so it stays on this machine. Remove its pattern from .gitignore.",
        )
    attribute = asked(root, "check-attr", "-z", "merge", "--", record) or b""
    has_driver = asked(root, "config", f"{_KEY}.driver") is not None
    if not has_driver or DRIVER.encode() not in attribute.split(b"\0"):
        yield (
            "warning",
            "git does not use the merge driver of csws in this clone; run `csws record merge --install`.",
        )
