"""A plan as the JSON document of SPEC §3, account by account: of thousands of accounts, only one is
in memory."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from csws import __version__
from csws.documents.plan_document import account_document, head_document
from csws.model.digest import canonical
from csws.model.run import Plan
from csws.render.json_text import Json, long_text
from csws.render.style import Style


def render(plan: Plan, style: Style) -> Iterator[str]:
    """The checksum comes last and covers everything above it."""
    head = head_document(plan, __version__)
    checksum = sha256(b'{"accounts":[')  # the canonical text has sorted keys: `accounts` comes first

    def accounts() -> Iterator[Json]:
        for number, account in enumerate(plan.accounts):
            document = account_document(account)
            checksum.update(_bytes("," * bool(number) + canonical(document)))
            yield document
        checksum.update(_bytes("]," + canonical(head).removeprefix("{")))

    return long_text(head, "accounts", accounts(), lambda: {"checksum": f"sha256:{checksum.hexdigest()}"})


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
