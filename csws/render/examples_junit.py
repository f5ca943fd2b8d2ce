"""What came of examples, as JUnit XML: a test case for each example in each account, and an error for each finding."""

from __future__ import annotations

from xml.etree import ElementTree

from csws.model.examples import Examples
from csws.render.diagnostics_junit import finding_line, xml_text
from csws.render.style import Style, placed


def render(found: Examples, style: Style) -> str:
    total, errors = len(found.ran) + len(found.findings), len(found.findings)
    counts = {"tests": str(total), "failures": str(found.failed), "errors": str(errors), "skipped": "0"}
    suites = ElementTree.Element("testsuites", {"name": "csws test", **counts})
    suite = ElementTree.SubElement(suites, "testsuite", {"name": "csws test", **counts})
    for one in found.ran:
        at = f"{placed(one.span.file, style)}:{one.span.line}"
        about = {"classname": xml_text(one.account), "name": xml_text(f"{at} {one.name}")}
        case = ElementTree.SubElement(suite, "testcase", about)
        if not one.holds:
            failure = ElementTree.SubElement(case, "failure", {"message": xml_text(" ".join(one.misses))})
            failure.text = xml_text("\n".join(one.because))
    for item in found.findings:
        line = finding_line(item, style)
        case = ElementTree.SubElement(suite, "testcase", {"classname": "csws", "name": line})
        ElementTree.SubElement(case, "error", {"message": xml_text(item.message)})
    ElementTree.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suites, encoding="unicode") + "\n"
