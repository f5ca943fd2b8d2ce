"""The sentences of the studio: each in every language, with the same values in it, and each is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from csws.render import LANGUAGES
from csws.studio.words import words_in

STUDIO = Path(__file__).parents[2] / "csws/studio"
AREAS = sorted(path.name for path in (STUDIO / "words").iterdir() if path.is_dir() and path.name != "__pycache__")
PLACE = re.compile(r"\{(\w+)\}")


def sentences(area: str, language: str) -> dict:
    return yaml.safe_load((STUDIO / f"words/{area}/{language}.yaml").read_text(encoding="utf-8"))


def values_in(sentence: object) -> set[str]:
    return set(PLACE.findall(str(sentence))) if isinstance(sentence, str) else {"n", *PLACE.findall(str(sentence))}


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
@pytest.mark.parametrize("area", AREAS)
def test_every_sentence_is_in_every_language(area, language):
    english, mine = sentences(area, "en"), sentences(area, language)
    assert list(mine) == list(english)
    for key, sentence in english.items():
        assert values_in(mine[key]) == values_in(sentence), key
        assert isinstance(mine[key], str) or set(mine[key]) == {"one", "other"}, key
        assert not re.search(r"\b([Pp]lease|[Oo]ops|[Ss]uccessfully)\b", str(mine[key])), key
    assert words_in(language).sentences.items() >= mine.items()


def test_every_sentence_of_the_forms_is_used():
    """Some keys are put together: those begin as a text in the code does."""
    code = "".join(path.read_text() for path in [*STUDIO.rglob("*.py"), *STUDIO.rglob("*.j2")])
    begun = set(re.findall(r'"(edit\.[a-z_]*)(?:" ~|\{)', code))
    for key in sentences("edit", "en"):
        assert f'"{key}"' in code or any(key.startswith(start) for start in begun if start != "edit."), key


def test_the_description_of_the_api_names_the_languages():
    described = yaml.safe_load((STUDIO.parents[1] / "schemas/studio.openapi.yaml").read_text(encoding="utf-8"))
    project = described["components"]["schemas"]["project"]["properties"]
    assert set(project["language"]["enum"]) == set(LANGUAGES.values())
