"""The health scores of an account: all of them as cards, and one with its groups, rules and bands."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from csws.editing.form import Form
from csws.errors import CswsError
from csws.studio.desk import Desk
from csws.studio.drafting import now_of
from csws.studio.edit_page import edit_page, label_of
from csws.studio.field_view import FieldViews
from csws.studio.new_rule import comparison_words, new_rules
from csws.studio.pages import desk_of
from csws.studio.score_account import no_score, score_records
from csws.studio.score_view import score_keys, score_view
from csws.studio.screens import Entry


def _scores(request: Request) -> Response:
    desk = desk_of(request)
    now = now_of(desk)
    form = now.form(request.path_params["account"])
    views = [score_view(form, key, desk.words, _fields(form, desk)) for key in score_keys(form.account)]
    return edit_page(request, "scores.html.j2", now, scores=[view for view in views if view is not None])


def _score(request: Request) -> Response:
    desk, name, key = desk_of(request), request.path_params["account"], request.path_params["key"]
    now = now_of(desk)
    form = now.form(name)
    view = score_view(form, key, desk.words, _fields(form, desk))
    if view is None:
        raise no_score(name, key)
    records, failure = _records(desk, form)
    catalog = form.account.catalog
    return edit_page(
        request,
        "score.html.j2",
        now,
        asking=new_rules(view.score, catalog) if catalog is not None else (),
        comparisons=comparison_words(desk.words),
        failure=failure,
        records=records,
        view=view,
    )


def _fields(form: Form, desk: Desk) -> FieldViews:
    return FieldViews(form, desk.words, lambda key: label_of(key, desk.words))


def _records(desk: Desk, form: Form) -> tuple[tuple[str, ...], CswsError | None]:
    """The names of the files of records; none, and why, where they cannot be this account's."""
    try:
        return tuple(path.name for path in score_records(desk, form.account)), None
    except CswsError as error:
        return (), error


ENTRY = Entry(label="scores.title", path="scores")
ROUTES = [
    Route("/accounts/{account}/scores", _scores, methods=["GET"]),
    Route("/accounts/{account}/scores/{key}", _score, methods=["GET"]),
]
