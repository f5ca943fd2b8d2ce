"""Whether an account's HubSpot token is there, is the account's, and may read what csws needs. Asks
HubSpot; changes nothing."""

from __future__ import annotations

from csws.errors import CswsError, NotPermitted
from csws.hubspot.reader import HubSpotReader
from csws.hubspot.scopes import needs
from csws.hubspot.token import Token, find_token, variables
from csws.hubspot.transport import connected
from csws.kinds import properties
from csws.model.frozen import frozen
from csws.model.target_traits import parts_of
from csws.workflow.account.check import CheckedAccount
from csws.workflow.catalog import scored_objects


@frozen
class TokenLook:
    """One thing about the token: `state` is ok, warning or problem."""

    what: str
    state: str
    message: str


def look_at_token(account: CheckedAccount) -> list[TokenLook]:
    name = account.name
    try:
        token = find_token(name)
    except NotPermitted as error:
        return [_look("token", "problem", error)]
    if token is None:
        own, shared = variables(name)
        return [TokenLook(what="token", state="warning", message=f"Neither {own} nor {shared} is set.")]
    return [
        TokenLook(what="token", state="ok", message=f"{token.variable} is set."),
        *_scopes(account, token),
    ]


def _scopes(account: CheckedAccount, token: Token) -> list[TokenLook]:
    """What each scope costs that the token lacks."""
    try:
        with connected(token) as transport:
            reader = HubSpotReader(transport)
            reader.account_of(parts_of(account.loaded.entry.target)[1])
            granted = reader.scopes()
    except NotPermitted as error:
        return [_look("token", "problem", error)]
    except CswsError as error:
        return [_look("scopes", "warning", error)]
    wanted = needs(
        custom=account.loaded.entry.subscription == "enterprise",
        created=_created(account),
        scored=bool(scored_objects(account)),
    )
    missing = [need for need in wanted if not need.is_met(granted)]
    if not missing:
        return [TokenLook(what="scopes", state="ok", message="The token has every scope that csws needs.")]
    return [
        TokenLook(
            what="scopes",
            state="warning",
            message=f"Without the scope `{need.scope}` csws cannot {need.unchecked}.",
        )
        for need in missing
    ]


def _look(what: str, state: str, error: CswsError) -> TokenLook:
    return TokenLook(what=what, state=state, message=f"{error.message} {error.hint or ''}".rstrip())


def _created(account: CheckedAccount) -> list[str]:
    """The objects for which the project declares properties."""
    items = properties.KIND.all(account.loaded.declared.settings)
    return list(dict.fromkeys(properties.object_and_name(properties.KIND.address(item))[0] for item in items))
