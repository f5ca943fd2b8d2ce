"""The token of an account, which comes only from the environment and never appears in a text."""

from __future__ import annotations

import os

from csws.errors import NotPermitted
from csws.model.frozen import frozen


@frozen(kw_only=False)
class Token:
    """A secret. Only the transport reads its value; printing it shows its name."""

    value: str
    variable: str

    def __repr__(self) -> str:
        return f"<token from {self.variable}>"

    def hidden_in(self, text: str) -> str:
        """A text from outside, with the token removed."""
        return text.replace(self.value, "***")


def variables(account: str) -> tuple[str, str]:
    """The variables that may contain an account's token, the most specific first."""
    return f"CSWS_HUBSPOT_TOKEN_{account.upper().replace('-', '_')}", "CSWS_HUBSPOT_TOKEN"


def find_token(account: str) -> Token | None:
    found = ((name, os.environ.get(name, "").strip()) for name in variables(account))
    return next((Token(value, name) for name, value in found if value), None)


def token_of(account: str) -> Token:
    """The token of an account. Raises NotPermitted if none is set."""
    token = find_token(account)
    if token is None:
        own, shared = variables(account)
        raise NotPermitted(
            f"No HubSpot token is set for `{account}`.",
            hint=f"Set {own} (or {shared}) in the environment to a service key or private-app token.",
            code="no_token",
        )
    return token
