"""What axe finds wrong with a page, in light and in dark colors."""

from __future__ import annotations

from typing import Any
from zlib import crc32

from axe_playwright_python.base import AXE_SCRIPT

from tests.effort import IS_FULL

LIGHT, DARK = "light", "dark"
_OF_COLORS = ["color-contrast", "link-in-text-block"]  # the rules that compare colors; the others find the same in both
_RUN = """async (only) => {
  const {violations} = await axe.run({resultTypes: ["violations"], ...(only && {runOnly: only})});
  return violations.map((found) => [found.id, found.nodes[0].html]);
}"""


def schemes(name: str) -> tuple[str, ...]:
    """Both in a full run. An ordinary one takes one of them, which depends on the name of the page: most of the time goes
    into comparing colors, and the pages have their parts and colors in common."""
    return (LIGHT, DARK) if IS_FULL else ((LIGHT, DARK)[turn(name) % 2],)


def turn(name: str) -> int:
    """A number for a name, the same in each run."""
    return crc32(name.encode())


def violations(page: Any, *colors: str) -> list[tuple[str, str]]:
    """Rules and elements, in these schemes. The first is asked for everything. Axe is a script of the test, so the page's
    policy must let it in where it forbids scripts (`bypass_csp`)."""
    found = []
    for scheme in colors:
        page.emulate_media(color_scheme=scheme)
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        found += page.evaluate(_RUN, None if scheme == colors[0] else _OF_COLORS)
    return [(rule, element) for rule, element in found]
