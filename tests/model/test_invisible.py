"""Invisible characters: one definition for names, files and screens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csws.load.yaml_reader import read_yaml
from csws.model.invisible import has_hidden, is_hidden, is_invisible
from csws.model.names import hard_to_see
from csws.model.scalar_text import scalar_text
from csws.render.style import shown

EMOJI = ("\u2699\ufe0f", "\U0001f468\u200d\U0001f527", "\U0001f468\U0001f3fd\u200d\u2695\ufe0f", "\u2764\ufe0e")


@pytest.mark.parametrize(
    "char", ["\xa0", "\u200b", "\u202e", "\u2800", "\u3164", "\ufe00", "\U000e0041", "\n", "\x7f", "\ud800"]
)
def test_an_invisible_character_is_hidden_everywhere(char):
    text = f"a{char}b"
    assert is_invisible(char)
    assert has_hidden(text)
    assert hard_to_see(text)[0].startswith(f"U+{ord(char):04X} ")
    assert char not in shown(text)
    assert char not in scalar_text(text)


@pytest.mark.parametrize("emoji", EMOJI)
def test_the_parts_of_an_emoji_are_seen(emoji):
    assert not has_hidden(emoji)
    assert shown(emoji) == scalar_text(emoji) == emoji


@pytest.mark.parametrize("text", ["a\u200db", "\u200d", "a\ufe0f", "\ufe0f\ufe0f"])
def test_outside_of_an_emoji_they_are_hidden(text):
    assert has_hidden(text)
    assert shown(text).isascii()


@given(st.text() | st.text(st.sampled_from("a \u200d\ufe0f\u2699\U0001f468\u202e")))
def test_a_screen_and_a_file_show_the_same_characters(text):
    hidden = [char for at, char in enumerate(text) if is_hidden(text, at)]
    assert (shown(text) == text) == (not hidden) == (not has_hidden(text))


@given(st.text(st.sampled_from("a \u200d\ufe0f\u2699\U0001f468\u202e\xa0"), min_size=1))
def test_csws_reads_back_what_it_writes(text):
    assert read_yaml(f"a: {scalar_text(text)}\n", "x.yaml").root.plain() == {"a": text}
