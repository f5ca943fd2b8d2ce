"""Who sees which workspace, held against an example. What a person sees follows from their primary team (DOMAIN §1)."""

from __future__ import annotations

from csws.errors import ConfigInvalid
from csws.model.catalog import Catalog, Person
from csws.model.diagnostic import Diagnostic
from csws.model.examples import Ran
from csws.model.settings import PRIMARY, Settings
from csws.model.suggestion import did_you_mean
from csws.planner.visibility import viewers
from csws.state.references import resolved
from csws.workflow.account.check import CheckedAccount
from csws.workflow.example_files import Example
from csws.workflow.run.per_account import usable_catalog


def run_workspace(account: CheckedAccount, example: Example) -> Ran | list[Diagnostic]:
    """What a person or a team sees by the files, against what is expected; findings where the example means nothing."""
    catalog = usable_catalog(account)
    if not account.is_valid:
        message = f"The settings of `{account.name}` have errors, so it is unknown who sees what."
        raise ConfigInvalid(message, hint="Run `csws validate`, and correct them first.")
    settings = resolved(account.loaded.declared.settings, catalog)
    said = example.said
    if ("person" in said) == ("team" in said):
        return [example.finding("An example names one person or one team.", "Write `person:` or `team:`, not both.")]
    who = "person" if "person" in said else "team"
    findings = _unknown_key(example, settings) + _unknown_who(example, catalog, who)
    if findings:
        return findings
    seen, because = _seen(settings, catalog, who, said[who])
    wrong = () if seen == [said["sees"]] else (_other(said[who], seen, said["sees"]),)
    name = said.get("name") or f"{said[who]}: {said['sees']}"
    return Ran(
        account=account.name, name=name, span=example.node.span, misses=wrong, because=(because,) if wrong else ()
    )


def _other(who: str, seen: list[str], expected: str) -> str:
    if not seen:
        return f"`{who}` sees nothing, not `{expected}`."
    return f"`{who}` sees {', '.join(f'`{key}`' for key in seen)}, not `{expected}`."


def _seen(settings: Settings, catalog: Catalog, who: str, name: str) -> tuple[list[str], str]:
    """The keys of the workspaces that they see, and why."""
    if who == "team":
        team = catalog.teams.id_of(name)
        keys = [item.key or "" for item in settings.managed if team in item.teams]
        return keys or [PRIMARY], _chosen(keys) if keys else f"No workspace names the team `{name}`."
    person = catalog.person(name)
    assert person is not None  # the finding about an unknown one came first
    if person.deactivated:
        return [], "They are deactivated in HubSpot, and cannot log in."
    keys = [item.key or "" for item in settings.managed if person.id in viewers(item, catalog)]
    return keys or [PRIMARY], _teams_of(person, catalog)


def _chosen(keys: list[str]) -> str:
    names = ", ".join(f"`{key}`" for key in keys)
    return f"The team is in `teams` of {names}."


def _teams_of(person: Person, catalog: Catalog) -> str:
    """A person's primary team, which alone counts."""
    primary = [team.name for team in catalog.team_list if person.id in team.primary_members]
    extra = [team.name for team in catalog.team_list if person.id in team.extra_members]
    told = [f"Their primary team is `{primary[0]}`." if primary else "They have no primary team."]
    told += [f"An additional team does not count: `{extra[0]}`."] if extra else []
    return " ".join(told)


def _unknown_key(example: Example, settings: Settings) -> list[Diagnostic]:
    key, known = example.said["sees"], [item.key or "" for item in settings.managed]
    if key in known or key == PRIMARY:
        return []
    hint = did_you_mean(key, known) or f"Workspaces: {', '.join(f'`{one}`' for one in known)}."
    return [example.finding(f"There is no workspace `{key}`.", hint, "sees")]


def _unknown_who(example: Example, catalog: Catalog, who: str) -> list[Diagnostic]:
    name = example.said[who]
    if who == "team":
        if catalog.teams.id_of(name) is not None:
            return []
        hint = did_you_mean(name, catalog.teams.names()) or "Write its name as HubSpot shows it, or `id:` and its id."
        return [example.finding(f"The catalogue has no team `{name}`.", hint, who)]
    if catalog.person(name) is not None:
        return []
    hint = "Correct the address. A catalogue has addresses only if it was pulled with `csws catalog pull --people emails`; or write an example of a team."
    return [example.finding(f"The catalogue has nobody with the address `{name}`.", hint, who)]
