"""The token reaches no output and no file, whole or in part, in whatever spelling HubSpot or the
network repeats it."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csws.errors import NotPermitted
from csws.hubspot.token import Token, find_token
from tests.cli.console import csws
from tests.hubspot.emulator import Fault
from tests.planted import SECRET, SPELLINGS, assert_hidden, leaves


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_spelling_is_hidden(name):
    shown = Token(SECRET, "X").hidden_in(f"before {SPELLINGS[name]} after")
    assert_hidden([shown])
    assert shown.startswith("before ")
    assert shown.endswith(" after")


@given(text=st.text(max_size=60))
def test_other_texts_stay_as_they_are(text):
    assert Token(SECRET, "X").hidden_in(text) == text


@given(before=st.text(max_size=20), after=st.text(max_size=20))
def test_no_more_than_seven_letters_of_it_are_left(before, after):
    shown = Token(SECRET, "X").hidden_in(before + SECRET + after)
    assert not any(SECRET[at : at + 8] in shown for at in range(len(SECRET) - 7))


@pytest.mark.parametrize("name", SPELLINGS)
def test_an_answer_that_repeats_the_token(emulator, project, waits, name):
    """In an error, in data that goes into the catalogue, in a redirect, and in a body that is cut
    off."""
    text = SPELLINGS[name]
    for fault in (
        Fault("status", lambda *_: True, 400, {"message": f"bad header {text}", "correlationId": text}),
        Fault("status", lambda *_: True, 403, {"category": text, "errors": [{"message": text}]}),
        Fault("status", lambda *_: True, 302, {}, {"Location": f"https://{text[:60]}.example/{text}"}),
        Fault("status", lambda *_: True, 429, {"policyName": "DAILY", "message": text}),
        Fault("status", lambda *_: True, 500, f"<html>{text}</html>".encode(), times=6),
        Fault("status", lambda *_: True, 200, {"portalId": text}),
    ):
        emulator.faults = [fault]
        done = csws(project, "catalog", "pull")
        emulator.faults = []
        assert done.code in (1, 7), done.err
        assert_hidden(leaves(project, done))
    emulator.account.teams[0]["name"] = json.loads(f'"{text}"') if name == "json" else text
    emulator.account.custom.append({"name": text, "objectTypeId": "2-9", "labels": {"plural": text}})
    emulator.account.properties["2-9"] = []
    results = [csws(project, "catalog", "pull"), csws(project, "catalog", "show"), csws(project, "validate")]
    assert_hidden(leaves(project, *results))


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_failed_step_repeats_the_token(emulator, project, waits, name):
    """It is in no report, event, journal or runbook either."""
    file = project / "csws.yaml"
    file.write_text(
        file.read_text() + "properties: {companies: {csm: {label: CSM, kind: user, group: companyinformation}}}\n"
    )
    assert csws(project, "catalog", "pull").code == 0
    body = {"message": SPELLINGS[name], "errors": [{"message": SPELLINGS[name]}]}
    emulator.faults = [Fault("status", lambda method, *_: method == "POST", 400, body)]
    events = project / "events.jsonl"
    done = csws(project, "apply", "--auto-approve", "--new-account", "--format", "json", "--events", str(events))
    assert done.code == 6
    assert "step_failed" in events.read_text()
    more = [csws(project, command) for command in ("runs", "history", "doctor")]
    assert_hidden(leaves(project, done, *more))


NOT_TOKENS = {
    "line break": (f"{SECRET}\nx", "line break"),
    "carriage return": (f"{SECRET}\rx", "line break"),
    "blank": (f"{SECRET} x", "blank"),
    "tab": (f"pat\t{SECRET}", "blank"),
    "no-break space": (f"pat\N{NO-BREAK SPACE}{SECRET}", "blank"),
    "escape": (f"{SECRET}\x1b", "character that tokens do not have"),
    "typographic quotes": (f"“{SECRET}”", "character that tokens do not have"),
    "quotes": (f'"{SECRET}"', "quotation marks"),
    "byte order mark": (f"\N{ZERO WIDTH NO-BREAK SPACE}{SECRET}", "character that tokens do not have"),
    "accent": (f"{SECRET}é", "character that tokens do not have"),
    "Bearer": (f"Bearer {SECRET}", "begins with `Bearer`"),
    "surrogate": (f"{SECRET}\udc80", "character that tokens do not have"),
    "short": ("x", "too short"),
}


@pytest.mark.parametrize("name", NOT_TOKENS)
@pytest.mark.parametrize(
    "words", [("catalog", "pull"), ("catalog", "diff"), ("doctor",), ("apply", "--auto-approve", "--new-account")]
)
def test_what_is_no_token_is_refused_before_anything_is_sent(emulator, project, monkeypatch, name, words):
    value, why = NOT_TOKENS[name]
    assert csws(project, "catalog", "pull").code == 0
    emulator.log.clear()
    monkeypatch.delenv("CSWS_HUBSPOT_TOKEN")
    monkeypatch.setenv("CSWS_HUBSPOT_TOKEN_ACME", value)
    done = csws(project, *words)
    assert done.code == (1 if words == ("doctor",) else 7)
    assert "CSWS_HUBSPOT_TOKEN_ACME is not a HubSpot token: it" in f"{done.told} {done.err}"
    assert why in f"{done.told} {done.err}"
    assert emulator.log == []
    assert_hidden(leaves(project, done))


@given(value=st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_a_token_is_read_or_refused_with_a_sentence(value):
    import os

    os.environ["CSWS_HUBSPOT_TOKEN_Q"] = value
    try:
        token = find_token("q")
    except NotPermitted as error:
        assert len(value.strip()) < 8 or value.strip() not in error.message  # noqa: PT017
    else:
        assert token is None or re.fullmatch(r"[\x21-\x7e]+", token.value)
    finally:
        del os.environ["CSWS_HUBSPOT_TOKEN_Q"]


def test_a_token_cannot_be_printed_or_stored():
    import pickle

    token = Token(SECRET, "CSWS_HUBSPOT_TOKEN")
    assert SECRET not in f"{token} {token!r} {[token]}"
    with pytest.raises(TypeError):
        pickle.dumps(token)


@pytest.mark.parametrize("debug", ["", "1"])
def test_a_traceback_does_not_show_it(emulator, project, monkeypatch, capsys, debug):
    """Whatever breaks while a request is made."""
    monkeypatch.setenv("CSWS_DEBUG", debug)

    def broken(self, *_, headers, **__):
        raise RuntimeError("broken")

    monkeypatch.setattr("httpx.Client.stream", broken)
    done = csws(project, "catalog", "pull")
    assert done.code == 70
    assert_hidden([done.out, done.err, *capsys.readouterr()])
