"""Half-width punctuation in Chinese text, which looks broken to a Chinese reader."""

from __future__ import annotations

import re
from html import unescape

from csws.render.words import words_of

_HAN = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_SIGN = "[,:;!?()]"
_WRONG = re.compile(f"{_HAN} *{_SIGN}|{_SIGN}{_HAN}|[,:;!?(] +{_HAN}|{_HAN}[.]")
_BETWEEN_VALUES = re.compile("(?:</b>|</code>|[*][*])[,;] ?(?:<b>|<code>|[*][*])")
_IN_PAGE = r"<style>.*?</style>|<script>.*?</script>|<code>.*?</code>|<span lang=.en.>.*?</span>"


def half_width_in(text: str) -> list[str]:
    """The places in a text, or in a page, where a half-width sign should be a full-width one. Code and
    English labels are skipped."""
    between = _BETWEEN_VALUES.findall(text)
    text = re.sub(_IN_PAGE, "", text, flags=re.S)
    text = unescape(re.sub("<[^>]*>|`[^`]*`|[*]", "", text))
    for label in english_labels():
        text = text.replace(f" / {label}", "")
    return between + [line for line in text.splitlines() if _WRONG.search(line)]


def english_labels() -> list[str]:
    """The English labels that stand beside the Chinese ones, the longest first."""
    sentences = words_of("en").sentences
    found = [text for key, text in sentences.items() if key.startswith(("label.", "ui.", "tab.", "object."))]
    return sorted(found, key=len, reverse=True)
