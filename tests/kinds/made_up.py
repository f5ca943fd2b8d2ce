"""A csws with one more kind of settings, for tests: a copy of this one, with the files of a kind that HubSpot does not have.

Only what docs/architecture.md names is added: the kind's own file and its line in the table, its rules, its schema, its words,
and its paragraph in the verifier. A region has a name and a team that no other region has, some countries, and the property that names its owner.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.newer import ROOT, python

OWN = Path(__file__).parent / "region"
_PARAGRAPH = "    properties.NAME: Paragraph(properties.change),\n"
_LINE = "KINDS: tuple[Kind, ...] = (properties.KIND, objects.KIND, workspaces.KIND)"


def copy_with_regions(folder: Path) -> Path:
    """Makes the copy in an empty folder."""
    for part in ("csws", "schemas", "scripts"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(OWN / "regions.py", folder / "csws/kinds/regions.py")
    shutil.copytree(OWN / "rules", folder / "csws/rules/regions")
    (folder / "schemas/kinds").mkdir(exist_ok=True)
    shutil.copy(OWN / "region.json", folder / "schemas/kinds/region.json")
    table = folder / "csws/kinds/__init__.py"
    text = table.read_text()
    assert _LINE in text
    text = text.replace(_LINE, _LINE.replace("workspaces.KIND)", "workspaces.KIND, regions.KIND)"))
    table.write_text(
        text.replace("import objects, properties, workspaces", "import objects, properties, regions, workspaces")
    )
    _add_paragraph(folder / "csws/verifier")
    for words in (folder / "csws/render/words").glob("*.yaml"):
        words.write_text(words.read_text() + (OWN / "words.yaml").read_text())
    made = python(folder, "-m", "scripts.schemas", cwd=folder)
    assert made.returncode == 0, made.stderr
    return folder


def _add_paragraph(verifier: Path) -> None:
    shutil.copy(OWN / "paragraph.py", verifier / "regions.py")
    table = verifier / "__init__.py"
    text = table.read_text()
    assert _PARAGRAPH in text
    text = text.replace(_PARAGRAPH, f"{_PARAGRAPH}    regions.NAME: Paragraph(regions.change, regions.broken),\n")
    table.write_text(
        text.replace("import objects, properties, workspaces", "import objects, properties, regions, workspaces")
    )
