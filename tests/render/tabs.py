"""Pages shown in one Chromium. To open a window takes as long as ten tests, so there is one for each kind of page, which
goes from file to file; a file begins as in a window of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.render import axe

OPEN_ALL = "document.querySelectorAll('details').forEach(item => item.open = true)"


class Tabs:
    """`options` are those of a context, such as `java_script_enabled`."""

    def __init__(self, browser: Any):
        self._browser = browser
        self._pages: dict[str, Any] = {}

    def _page(self, options: dict[str, Any]) -> Any:
        kind = repr(sorted(options.items()))
        if kind not in self._pages:
            self._pages[kind] = self._browser.new_context(**options).new_page()
        return self._pages[kind]

    @contextmanager
    def shown(
        self, file: Path, scheme: str = "light", width: int = 1280, height: int = 900, **options: Any
    ) -> Iterator[Any]:
        """The page of a file. It fetches nothing, and there are no complaints."""
        page, said, asked = self._page(options), [], []
        heard = {
            "console": lambda message: said.append(message.text),
            "pageerror": lambda error: said.append(str(error)),
            "request": lambda request: asked.append((request.is_navigation_request(), request.url)),
        }
        page.emulate_media(media="null", color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": height})
        for event, hear in heard.items():
            page.on(event, hear)
        try:
            page.goto(file.as_uri())
            yield page
        finally:
            page.evaluate("localStorage.clear()")
            for event, hear in heard.items():
                page.remove_listener(event, hear)
        assert said == []
        assert [url for goes, url in asked if not url.startswith(file.parent.as_uri() if goes else "data:")] == []


def violations(tabs: Tabs, file: Path, before: Any = lambda page: page.evaluate(OPEN_ALL)) -> list[tuple[str, str]]:
    """What axe finds. It is a script of the test, so the page's policy against scripts is switched off for it."""
    with tabs.shown(file, bypass_csp=True) as page:
        before(page)
        return axe.violations(page, *axe.schemes(file.parent.name))
