"""Findings as JUnit XML: one test case for each rule that ran. It fails if the rule found an
error."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from csws.model.diagnostic import Diagnostic, Severity
from csws.model.findings import Findings
from csws.render.style import Style, placed, shown

# Characters that `shown` keeps, but XML 1.0 does not allow.
_NOT_XML = re.compile("[\ufffe\uffff]")


def render(found: Findings, style: Style) -> str:
    bad = (Severity.ERROR, Severity.WARNING) if style.strict else (Severity.ERROR,)
    by_code: dict[str, list[Diagnostic]] = {}
    for item in found.diagnostics:
        by_code.setdefault(item.code, []).append(item)
    failed = sum(any(item.severity in bad for item in items) for items in by_code.values())
    counts = {"tests": str(len(found.rules)), "failures": str(failed), "errors": "0", "skipped": "0"}
    suites = ElementTree.Element("testsuites", {"name": "csws validate", **counts})
    suite = ElementTree.SubElement(suites, "testsuite", {"name": "csws validate", **counts})
    for rule in found.rules:
        case = ElementTree.SubElement(suite, "testcase", {"classname": "csws", "name": f"{rule.code} {rule.law}"})
        _add_findings(case, by_code.get(rule.code, []), bad, style)
    ElementTree.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suites, encoding="unicode") + "\n"


def _add_findings(case: ElementTree.Element, found: list[Diagnostic], bad: tuple[Severity, ...], style: Style) -> None:
    failures = [item for item in found if item.severity in bad]
    others = [item for item in found if item.severity not in bad]
    if failures:
        first = xml_text(failures[0].message)
        more = f" (and {len(failures) - 1} more)" if len(failures) > 1 else ""
        failure = ElementTree.SubElement(case, "failure", {"type": failures[0].severity.value, "message": first + more})
        failure.text = "\n".join(finding_line(item, style) for item in failures)
    if others:
        ElementTree.SubElement(case, "system-out").text = "\n".join(finding_line(item, style) for item in others)


def finding_line(item: Diagnostic, style: Style) -> str:
    at = f"{placed(item.span.file, style)}:{item.span.line}:{item.span.column}: " if item.span else ""
    whose = f" ({', '.join(item.accounts)})" if item.accounts else ""
    hint = f" {item.hint}" if item.hint else ""
    return xml_text(f"{at}{item.severity.value}{whose}: {item.message}{hint}")


def xml_text(text: str) -> str:
    return _NOT_XML.sub("\ufffd", shown(text))
