"""A template → a page in the reader's language, with the list of what there is beside it."""

from __future__ import annotations

from functools import cache
from shlex import quote
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from csws import __version__
from csws.errors import CswsError
from csws.render.html_page import environment
from csws.render.runbook.screen import beside
from csws.render.words import words_of
from csws.studio.desk import Desk
from csws.studio.side import Side, side_list


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def page(
    request: Request, template: str, *, account: str = "", status: int = 200, side: Side | None = None, **values: Any
) -> Response:
    """A page of an account, or of the project where it is of none. Templates extend `layout.html.j2`; they have the
    `desk`, its words `w`, `url(path)`, `both(key)` for a label of HubSpot's, and the values."""
    desk, base = desk_of(request), request.scope["root_path"]

    def url(path: str) -> str:
        return f"{base}{path}"

    text = (
        _templates()
        .get_template(template)
        .render(
            account=account,
            base=base,
            both=lambda key: beside(str(desk.words.sentences[key]), str(words_of("en").sentences[key])),
            desk=desk,
            side=side or _side(desk, account, request),
            url=url,
            version=__version__,
            w=desk.words,
            **values,
        )
    )
    return HTMLResponse(text.encode("utf-8", "backslashreplace").decode(), status_code=status)


def path_of(request: Request) -> str:
    """The address of a page below the secret folder."""
    path: str = request.scope["path"]
    return path.removeprefix(request.scope["root_path"])


def _side(desk: Desk, account: str, request: Request) -> Side | None:
    """The list at the side; without it where the project cannot be read, because the page itself says why."""
    try:
        return side_list(desk, account, path_of(request))
    except CswsError:
        return None


@cache
def _templates() -> Any:
    made = environment("csws.studio", "templates")
    made.filters["quoted"] = quote
    made.filters["breakable"] = lambda text: Markup("/<wbr>").join(str(text).split("/"))
    return made
