"""A rule's finding as a diagnostic: its place, what else it is about, ways to correct it, and whether the project accepts
it."""

from __future__ import annotations

from collections.abc import Iterable

from csws.kinds.addresses import lies_in, path_text
from csws.load.account import LoadedAccount
from csws.load.node import Node, place
from csws.load.placing import fixes_of, is_shared, related_of
from csws.model.breach import BreachKind
from csws.model.declaration import Accepted
from csws.model.diagnostic import Diagnostic, Path, Severity, Span
from csws.model.fix import Append, Remedy
from csws.model.rule import Finding, Rule


def diagnostic(rule: Rule, finding: Finding, account: LoadedAccount) -> Diagnostic:
    """A rule's finding with its place; a warning that the project accepts is shown as information, with the reason. What a
    guard only informs of stops nothing."""
    severity = finding.severity or rule.severity
    address = path_text(finding.path)
    reason = _why_accepted(account.declared.accept, rule.code, address)
    accepted = severity is Severity.WARNING and reason is not None and not rule.guard
    return Diagnostic(
        code=rule.code,
        severity=Severity.INFO if accepted else severity,
        breach=BreachKind.INVALID if severity is Severity.INFO else rule.breach,
        message=f"{finding.message} Accepted: {reason}" if accepted else finding.message,
        hint=None if accepted else (finding.hint or rule.hint),
        accounts=(account.entry.name,),
        address=address,
        span=_span(account.tree, finding),
        related=related_of(finding.related, account.tree),
        fixes=()
        if accepted
        else fixes_of((*finding.remedies, *_accepting(rule, severity, finding.path, account.tree)), account.tree),
    )


def _why_accepted(accepted: Iterable[Accepted], code: str, address: str) -> str | None:
    """The reason why a warning at `address` is accepted, None where it is not. The entry nearest to it counts, of equals the
    last."""
    fitting = [
        item for item in accepted if item.code == code and (item.address is None or lies_in(address, item.address))
    ]
    return max(reversed(fitting), key=lambda item: len(item.address or "")).reason if fitting else None


def _accepting(rule: Rule, severity: Severity, path: Path, tree: Node) -> tuple[Remedy, ...]:
    """Accepting a warning, everywhere if every workspace shares what it is about. The reason is empty, which is an
    error until somebody types it."""
    if severity is not Severity.WARNING or rule.guard:
        return ()
    where = {} if is_shared(path, tree) else {"address": path_text(path)}
    entry = {"code": rule.code, **where, "reason": ""}
    return (Remedy(title=f"Accept this warning ({rule.code}), with a reason", acts=(Append(("accept",), entry),)),)


def _span(tree: Node, finding: Finding) -> Span:
    return place(tree, finding.path, key=finding.on_key)
