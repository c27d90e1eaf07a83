"""The contract of `list coverage`: every row of the guide catalogue and what became of it.

What is done is read from the code: the guide rows of rules, metrics, clocks, funnel links and of
the report's sections. Everything else stands in templates/rules/coverage.toml with its reason.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..declared import Declared, read_declared
from ..labels import Label
from ..places import templates
from ..profile import PLATFORMS, Profile, load_profile
from .links import LINKS
from .rule import Rule
from .tasks import CLOCKS

STATES = ("done", "reminder", "advice", "waived", "planned")
_GUIDE = re.compile(r"\b\d{3}-\d{2}\b")
_ALI = {"ali": "alibaba"}


def catalogue() -> list[dict[str, str]]:
    """The rows of the guide catalogue, as shipped."""
    path = templates() / "guide_catalogue.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def citations() -> dict[str, dict[str, Any]]:
    """Guide row -> where it stands: the guide's title, the line in it and its own words.

    Titles are those of templates/guides.toml.
    """
    guides = read_declared(templates() / "guides.toml").data["guide"]
    titles = {id: Label(**one["title"]) for id, one in guides.items()}
    return {
        r["id"]: {"guide": titles[r["guide"]], "line": int(r["line"]), "phrase": r["phrase"]}
        for r in catalogue()
    }


def coverage(
    rules: Sequence[Rule],
    metrics: Mapping[str, str],
    sections: Mapping[str, str] | None = None,
    declared: Path | None = None,
) -> list[dict[str, Any]]:
    """One object a catalogue row: id, notebook, profile, state, where, threshold, assumed, reason.

    metrics: metric id -> its source ("000-16, 000-20"). sections: report section -> guide rows it
    shows; by default those that coverage.toml names. declared: another coverage.toml.
    Raises DeclarationError for a row, state or rule in coverage.toml that does not exist.
    """
    file = read_declared(declared or templates() / "rules" / "coverage.toml")
    rows = catalogue()
    file.known(file.data, ("row", "sections", "notebooks"))
    shown = sections if sections is not None else file.data.get("sections", {})
    done = _done(rules, metrics, shown)
    said = _said(file, {r["id"] for r in rows}, {r.id for r in rules})
    profiles = {p: load_profile(p) for p in PLATFORMS}
    by_rule = _by_guide(rules)
    return [
        _row(r, done.get(r["id"], []), said.get(r["id"]), by_rule, profiles, file) for r in rows
    ]


def _done(
    rules: Sequence[Rule], metrics: Mapping[str, str], sections: Mapping[str, Any]
) -> dict[str, list[str]]:
    """Guide row -> the places in the code that carry it out."""
    found: dict[str, list[str]] = {}

    def add(guides: Iterable[str], where: str) -> None:
        for guide in guides:
            found.setdefault(guide, []).append(where)

    for rule in rules:
        add(rule.guides, f"rule {rule.id}")
    for clock in CLOCKS:
        add(clock.guides, f"task {clock.id}")
    for link in LINKS:
        add(link.guides, f"funnel {link.metric}")
    for metric, source in metrics.items():
        add(_GUIDE.findall(source), f"metric {metric}")
    for section, guides in sections.items():
        add(
            _GUIDE.findall(" ".join(guides) if isinstance(guides, list) else guides),
            f"section {section}",
        )
    return found


def _said(file: Declared, known: set[str], rules: set[str]) -> dict[str, dict[str, Any]]:
    """Guide row -> what coverage.toml says about it, checked."""
    said: dict[str, dict[str, Any]] = {}
    for i, entry in enumerate(file.data.get("row", [])):
        file.known(entry, ("id", "state", "where", "reason"), "row", i)
        _exists(file, i, entry["id"], known, Label("指南条目", "guide row"))
        _exists(file, i, entry["state"], STATES, Label("状态", "state"))
        where = str(entry.get("where", ""))
        if where.startswith("rule "):
            _exists(file, i, where.removeprefix("rule "), rules, Label("规则", "rule"))
        if entry["state"] == "waived" and not entry.get("reason"):
            raise file.error(
                Label("waived 要写明 reason。", "waived needs a reason."), None, "row", i
            )
        said[entry["id"]] = entry
    return said


def _exists(file: Declared, i: int, name: str, known: Iterable[str], kind: Label) -> None:
    from ..declared import did_you_mean

    names = list(known)
    if name not in names:
        raise file.error(
            Label(f"没有这个{kind.zh}：{name}", f"there is no {kind.en} {name}."),
            did_you_mean(name, names),
            "row",
            i,
        )


def _row(
    row: dict[str, str],
    places: list[str],
    said: dict[str, Any] | None,
    by_rule: dict[str, Rule],
    profiles: dict[str, Profile],
    file: Declared,
) -> dict[str, Any]:
    state, where, reason = _state(row, places, said, file)
    rule = by_rule.get(row["id"])
    return {
        "id": row["id"],
        "notebook": row["notebook"],
        "profile": _ALI.get(row["profile"], row["profile"]),
        "state": state,
        "where": where,
        "threshold": _threshold(rule, row, profiles),
        "assumed": _assumed(rule, row, profiles),
        "reason": reason,
    }


def _state(
    row: dict[str, str], places: list[str], said: dict[str, Any] | None, file: Declared
) -> tuple[str, str, str]:
    """What the file says wins over the code, the code over the notebook's plan."""
    if said is not None:
        return str(said["state"]), str(said.get("where", "")), str(said.get("reason", ""))
    acted = any(not p.startswith("metric ") for p in places)
    if acted or (places and row["notebook"] == "daily_review"):
        return "done", "; ".join(places[:4]), ""
    plans = file.data.get("notebooks", {})
    if row["notebook"] in plans:
        state = "advice" if row["kind"] == "K" else "planned"
        where = "; ".join((row["notebook"], *places[:2]))
        return state, where, str(plans[row["notebook"]])
    return "", "", ""


def _by_guide(rules: Sequence[Rule]) -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    for rule in sorted(rules, key=lambda r: r.threshold is None):
        for guide in rule.guides:
            found.setdefault(guide, rule)
    return found


def _profile(row: dict[str, str], profiles: dict[str, Profile]) -> Profile:
    return profiles[_ALI.get(row["profile"], "1688")]


def _threshold(rule: Rule | None, row: dict[str, str], profiles: dict[str, Profile]) -> str:
    """The value in force where a rule carries it, else the guide's own words."""
    if rule is None or rule.threshold is None:
        return row["threshold"]
    profile = _profile(row, profiles)
    profile = profile if rule.applies(profile) else profiles[rule.profile]
    versions = _versions(rule, profile)
    if versions is not None:
        return str(versions[-1].value)
    return str(rule.threshold)


def _assumed(rule: Rule | None, row: dict[str, str], profiles: dict[str, Profile]) -> bool:
    """Whether the threshold is our assumption: no guide gives the number."""
    if rule is None or rule.threshold is None:
        return "profile" in row["threshold"]
    profile = _profile(row, profiles)
    profile = profile if rule.applies(profile) else profiles[rule.profile]
    versions = _versions(rule, profile)
    return rule.assumed or (versions is not None and versions[-1].assumed)


def _versions(rule: Rule, profile: Profile) -> Any:
    if not isinstance(rule.threshold, str):
        return None
    return profile.thresholds.get(rule.threshold.removeprefix("profile:").partition(".")[0])
