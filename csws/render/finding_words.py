"""The messages and hints of findings in the reader's language, as far as there are words for them, else
in English."""

from __future__ import annotations

from csws.model.diagnostic import Severity


def finding_text(english: str, language: str) -> str:
    if language == "en":
        return english
    from csws.render.words.findings import translation_of  # English does without

    translation = translation_of(language)
    return (translation.text(english) if translation else None) or english


def severity_word(severity: Severity, language: str) -> str:
    if language == "en":
        return severity.value
    from csws.render.words import words_of

    return words_of(language).plain(f"finding.{severity.value}")
