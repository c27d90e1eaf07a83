"""The scorecard in sentences, for the page, the READMEs and the daily page's method section."""

from __future__ import annotations

from ..labels import Label
from ..report import style
from . import words
from .result import Group, Prices, Result

REVIEW = "review"


def lead(result: Result) -> Label:
    """The answer in one sentence."""
    mine, found = result.quiet[REVIEW], result.found[REVIEW]
    half = words.LATER.format(days=number(found.days)) if found.days else words.FIRST_MORNING
    return words.LEAD.format(
        alarms=number(mine.alarms_a_week),
        low=number(mine.low),
        high=number(mine.high),
        weeks=f"{mine.shop_weeks:.0f}",
        causes=found.causes,
        named=share(found.named),
        half=half,
        top=share(found.top),
    )


def against(result: Result) -> Label:
    """The same of the most silent of the four common ways."""
    quiet = {n: q for n, q in result.quiet.items() if n != REVIEW}
    name = min(quiet, key=lambda n: quiet[n].alarms_a_week)
    return words.AGAINST.format(
        name=words.METHODS[name],
        alarms=number(quiet[name].alarms_a_week),
        named=share(result.found[name].named),
    )


def missed(groups: list[Group]) -> Label:
    """Which kinds were named in half of their causes at most."""
    poor = [words.KINDS.get(g.name) or Label(g.name, g.name) for g in groups if _poor(g)]
    if not poor:
        return words.ALL_FOUND
    names = Label("、".join(p.zh for p in poor), ", ".join(p.en for p in poor))
    return words.MISSED.format(names=names)


def _poor(group: Group) -> bool:
    return group.methods[REVIEW].named <= 0.5


def traps(result: Result) -> Label | None:
    """Alarms where an export was at fault, by its fault; None where none was tried."""
    parts = [(words.KINDS[k], number(q.alarms_a_week)) for k, q in result.traps.items()]
    if not parts:
        return None
    zh = "，".join(f"{kind.zh} {n}" for kind, n in parts)
    en = ", ".join(f"{kind.en} {n}" for kind, n in parts)
    return words.TRAP.format(told=Label(zh, en))


def money(prices: Prices) -> Label:
    """How well the money was told, in one sentence."""
    if not prices.causes:
        return words.NO_MONEY
    return words.MONEY.format(
        causes=prices.causes,
        inside=share(prices.inside),
        ratio=number(prices.ratio),
        low=number(prices.low),
        high=number(prices.high),
    )


def line(result: Result) -> str:
    """The figures in one plain line, the same in every language: for a checked cell."""
    mine, found = result.quiet[REVIEW], result.found[REVIEW]
    parts = {
        "shops": result.settings.shops,
        "alarms_a_week": mine.alarms_a_week,
        "causes": found.causes,
        "named": found.named,
        "within_3": found.within_3,
        "top": found.top,
        "priced": result.prices.causes,
    }
    return "scorecard | " + " | ".join(f"{k} {v:g}" for k, v in parts.items()) + " |"


def share(value: float | None) -> str:
    """A share in whole percent."""
    return style.NOTHING if value is None else f"{value * 100:.0f}%"


def number(value: float | None) -> str:
    """A figure with two digits at most."""
    return style.NOTHING if value is None else style.figure(round(value, 2), "score")


def days(value: float | None) -> str:
    """A number of days."""
    return style.NOTHING if value is None else str(words.DAY.format(n=f"{value:g}"))
