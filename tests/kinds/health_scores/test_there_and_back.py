"""Scores with values that a careless reader would trip over go from YAML to an account and back: nothing is left over."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from csws.kinds.health_scores.kind import KIND
from csws.kinds.health_scores.reading import score_of, score_of_item
from csws.load.declare import declare
from csws.load.yaml_reader import read_yaml
from csws.model.yaml_text import yaml_text
from csws.rules import config_findings
from csws.workflow.account import check
from tests.cli.console import csws
from tests.effort import tries
from tests.kinds.health_scores.made import CONDITIONS, condition_text, scores

_quick = settings(tries(90), deadline=None, suppress_health_check=list(HealthCheck))
_slow = settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example takes a second: too long to shrink
)
HOSTILE = scores(CONDITIONS.map(condition_text))


def without_laws(subject, **options):
    return [(rule, found) for rule, found in config_findings(subject, **options) if not rule.code.startswith("CSW7")]


def text_of(items) -> str:
    blocks = {item.key: KIND.block_of(KIND.only_set(KIND.flat(item))) for item in items}
    return yaml_text({KIND.section: blocks})


def declared(text: str):
    root = read_yaml(text, "scores.yaml").root
    return declare(root, root).settings.items


@_quick
@given(HOSTILE)
def test_what_is_written_is_read_as_it_was(items):
    known = {item.key: item for item in items}
    assert [item.fields for item in declared(text_of(items))] == [known[key].fields for key in sorted(known)]


@_quick
@given(HOSTILE)
def test_the_yaml_and_the_fields_describe_the_same_score(items):
    data = read_yaml(text_of(items), "scores.yaml").root.plain()[KIND.section]
    for item in items:
        assert score_of(data[item.key], item.key) == score_of_item(item)


@_quick
@given(HOSTILE, st.randoms(use_true_random=False))
def test_shuffled_yaml_declares_the_same(items, dice):
    data = read_yaml(text_of(items), "scores.yaml").root.plain()
    assert declared(yaml_text(shuffled(data, dice))) == declared(text_of(items))


def shuffled(value, dice, key=""):
    """The same data with its keys, and the members of its lists but for `between`, in another order."""
    if isinstance(value, dict):
        pairs = list(value.items())
        dice.shuffle(pairs)
        return {name: shuffled(one, dice, name) for name, one in pairs}
    if isinstance(value, list) and key != "between":
        return [shuffled(one, dice) for one in dice.sample(value, len(value))]
    return value


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Without the laws of scores: these mean nothing, and are only written and read."""
    monkeypatch.setattr(check, "config_findings", without_laws)
    assert csws(tmp_path, "init", "acme").code == 0
    folder = tmp_path / "acme"
    config = folder / "csws.yaml"
    config.write_text(config.read_text().replace("include: [", "include: [scores.yaml, "))
    return folder


@_slow
@given(HOSTILE, HOSTILE, st.randoms(use_true_random=False))
def test_it_is_planned_applied_exported_and_rolled_back_to_nothing_left_over(project, first, second, dice):
    shutil.rmtree(project / ".csws", ignore_errors=True)
    run = lambda *arguments: csws(project, *arguments)  # noqa: E731
    file = project / "scores.yaml"
    file.write_text(text_of(first))
    assert run("apply", "--auto-approve").code == 0
    removed = sorted({item.key for item in first} - {item.key for item in second})
    lifted = [item for item in first if item.key in removed and item.fields["protect"]]
    if lifted:
        file.write_text(text_of([KIND.changed(item, item.key, {"protect": False}) for item in first]))
        assert run("apply", "--auto-approve").code == 0
    data = read_yaml(text_of(second), "scores.yaml").root.plain()
    named = yaml_text({"removed": [f"health_score.{key}" for key in removed]}) if removed else ""
    digests = set()
    for text in (text_of(second), yaml_text(shuffled(data, dice))):
        file.write_text(text + named)
        digests.add(run("plan", "--format", "json").json["digest"])
    assert len(digests) == 1
    done = run("apply", "--auto-approve")
    assert done.code == 0, done.out + done.err
    exported = run("export").out
    file.write_text(exported[exported.index("health_scores:") :] if second else "")
    assert run("plan", "--detailed-exitcode").code == 0
    allowed = [part for item in second for part in ("--allow-delete", f"health_score.{item.key}")]
    back = run("rollback", "1", "--auto-approve", *allowed)
    protected = [item for item in second if item.fields["protect"] and item.key not in {one.key for one in first}]
    assert back.code == (4 if protected else 0), back.out + back.err
    if not protected:
        file.write_text(text_of(first))
        assert run("plan", "--detailed-exitcode").code == 0
