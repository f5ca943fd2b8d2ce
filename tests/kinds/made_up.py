"""A csws with one more kind of settings, for tests: a copy of this one, with the files of a kind that HubSpot does not have.

Adds only what docs/architecture.md names: the kind's own file and its line in the table, its rules, its schema, its words,
and its paragraph in the verifier. A region has a name and a team that no other region has, some countries, and the property
that names its owner.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.newer import copied, python

OWN = Path(__file__).parent / "region"


def copy_with_regions(folder: Path) -> Path:
    """Makes the copy in an empty folder."""
    copied(folder)
    shutil.copytree(OWN / "rules", folder / "csws/rules/regions")
    (folder / "schemas/kinds").mkdir(exist_ok=True)
    shutil.copy(OWN / "region.json", folder / "schemas/kinds/region.json")
    shutil.copy(OWN / "regions.py", folder / "csws/kinds/regions.py")
    _add_line(folder / "csws/kinds/__init__.py", r"(\nKINDS: [^\n]+)\)", r"\1, regions.KIND)")
    shutil.copy(OWN / "paragraph.py", folder / "csws/verifier/regions.py")
    paragraph = "    regions.NAME: Paragraph(regions.change, regions.broken),"
    _add_line(folder / "csws/verifier/__init__.py", r"(\nPARAGRAPHS: [^\n]+)", rf"\1\n{paragraph}")
    for words in (folder / "csws/render/words").glob("*.yaml"):
        words.write_text(words.read_text() + (OWN / "words.yaml").read_text())
    made = python(folder, "-m", "scripts.schemas", cwd=folder)
    assert made.returncode == 0, made.stderr
    return folder


def _add_line(table: Path, after: str, line: str) -> None:
    """Adds regions to a table, and to the modules that it imports from its folder."""
    text, added = re.subn(after, line, table.read_text(), count=1)
    text, imported = re.subn(r"(\nfrom csws\.(kinds|verifier) import )", r"\1regions, ", text, count=1)
    assert (added, imported) == (1, 1)
    table.write_text(text)
