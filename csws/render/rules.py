"""All rules as text and as JSON, and one rule in full."""

from __future__ import annotations

from textwrap import indent
from typing import Any

from csws.model.plan import FORMAT_VERSION
from csws.model.rule import Rule
from csws.render.json_text import json_text
from csws.render.style import Style


def rules_text(rules: tuple[Rule, ...], style: Style) -> str:
    return "".join(f"{style.paint(rule.code, 'bold')}  {_severity(rule):<14}  {rule.law}\n" for rule in rules)


def _severity(rule: Rule) -> str:
    return f"{rule.severity.value}, guard" if rule.guard else rule.severity.value


def rules_json(rules: tuple[Rule, ...], style: Style) -> str:
    return json_text(rules_document(rules))


def rules_document(rules: tuple[Rule, ...], error: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"format_version": FORMAT_VERSION, "error": error, "rules": [_document(rule) for rule in rules]}


def _document(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "severity": rule.severity.value,
        "guard": rule.guard,
        "law": rule.law,
        "reason": rule.reason,
        "source": rule.source,
        "hint": rule.hint,
        "bad": rule.bad,
        "good": rule.good,
    }


def rule_text(rule: Rule, style: Style) -> str:
    head = f"{style.paint(rule.code, 'bold')} ({_severity(rule)}): {rule.law}"
    parts = [
        ("Why", rule.reason),
        ("Source", rule.source),
        ("What to do", rule.hint),
        ("Bad", rule.bad),
        ("Good", rule.good),
    ]
    return (
        head + "\n" + "".join(f"\n{style.paint(name, 'bold')}\n{indent(text.strip(), '  ')}\n" for name, text in parts)
    )
