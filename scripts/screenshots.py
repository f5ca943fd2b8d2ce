"""Makes the pictures of the review page and of a runbook in docs/images, from the project that
`csws init` writes.

    .venv/bin/python scripts/screenshots.py

Needs the development setup (`make setup`) and a Chromium on the PATH.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs/images"
WAITS = 6  # the exit code of a run that waits for a person


def main() -> None:
    with TemporaryDirectory() as scratch:
        pages = {
            "review": _review(Path(scratch) / "acme"),
            "runbook": _runbook(Path(scratch) / "hubspot" / "acme"),
        }
        for name, html in pages.items():
            file = Path(scratch) / f"{name}.html"
            file.write_text(html, encoding="utf-8", newline="\n")
            for scheme in ("light", "dark"):
                _picture(file, scheme, IMAGES / f"{name}-{scheme}.png")


def _review(project: Path) -> str:
    """A plan in which a team moves, a workspace is deleted and a layout changes."""
    csws(project.parent, "init", project.name)
    csws(project, "apply", "--auto-approve")
    emea = project / "workspaces/emea.yaml"
    emea.write_text(
        emea.read_text(encoding="utf-8")
        .replace("default_layout: board", "default_layout: table")
        .replace("[EMEA CSM,", "[EMEA CSM, APAC CSM,"),
        encoding="utf-8",
        newline="\n",
    )
    (project / "workspaces/apac.yaml").unlink()
    return csws(project, "plan", "--allow-delete", "apac", "--format", "html")


def _runbook(project: Path) -> str:
    """The same for a HubSpot account, where a person makes the changes."""
    project.parent.mkdir()
    csws(project.parent, "init", project.name)
    config = project / "csws.yaml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("target: sqlite:.csws/acme.db", "target: hubspot:1234567"),
        encoding="utf-8",
        newline="\n",
    )
    csws(project, "apply", "--auto-approve", "--new-account", code=WAITS)
    return (project / ".csws/runbooks/acme.html").read_text(encoding="utf-8")


def csws(folder: Path, *arguments: str, code: int = 0) -> str:
    command = [sys.executable, "-m", "csws", "-C", os.fspath(folder), *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL)
    if done.returncode != code:
        raise SystemExit(done.stdout + done.stderr)
    return done.stdout


def _picture(file: Path, scheme: str, image: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(color_scheme=scheme, viewport={"width": 1100, "height": 1250})
        page.goto(file.as_uri())
        for box in page.locator('[data-step="1"] input').all():
            box.check()
        page.screenshot(path=image)
        browser.close()


if __name__ == "__main__":
    main()
