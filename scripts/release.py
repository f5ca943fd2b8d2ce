"""Builds a release of the last commit and checks it: `make release`, or `python -m scripts.release`.

Writes into `dist/` the wheel, the sdist, what a fresh installation of the wheel consists of (as
CycloneDX and as constraints for pip), and the checksums of these files. All times in them are that
of the commit. Publishes nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
SUMS = "SHA256SUMS"
_FIRST_LINES = "You want to try it first"  # the section of the README that needs no account


def main() -> None:
    parser = argparse.ArgumentParser(description="Builds and checks a release of the last commit. Publishes nothing.")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="where the files are written")
    given = parser.parse_args()
    check_tag(os.environ.get("RELEASE_TAG"), version_of(ROOT))
    if asked(ROOT, "status", "--porcelain"):
        print("Note: changes that are not committed are not part of the release.", file=sys.stderr)
    release(ROOT, given.out)
    print((given.out / SUMS).read_text(encoding="utf-8"), end="")


def release(repository: Path, out: Path) -> None:
    """Replaces `out` by the files of a release. Raises CalledProcessError where a check fails."""
    with TemporaryDirectory(prefix="csws-release-") as scratch:
        made = Path(scratch, "dist")
        wheel = build(repository, Path(scratch, "clone"), made)
        run("-m", "twine", "check", "--strict", *sorted(made.iterdir()))
        python = installed(wheel, Path(scratch, "empty"))
        try_out(python, Path(scratch), repository / "README.md")
        run_with_pipx(wheel, Path(scratch, "pipx"))
        describe(python, repository, made)
        write_sums(made)
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(made, out)


def version_of(repository: Path) -> str:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def check_tag(tag: str | None, version: str) -> None:
    """A tag that was pushed must be that of the version. It comes as a variable, so that no shell reads it."""
    if tag is not None and tag != f"v{version}":
        raise SystemExit(f"The tag is {tag}, but pyproject.toml says {version}. Correct one of them.")


def epoch_of(repository: Path) -> dict[str, str]:
    """The time of the last commit, which every tool uses in place of the clock."""
    return {"SOURCE_DATE_EPOCH": asked(repository, "log", "-1", "--format=%ct")}


def build(repository: Path, clone: Path, out: Path) -> Path:
    """Builds sdist and wheel from a fresh clone of the last commit. Returns the wheel."""
    asked(repository, "clone", "--quiet", "--no-hardlinks", os.fspath(repository), os.fspath(clone))
    run("-m", "build", "--no-isolation", "--outdir", out, clone, environment=epoch_of(repository))
    (wheel,) = out.glob("*.whl")
    return wheel


def first_lines(readme: Path) -> list[list[str]]:
    """The commands with which the README begins, for somebody without an account."""
    section = readme.read_text(encoding="utf-8").split(f"## {_FIRST_LINES}\n")[1].split("\n## ")[0]
    return [line.split() for line in re.findall(r"(?m)^\$ csws (.*)$", section)]


def try_out(python: Path, folder: Path, readme: Path) -> None:
    """Runs the first lines of the README with what is installed."""
    for words in first_lines(readme):
        run("-m", "csws", *words, python=python, cwd=folder)


def run_with_pipx(wheel: Path, home: Path) -> None:
    places = {"PIPX_HOME": os.fspath(home), "PIPX_BIN_DIR": os.fspath(home / "bin")}
    said = run("-m", "pipx", "run", "--spec", wheel, "csws", "--version", environment=places)
    if wheel.name.split("-")[1] not in said:
        raise SystemExit(f"`csws --version` of the wheel says: {said}")


def installed(wheel: Path, folder: Path) -> Path:
    """A new environment that contains the wheel, what it needs, and nothing else. Returns its Python."""
    venv.create(folder, with_pip=False)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = ("-m", "pip", "--python", python, "--quiet", "--disable-pip-version-check", "install")
    run(*pip, wheel)
    # Once more by its name: pip notes the path of a file, which differs from machine to machine.
    run(*pip, "--force-reinstall", "--no-deps", "--no-index", "--find-links", wheel.parent, "csws")
    return python


def describe(python: Path, repository: Path, out: Path) -> None:
    """Writes what an environment consists of."""
    name = f"csws-{version_of(repository)}"
    project = ("--pyproject", repository / "pyproject.toml")
    file = ("--output-reproducible", "--of", "JSON", "--output-file", out / f"{name}.cdx.json")
    run("-m", "cyclonedx_py", "environment", *project, *file, python, environment=epoch_of(repository))
    frozen = run("-m", "pip", "--python", python, "freeze", "--exclude", "csws")
    (out / f"{name}.constraints.txt").write_text(frozen, encoding="utf-8", newline="\n")


def write_sums(folder: Path) -> None:
    """The checksums of all files, as `sha256sum --check` reads them."""
    files = sorted(path for path in folder.iterdir() if path.name != SUMS)
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def run(
    *words: str | Path,
    python: Path | None = None,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Runs Python with these words, without the variables that change what it imports."""
    kept = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
    return _output([python or sys.executable, *words], cwd, {**kept, "PYTHONUTF8": "1", **(environment or {})})


def asked(repository: Path, *words: str) -> str:
    return _output(["git", *words], repository, os.environ).strip()


def _output(words: Sequence[str | Path], cwd: Path | None, environment: Mapping[str, str]) -> str:
    done = subprocess.run(words, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        shown = " ".join(map(os.fspath, words))
        raise SystemExit(f"`{shown}` exited {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
