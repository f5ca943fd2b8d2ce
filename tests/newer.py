"""A csws of the future, for tests: a copy of this one whose model has more fields. It runs as a process of its own.

`services.default_sort` is a whole new setting, which a project can set. The other new fields are in the model only: of every
type, and at every place that has fields.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.cli.console import Result

ROOT = Path(__file__).parents[1]
_TAB = "    later_text: str | None = None\n    later_set: tuple[str, ...] = ()\n"
_WORKSPACE = f'{_TAB}    later_note: str = ""\n    later_off: bool = False\n    later_on: bool = True\n'
_NEW = '"later_text", "later_set", "later_note", "later_off", "later_on"'
# File → what is replaced in it; each text occurs exactly once.
_PATCHES = {
    "csws/model/settings.py": [
        ("    revenue: tuple[str, ...] = ()\n", f"    revenue: tuple[str, ...] = ()\n{_TAB}"),
        (
            "    renewal_date_property: str | None = None\n\n\n@",
            f"    renewal_date_property: str | None = None\n{_TAB}\n\n@",
        ),
        (
            "    default_layout: str | None = None\n\n\n@dataclass(frozen=True, slots=True, kw_only=True)\nclass RevenueBlock",
            f"    default_layout: str | None = None\n    default_sort: str | None = None\n{_TAB}\n\n"
            "@dataclass(frozen=True, slots=True, kw_only=True)\nclass RevenueBlock",
        ),
        (
            "    default_layout: str | None = None\n\n\n@dataclass(frozen=True, slots=True, kw_only=True)\nclass RevenueTab",
            f"    default_layout: str | None = None\n{_TAB}\n\n"
            "@dataclass(frozen=True, slots=True, kw_only=True)\nclass RevenueTab",
        ),
    ],
    "csws/model/fields.py": [
        ('SETS = ("teams", "pipelines")', 'SETS = ("teams", "pipelines", "later_set")'),
    ],
    "csws/load/declare.py": [
        (
            '        default_pipeline=_name(data, "default_pipeline"),\n        default_layout=_text(data, "default_layout"),\n    )\n\n\ndef _revenue',
            '        default_pipeline=_name(data, "default_pipeline"),\n        default_layout=_text(data, "default_layout"),\n'
            '        default_sort=_text(data, "default_sort"),\n    )\n\n\ndef _revenue',
        ),
        ('= {"pipelines": _names,', '= {"pipelines": _names, "later_set": _names,'),
    ],
}
# The verifier has its own words for a workspace's own fields, so with these no plan of the copy passes it.
_GENERAL_PATCHES = {
    "csws/model/settings.py": [("    protect: bool = False\n", f"    protect: bool = False\n{_WORKSPACE}")],
    "csws/model/fields.py": [('"teams", "protect")', f'"teams", "protect", {_NEW})')],
}


def newer_copy(folder: Path, *, general: bool = False) -> Path:
    """Makes the copy in an empty folder; `general` adds fields to the workspace itself, too."""
    shutil.copytree(ROOT / "csws", folder / "csws", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "schemas", folder / "schemas")
    for patches in (_PATCHES, _GENERAL_PATCHES if general else {}):
        for file, replacements in patches.items():
            _patch(folder / file, replacements)
    for name in ("config", "part"):
        file = folder / f"schemas/{name}.schema.json"
        schema = json.loads(file.read_text())
        schema["$defs"]["services"]["properties"]["default_sort"] = {"type": ["string", "null"]}
        file.write_text(json.dumps(schema))
    for words in (folder / "csws/render/words").glob("*.yaml"):
        words.write_text(words.read_text() + '\nlabel.services.default_sort: "Default sort"\n')
    return folder


def _patch(file: Path, replacements: list[tuple[str, str]]) -> None:
    text = file.read_text()
    for old, new in replacements:
        assert text.count(old) == 1, (file, old)
        text = text.replace(old, new)
    file.write_text(text)


def python(copy: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Python with the csws of a folder: that of a copy, or this one (ROOT)."""
    environment = {**os.environ, "PYTHONPATH": f"{copy}{os.pathsep}{ROOT}", "PYTHONHASHSEED": "0"}
    environment.pop("CSWS_HUBSPOT_TOKEN", None)
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, cwd=cwd, env=environment)


def csws_of(copy: Path, project: Path, *arguments: str) -> Result:
    done = python(copy, "-m", "csws", "-C", str(project), *arguments, cwd=project)
    return Result(done.returncode, done.stdout, done.stderr)
