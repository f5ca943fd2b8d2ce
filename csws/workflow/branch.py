"""A new branch of git with other texts of some files, made without touching HEAD, the index and the work tree. No hook
runs, and nothing is signed."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from csws.errors import CswsError
from csws.model.frozen import frozen
from csws.workflow.repository import repository_of

if TYPE_CHECKING:
    from subprocess import CompletedProcess

_ORDINARY = "100644"
_WITHOUT_HOOKS = ("-c", f"core.hooksPath={os.devnull}", "-c", "commit.gpgSign=false")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,199}\Z")


@frozen
class Author:
    name: str
    email: str


@frozen
class Branch:
    """A branch that was made. `commands` do the same with git, with its hooks and signing."""

    name: str
    commit: str
    parent: str
    files: tuple[str, ...]
    commands: tuple[str, ...]


def author_of(root: Path) -> Author | None:
    """Who commits here, by git's own configuration; None where that does not say."""
    repository = _repository(root)
    name, email = (_asked(repository, "config", "--get", f"user.{key}") for key in ("name", "email"))
    return Author(name=name, email=email) if name and email else None


def make_branch(root: Path, name: str, message: str, texts: Mapping[str, str], author: Author | None = None) -> Branch:
    """A branch from HEAD whose only commit has these texts of files of the project. Raises CswsError where there is no
    repository or commit, the name is taken or not allowed, or nobody is known who commits."""
    repository = _repository(root)
    head = _asked(repository, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if not head:
        hint = "Commit the project once with git, and save again."
        raise CswsError(
            "This git repository has no commit yet, so no branch can begin at it.", hint=hint, code="branch"
        )
    _check_name(repository, name)
    who = author or author_of(root)
    if who is None or not who.name.strip() or not who.email.strip():
        hint = "Give your name and address here, or set user.name and user.email in git."
        raise CswsError("git does not know who you are, so the commit would have no author.", hint=hint, code="author")
    named = {_in_repository(repository, root, file): text for file, text in texts.items()}
    tree = _tree(repository, head, named)
    if tree == _asked(repository, "rev-parse", f"{head}^{{tree}}"):
        raise CswsError(
            "HEAD already has these settings, so there is nothing to put on a branch.",
            hint="If the files were saved but not committed, commit them with git.",
            code="branch",
        )
    said = message.strip() or "Change settings"
    commit = _git(
        repository, "commit-tree", tree, "-p", head, "-F", "-", data=said + "\n", extra=_identity(who)
    ).strip()
    _git(
        repository, "update-ref", "--create-reflog", "-m", "csws studio", f"refs/heads/{name}", commit, "0" * len(head)
    )
    return Branch(name=name, commit=commit, parent=head, files=tuple(texts), commands=_commands(name, texts, said))


def branch_name_for(root: Path, wished: str) -> str:
    """The wish, or the first of it with a number that no branch has."""
    repository = _repository(root)
    for at in range(1, 1000):
        name = wished if at == 1 else f"{wished}-{at}"
        if not _asked(repository, "rev-parse", "--verify", "--quiet", f"refs/heads/{name}"):
            return name
    return wished


def _repository(root: Path) -> Path:
    found = repository_of(root)
    if found is None:
        hint = "Save to files instead, or run `git init` in the project's folder."
        raise CswsError("The project is in no git repository.", hint=hint, code="branch")
    return found


def _check_name(repository: Path, name: str) -> None:
    if not _NAME.match(name) or _run(repository, "check-ref-format", "--branch", name).returncode:
        hint = "Use letters, digits, `-` and `/`, such as settings/emea-teams."
        raise CswsError(f"`{name}` cannot be the name of a branch.", hint=hint, code="branch")
    if _asked(repository, "rev-parse", "--verify", "--quiet", f"refs/heads/{name}"):
        raise CswsError(f"There is already a branch `{name}`.", hint="Choose another name.", code="branch")


def _in_repository(repository: Path, root: Path, file: str) -> str:
    """The path that git knows a file by. Raises CswsError for one that git leaves out or that stands elsewhere."""
    path = (root / file).resolve()
    if not path.is_relative_to(repository):
        raise CswsError(
            f"`{file}` is not in the project's git repository.", hint="Save to files instead.", code="branch"
        )
    shown = path.relative_to(repository).as_posix()
    if _run(repository, "check-ignore", "--quiet", "--", shown).returncode == 0:
        raise CswsError(
            f"git ignores `{file}`, so no branch can have it.", hint="Save to files instead.", code="branch"
        )
    return shown


def _tree(repository: Path, head: str, texts: Mapping[str, str]) -> str:
    """The tree of a commit with other texts of some files, built in an index of its own."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="csws-branch-") as scratch:
        index = {"GIT_INDEX_FILE": os.fspath(Path(scratch) / "index")}
        _git(repository, "read-tree", head, extra=index)
        for path, text in texts.items():
            entry = _asked(repository, "ls-tree", "-z", head, "--", f":(literal){path}").rstrip("\0")
            mode = entry.split(" ", 1)[0] if entry else _ORDINARY
            held = _run(repository, "cat-file", "blob", f"{head}:{path}").stdout if entry else b""
            mark = "\ufeff" if held.startswith("\ufeff".encode()) else ""
            blob = _git(repository, "hash-object", "-w", "--stdin", "--path", path, data=mark + text).strip()
            _git(repository, "update-index", "--add", "--cacheinfo", f"{mode},{blob},{path}", extra=index)
        return _git(repository, "write-tree", extra=index).strip()


def _identity(who: Author) -> dict[str, str]:
    words = {"NAME": who.name.strip(), "EMAIL": who.email.strip()}
    return {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in words.items()}


def _commands(name: str, texts: Mapping[str, str], message: str) -> tuple[str, ...]:
    import shlex

    files = " ".join(map(shlex.quote, texts))
    first = shlex.quote(message.split("\n")[0])
    return (f"git switch -c {shlex.quote(name)}", f"git add {files}", f"git commit -m {first}")


def _git(repository: Path, *words: str, data: str | None = None, extra: Mapping[str, str] | None = None) -> str:
    done = _run(repository, *words, data=data, extra=extra)
    if done.returncode:
        said = " ".join(done.stderr.decode(errors="replace").split())[:300]
        hint = "HEAD, the index and your files are as they were."
        raise CswsError(f"git could not make the branch. {said}".strip(), hint=hint, code="branch")
    out: str = done.stdout.decode(errors="replace")
    return out


def _asked(repository: Path, *words: str) -> str:
    done = _run(repository, *words)
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else ""


def _run(
    repository: Path, *words: str, data: str | None = None, extra: Mapping[str, str] | None = None
) -> CompletedProcess[bytes]:
    import subprocess

    try:
        return subprocess.run(
            ["git", *_WITHOUT_HOOKS, *words],
            cwd=repository,
            input=None if data is None else data.encode(),
            capture_output=True,
            env={**os.environ, **(extra or {})},
        )
    except FileNotFoundError as error:
        raise CswsError("git is not installed.", hint="Install git, or save to files.", code="branch") from error
