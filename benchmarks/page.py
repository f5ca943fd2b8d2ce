"""docs/performance.md and its plot, from the measurements. The results are ratios, not seconds."""

from __future__ import annotations

from pathlib import Path

from benchmarks.timing import Timed
from benchmarks.tools import FIRST_APPLY, FIRST_PLAN, NO_CHANGE, VALIDATE, Row

DOCS = Path(__file__).parents[1] / "docs"
Results = dict[int, dict[str, Row]]
SCORE_MS = 5
Verdict = tuple[str, str, bool]


def text(results: Results, start: Row, score: float, runs: int, where: str, what: str) -> str:
    """The page. `where` describes the machine, `what` the tools and their versions; `score` are the milliseconds that a
    health score adds."""
    return "\n".join(
        [
            "# How fast csws is",
            "",
            f"Each figure is the median of {runs} runs of a whole process (15 runs for one account; 1 run for",
            "other tools' apply).",
            f"All runs were on one machine: {where}.",
            f"Versions: {what}; csws has the extra `csws[fast]`.",
            "",
            "Each account has five workspaces, an overlay and a catalogue. `make bench` repeats the measurements",
            "and writes this page; it is not part of the tests. Compare the ratios: the seconds depend on the",
            "machine.",
            "",
            "![Seconds by accounts, both scales logarithmic](performance.svg)",
            "",
            "## The targets",
            "",
            "| target | measured | |",
            "|---|---|---|",
            *(
                f"| {target} | {measured} | {'met' if met else '**not met**'} |"
                for target, measured, met in verdicts(results, start, score)
            ),
            "",
            "csws caches nothing between runs: every run does all its work. With one account, most of the time",
            "goes into starting Python and loading libraries and rules; Terraform is a single compiled program.",
            "`csws[fast]` saves most of the time that the validator takes to start. The rules about scores are",
            "loaded only where there is one, so a score adds their loading too.",
            "",
            "## All measurements",
            "",
            "| accounts | what | csws | memory | Terraform ÷ csws | octoDNS ÷ csws |",
            "|---|---|---|---|---|---|",
            *(line for size, tools in results.items() for line in _lines(size, tools)),
            "",
            "A cell is empty if the other tool has no such command, or was not run at that size. Terraform",
            "manages `terraform_data` resources with the same fields. octoDNS copies YAML to YAML, with one name",
            "and two records for each workspace; its apply writes one file, without a lock, a journal or a",
            "revision. Memory is the total of all processes; shared memory counts once.",
            "",
            "Profiles of one process over 1,000 accounts: [validate](profiles/validate.txt),",
            "[plan](profiles/plan.txt), [apply](profiles/apply.txt).",
            "[Before and after](performance-before-and-after.md) compares csws with an earlier version.",
            "",
        ]
    )


def _lines(size: int, tools: dict[str, Row]) -> list[str]:
    def ratio(peer: str, what: str, mine: Timed) -> str:
        other = tools.get(peer, {}).get(what)
        return f"{other.seconds / mine.seconds:.1f}" if other else ""

    def megabytes(mine: Timed) -> str:
        return "" if mine.megabytes is None else f"{mine.megabytes:.0f} MB"

    return [
        f"| {size:,} | {what} | {mine.seconds:.2f} s | {megabytes(mine)} | {ratio('terraform', what, mine)} | {ratio('octodns', what, mine)} |"
        for what, mine in tools["csws"].items()
    ]


def verdicts(results: Results, start: Row, score: float) -> list[Verdict]:
    """Each target for which there are measurements: its sentence, the measured value, whether it is
    met."""
    helped = start["--help"].seconds / start["bare"].seconds
    out: list[Verdict] = [("`csws --help` within 6 times a bare Python", f"{helped:.1f} times", helped <= 6)]
    out.append(
        (
            f"1 account, validate: a health score of 20 rules adds at most {SCORE_MS} ms",
            f"{score:.1f} ms",
            score <= SCORE_MS,
        )
    )
    one = results.get(1, {})
    if one.get("terraform"):
        ratio = one["csws"][NO_CHANGE].seconds / one["terraform"][NO_CHANGE].seconds
        words = "1 account, plan, nothing changed: at most 2.0 times as long as Terraform's plan"
        out.append((words, f"{ratio:.2f} times as long", ratio <= 2))
    thousand = results.get(1000, {})
    for peer, acts in (("terraform", _TERRAFORM), ("octodns", _OCTODNS)):
        for mine, theirs, wanted in acts if thousand.get(peer) else ():
            ratio = thousand[peer][theirs].seconds / thousand["csws"][mine].seconds
            name = {"terraform": "Terraform", "octodns": "octoDNS"}[peer]
            words = f"1,000 accounts, {mine}: {wanted} times as fast as {name}'s {theirs}"
            out.append((words, f"{ratio:.1f} times", ratio >= wanted))
    return [*out, *_growth(results)]


_TERRAFORM = ((VALIDATE, FIRST_PLAN, 10), (NO_CHANGE, NO_CHANGE, 10), (FIRST_APPLY, FIRST_APPLY, 50))
_OCTODNS = ((VALIDATE, NO_CHANGE, 4), (NO_CHANGE, NO_CHANGE, 4))


def _growth(results: Results) -> list[Verdict]:
    out: list[Verdict] = []
    few, many = results.get(1000, {}).get("csws"), results.get(10_000, {}).get("csws")
    for size, row in ((1000, few), (10_000, many)):
        if row:
            most = max(item.megabytes or 0 for item in row.values())
            out.append((f"{size:,} accounts: at most 200 MB", f"{most:.0f} MB", most <= 200))
    if few and many:
        ratios = {what: many[what].seconds / few[what].seconds for what in few if what in many}
        worst = max(ratios, key=lambda what: ratios[what])
        words = "10,000 accounts take at most 10.5 times as long as 1,000"
        out.append((words, f"{ratios[worst]:.1f} times at most ({worst})", ratios[worst] <= 10.5))
    return out


def plot(results: Results, file: Path) -> None:
    import matplotlib

    matplotlib.use("svg")
    import matplotlib.pyplot as pyplot

    pyplot.rcParams["svg.hashsalt"] = "csws"  # the same figures give the same bytes
    figure, panels = pyplot.subplots(1, 2, figsize=(9, 3.6), sharey=True, layout="constrained")
    for panel, what in zip(panels, (NO_CHANGE, FIRST_APPLY), strict=True):
        for tool, label, mark in (("csws", "csws", "o"), ("terraform", "Terraform", "s"), ("octodns", "octoDNS", "^")):
            found = [
                (size, tools[tool][what].seconds) for size, tools in results.items() if what in tools.get(tool, {})
            ]
            if found:
                panel.plot(*zip(*found, strict=True), marker=mark, label=label)
        panel.set(xscale="log", yscale="log", title=what, xlabel="accounts")
        panel.grid(visible=True, alpha=0.3)
    panels[0].set_ylabel("seconds")
    panels[0].legend()
    figure.savefig(file, metadata={"Date": None})
