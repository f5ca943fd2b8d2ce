"""A newer csws, for tests: a copy of this one whose model has more fields. It runs as a process of
its own.

The copy adds only the lines of the fields and their labels, as docs/architecture.md says.
`services.default_sort` is a text, and `backup_csm_property` of a revenue object is a user property;
the others have every type, at every place.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile

from tests.cli.console import Result
from tests.warm import Started

ROOT = Path(__file__).parents[1]
_EVERYWHERE = ("later_text: str | None = setting(None)", "later_set: tuple[str, ...] = setting(())")
_SORT = "default_sort: str | None = setting(None, section=Section.ADVANCED)"
_BACKUP = "backup_csm_property: str | None = setting(None, refers_to=Reference.USER_PROPERTY)"
# Class → its last field, and the lines that the copy adds after it.
_NEW = {
    "Objects": ("revenue", _EVERYWHERE),
    "CustomersTab": ("renewal_date_property", _EVERYWHERE),
    "ServicesTab": ("default_layout", (_SORT, *_EVERYWHERE)),
    "RevenueBlock": ("default_layout", (_BACKUP, *_EVERYWHERE)),
}
# The verifier has its own list of a workspace's own fields, so with these no plan of the copy
# passes it.
_GENERAL = {
    "Workspace": (
        "protect",
        (
            *_EVERYWHERE,
            'later_note: str = setting("")',
            "later_off: bool = setting(False)",
            "later_on: bool = setting(True)",
        ),
    )
}
_LABELS = {
    "services.default_sort": "Default sort",
    "revenue.backup_csm_property": "Backup owner",
    **{
        f"{tab}{name}": f"Later {name}"
        for tab in ("", "customers.", "services.", "revenue.")
        for name in ("later_text", "later_set", "later_note", "later_off", "later_on")
    },
}


def newer_copy(folder: Path, *, general: bool = False) -> Path:
    """Makes the copy in an empty folder; `general` adds fields to the workspace itself, too."""
    copied(folder)
    settings = folder / "csws/model/settings.py"
    for holder, (last, lines) in (_NEW | (_GENERAL if general else {})).items():
        settings.write_text(_with_lines(settings.read_text(), holder, last, lines))
    for words in (folder / "csws/render/words").glob("*.yaml"):
        labels = (f'label.{path}: "{label}"\n' for path, label in _LABELS.items())
        words.write_text("".join([words.read_text(), *labels]))
    assert python(folder, "-m", "scripts.schemas", cwd=folder).returncode == 0
    return folder


def copied(folder: Path) -> None:
    """A copy of this csws in an empty folder, with what is compiled of it; all files keep their times."""
    for part in ("csws", "schemas", "scripts"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("*.pyc.*"))


def _with_lines(text: str, holder: str, last: str, lines: tuple[str, ...]) -> str:
    """The source with more lines in one class, after its last field."""
    before, after = text.split(f"class {holder}:\n")
    line = next(line for line in after.splitlines() if line.startswith(f"    {last}: "))
    head, tail = after.split(f"{line}\n", 1)
    return f"{before}class {holder}:\n{head}{line}\n" + "".join(f"    {new}\n" for new in lines) + tail


def python(copy: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Python with the csws of a folder: that of a copy, or this one (ROOT)."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=_environment(copy))


def csws_of(copy: Path, project: Path, *arguments: str) -> Result:
    """A command of the csws of a folder, in a process of its own."""
    if os.name == "nt":
        done = python(copy, "-m", "csws", "-C", str(project), *arguments, cwd=project)
        return Result(done.returncode, done.stdout, done.stderr)
    with open(os.devnull) as nothing, TemporaryFile("w+") as out, TemporaryFile("w+") as err:
        streams = (nothing.fileno(), out.fileno(), err.fileno())
        words = ["-C", str(project), *arguments]
        code = Started(words, streams, _environment(copy), folder=project, place=copy).wait()
        for stream in (out, err):
            stream.seek(0)
        return Result(code, out.read(), err.read())


def _environment(copy: Path) -> dict[str, str]:
    path = os.pathsep.join((str(copy), str(ROOT), os.environ.get("PYTHONPATH", "")))
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0"}
    environment.pop("CSWS_HUBSPOT_TOKEN", None)
    return environment
