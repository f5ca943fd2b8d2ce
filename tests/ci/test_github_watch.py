"""The nightly look: one issue, as long as there is something to see."""

from __future__ import annotations

from tests.ci.on_github import applied
from tests.ci.test_github_people import at_hubspot


def test_one_issue_while_there_is_something_to_see(company):
    acme = company(happened=applied)
    assert acme.dispatch("watch").code == 0
    assert acme.open_issues() == []
    acme.csws("observe", "--set", "workspace.apac.description=by hand")
    for _ in range(2):
        assert acme.dispatch("watch").outputs["exit-code"] == "2"
        assert len(acme.open_issues()) == 1
    (number,) = acme.open_issues()
    assert "by hand" in acme.hub.issues[number].body
    acme.csws("apply", "--auto-approve")
    assert acme.dispatch("watch").code == 0
    assert acme.hub.issues[number].state == "closed"


def test_a_look_that_failed_fails_the_job(company):
    acme = company(at_hubspot)
    done = acme.dispatch("watch")
    assert done.code not in (0, 2)
    assert len(acme.open_issues()) == 1
