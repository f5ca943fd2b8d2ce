"""A template as one self-contained HTML page: its style and script are in the page, and its security
policy names their hashes and allows nothing else."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import Any

from markupsafe import Markup, escape

from csws import __version__
from csws.model.invisible import is_hidden
from csws.render.style import shown
from csws.render.words import clean


def page_text(template: str, style: tuple[str, ...], script: str = "", **values: Any) -> str:
    """Fills a template with values. Templates, styles and scripts are named by their paths in this
    folder."""
    css = "".join(map(_read, style))
    code = _read(script) if script else ""
    said = environment("csws.render", ".").get_template(template)
    text: str = said.render(
        css=Markup(css),
        script=Markup(code),
        policy=_policy(css, code),
        version=__version__,
        **values,
    )
    return text.encode("utf-8", "backslashreplace").decode()


def _policy(css: str, script: str) -> str:
    allowed = [f"style-src '{_hash(css)}'", *([f"script-src '{_hash(script)}'"] if script else [])]
    return "; ".join(["default-src 'none'", "img-src data:", *allowed])


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _read(path: str) -> str:
    return (resources.files("csws.render") / path).read_text(encoding="utf-8")


@cache
def environment(package: str, folder: str) -> Any:
    """The templates in a folder of a package, where everything is escaped and nothing undefined is left out."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader(package, folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["clean"] = clean
    made.filters["coded"] = coded
    made.filters["lines"] = lines
    made.filters["exact"] = exact
    return made


def coded(text: str) -> Markup:
    """Text in which what stands in backticks is a `code` element."""
    parts = clean(text).split("`")
    if len(parts) % 2 == 0:
        return escape("`".join(parts))
    code, plain = Markup("<code>{}</code>"), Markup("{}")
    return Markup().join((code if at % 2 else plain).format(part) for at, part in enumerate(parts))


def lines(text: str) -> str:
    """A whole value for people, with its line breaks."""
    return "\n".join(map(shown, text.split("\n")))


def exact(text: str) -> Markup:
    """A whole value for a script, exactly as it is: what nobody would see as a reference."""
    return Markup().join(
        Markup(f"&#{ord(text[at])};") if is_hidden(text, at) else escape(text[at]) for at in range(len(text))
    )
