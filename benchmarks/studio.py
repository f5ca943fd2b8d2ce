"""Times the studio as a person at a browser sees it: from the start of the process to the first page, and in a real
Chromium from a keystroke to the plan of what was typed.

python -m benchmarks.studio
"""

from __future__ import annotations

import argparse
import http.client
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

EXAMPLE = Path(__file__).parents[1] / "examples/enterprise"
FIRST, KEYSTROKE = 0.5, 0.1  # seconds: the median of the first answer, and the 95th percentile of a keystroke
ACCOUNT, WORKSPACE = "meridian", "emea"
# Types a text and waits until the plan beside the form shows it; gives milliseconds.
_TYPES = """async (text) => {
  const field = document.querySelector("textarea");
  const shown = () => document.querySelector("#effect").textContent.includes(text);
  field.focus();
  field.value = text;
  const begun = performance.now();
  const done = new Promise(resolve => new MutationObserver((changes, seeing) => {
    if (shown()) { seeing.disconnect(); resolve(performance.now()); }
  }).observe(document.body, { subtree: true, childList: true, characterData: true }));
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return (await done) - begun;
}"""


class Started:
    def __init__(self, python: str, root: Path) -> None:
        self.begun = time.perf_counter()
        words = [python, "-m", "csws", "studio", "--no-browser"]
        self.process = subprocess.Popen(
            words, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
        )
        assert self.process.stdout is not None
        self.link = self.process.stdout.readline().strip()

    def end(self) -> None:
        self.process.terminate()
        self.process.wait()


def first_page(python: str, root: Path) -> float:
    """Seconds from the start of the process to the end of its first page."""
    started = Started(python, root)
    parts = urlsplit(started.link)
    connection = http.client.HTTPConnection(parts.netloc)
    connection.request("GET", f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    answer.read()
    cookie = answer.headers["set-cookie"].split(";")[0]
    connection.request("GET", answer.headers["location"], headers={"Cookie": cookie})
    page = connection.getresponse()
    page.read()
    took = time.perf_counter() - started.begun
    started.end()
    assert page.status == 200, page.status
    return took


def keystrokes(python: str, root: Path, chromium: str, times: int) -> list[float]:
    from playwright.sync_api import sync_playwright

    started = Started(python, root)
    with sync_playwright() as playwright:
        browser: Any = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(started.link)
        page.goto(f"{page.url}accounts/{ACCOUNT}/workspaces/{WORKSPACE}")
        found = []
        for number in range(times):
            found.append(page.evaluate(_TYPES, f"Typed {number}.") / 1000)
            page.wait_for_timeout(150)
        browser.close()
    started.end()
    return found


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--python", type=os.path.abspath, default=sys.executable)
    parser.add_argument("--chromium", default=shutil.which("chromium") or "chromium")
    parser.add_argument("--times", type=int, default=60)
    asked = parser.parse_args()
    with TemporaryDirectory() as scratch:
        root = Path(shutil.copytree(EXAMPLE, Path(scratch) / "project"))
        apply = [asked.python, "-m", "csws", "apply", "--auto-approve"]
        subprocess.run(apply, cwd=root, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "CI": "1"})
        first = statistics.median(first_page(asked.python, root) for _ in range(7))
        typed = sorted(keystrokes(asked.python, root, asked.chromium, asked.times))
    late = typed[int(len(typed) * 0.95) - 1]
    print(f"first page after {first * 1000:.0f} ms (median of 7; limit {FIRST * 1000:.0f})")
    print(
        f"keystroke to plan: median {statistics.median(typed) * 1000:.0f} ms, 95th percentile {late * 1000:.0f} ms (limit {KEYSTROKE * 1000:.0f})"
    )
    return int(first > FIRST or late > KEYSTROKE)


if __name__ == "__main__":
    raise SystemExit(main())
