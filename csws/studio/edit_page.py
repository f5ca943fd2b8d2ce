"""What the pages that edit have in common: the draft, its effect, and the fields of an item."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from csws.editing.form_item import FormItem
from csws.render.runbook.screen import beside
from csws.render.words import Words, words_of
from csws.studio.drafting import DRAFT, Now, plan_of
from csws.studio.effect_view import effect_of
from csws.studio.field_view import FieldViews
from csws.studio.pages import desk_of, page, path_of
from csws.studio.side import side_of
from csws.studio.touched import warnings_of


def edit_page(request: Request, template: str, now: Now, item: FormItem | None = None, **values: Any) -> Response:
    """A page of an account with its draft. Templates have `now`, `effect`, `item`, and `fields` by the tab."""
    desk, name = desk_of(request), request.path_params["account"]
    form, words = now.form(name), desk.words
    views = FieldViews(form, words, lambda key: label_of(key, words))
    tabs = dict.fromkeys(field.field.tab for field in item.fields) if item is not None else {}
    return page(
        request,
        template,
        account=name,
        draft_id=DRAFT,
        effect=effect_of(plan_of(now, desk, name), words),
        fields={tab: views.of(item, item.of_tab(tab)) for tab in tabs} if item is not None else {},
        form=form,
        item=item,
        item_findings=views.findings(item.findings) if item is not None else (),
        now=now,
        side=side_of(desk, form.account, path_of(request), is_only=not now.state.opened.shared),
        views=views,
        warnings=views.findings(found for found in warnings_of(now) if not found.accounts or name in found.accounts),
        **values,
    )


def label_of(key: str, words: Words) -> Any:
    """A label of HubSpot's: in the reader's language, with the English one beside it."""
    return beside(str(words.sentences[key]), str(words_of("en").sentences[key]), strong=False)
