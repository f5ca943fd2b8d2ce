"""A plan as one self-contained HTML page: no scripts, no external resources, everything from files
escaped."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import Any

from csws import __version__
from csws.model.run import Plan
from csws.render.review.account import Page, page
from csws.render.style import Style
from csws.render.words import clean, words_of


def render(plan: Plan, style: Style) -> str:
    view: Page = page(plan, words_of(style.language))
    return page_text("page.html.j2", page=view)


def page_text(template: str, **values: Any) -> str:
    """Fills a template of `review`. The page contains its style sheet, and its security policy
    names the sheet's hash."""
    css = (resources.files("csws.render.review") / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    text: str = _templates().get_template(template).render(css=css, css_digest=digest, version=__version__, **values)
    return text.encode("utf-8", "backslashreplace").decode()


@cache
def _templates() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("csws.render.review", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["clean"] = clean
    return environment
