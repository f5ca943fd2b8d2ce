"""The git repository of a project: the project's place in it, and the project's files at another ref."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from csws.errors import UsageFault


def repository_of(root: Path) -> Path | None:
    """The nearest folder above that git keeps; None where there is none."""
    root = root.resolve()
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), None)


def folder_in_repository(root: Path) -> str:
    """The project's folder in its repository, with slashes; "" for its root and where there is no repository."""
    repository = repository_of(root)
    folder = root.resolve().relative_to(repository).as_posix() if repository else "."
    return "" if folder == "." else folder


@contextmanager
def files_at(root: Path, ref: str) -> Iterator[Path]:
    """A folder with the project's files at `ref`, for as long as it is used; the work tree is not touched.

    Raises UsageFault where the project is in no repository, or git knows no such commit or no project in it.
    """
    repository, commit = commit_of(root, ref)
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="csws-base-") as scratch:
        files = Path(scratch) / "files"
        files.mkdir()
        index = {"GIT_INDEX_FILE": os.fspath(Path(scratch) / "index")}
        folder = folder_in_repository(root)
        tree = f"{commit}:{folder}" if folder else f"{commit}^{{tree}}"
        if _exists(repository, tree):
            _git(repository, ["read-tree", tree], ref, index)
            _git(repository, ["checkout-index", "--all", f"--prefix={files.as_posix()}/"], ref, index)
        yield files


def _exists(repository: Path, tree: str) -> bool:
    import subprocess

    done = subprocess.run(["git", "cat-file", "-e", tree], cwd=repository, capture_output=True)
    return done.returncode == 0


def _git(repository: Path, arguments: list[str], ref: str, environment: dict[str, str] | None = None) -> str:
    import subprocess  # only who compares with a base pays for it

    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=repository,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, **(environment or {})},
        )
    except FileNotFoundError as error:
        raise UsageFault("git is not installed, so the base cannot be read.", hint="Install git.") from error
    if done.returncode:
        said = " ".join(done.stderr.split())[:300]
        raise UsageFault(f"git cannot read `{ref}` here. {said}".strip(), hint=_hint(said, repository))
    return done.stdout


def _hint(said: str, repository: Path) -> str:
    if "dubious ownership" in said:  # as in CI jobs that run in a container
        return f"Tell git that this folder is yours: git config --global --add safe.directory {repository.as_posix()}"
    return "Use a branch, tag or commit that was fetched; in CI, fetch it first."


def commit_of(root: Path, ref: str) -> tuple[Path, str]:
    """The repository, and the id of the commit that a ref names. Raises UsageFault as `files_at` does."""
    if not ref:  # a variable that is not set must not count as no question
        raise UsageFault("The base is empty.", hint="Name a commit or a branch, such as origin/main.")
    repository = repository_of(root)
    if repository is None:
        raise UsageFault("The project is not in a git repository, so there is no base.", hint="Leave out --base-ref.")
    words = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"]
    return repository, _git(repository, words, ref).strip()


def file_at(root: Path, commit: str, name: str) -> bytes | None:
    """The content of one of the project's files at a commit; None where the commit does not have it. Raises UsageFault for
    a file outside of the repository."""
    repository, path = repository_of(root), (root / name).resolve()
    if repository is None or not path.is_relative_to(repository):
        raise UsageFault(f"`{name}` is not in the project's git repository, so it has no base.", hint="Check the path.")
    return asked(root, "cat-file", "blob", f"{commit}:{path.relative_to(repository).as_posix()}")


def parting_of(root: Path, commit: str) -> str | None:
    """The commit at which the current branch and another one parted; None where git cannot tell, as in a shallow
    clone."""
    found = asked(root, "merge-base", "HEAD", commit)
    return found.decode().strip() if found else None


def asked(root: Path, *words: str) -> bytes | None:
    """What git answers in the project's folder; None where it answers no, or is not installed."""
    import subprocess

    try:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None
