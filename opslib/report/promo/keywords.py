"""Keywords: what to do with each word, what it should bring, and words that stand apart."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from ...ids import digest
from ...labels import Label
from .. import style, words
from ..blocks import Block, block, card, empty, more, on_phone, table
from ..markup import Raw, filled, join, name, tag
from ..sheet import Sheet
from . import keywords_words as say

SHOWN, FOLDED = 5, 25
ACTED = ("raise", "expand", "lower", "remove")
_UNITS = {"clicks": "count", "clicks_needed": "count", "p_right": "percent"}
_NATURAL = (
    ("visits", say.VISITS, "count"), ("conv", say.N["conv"], "count"),
    ("money", say.MONEY, "money"), ("bid_to", say.START, "money"),
)  # fmt: skip
_COLUMNS: dict[str, Sequence[str]] = {
    "raise": ("clicks", "cpc", "value_per_click", "bid", "bid_next", "week_gain", "p_right"),
    "expand": ("clicks", "cpc", "value_per_click", "bid_to", "week_gain", "p_right"),
    "lower": ("clicks", "cpc", "value_per_click", "bid", "bid_next", "week_gain", "p_right"),
    "remove": ("clicks", "spend", "cpc", "value_per_click", "week_gain", "p_right"),
    "keep": ("clicks", "cpc", "value_per_click", "bid_to", "p_right"),
    "cannot_tell": ("clicks", "spend", "cpc", "clicks_needed"),
}


def promo_keywords(
    sheet: Sheet,
    classes: pd.DataFrame,
    terms: Any,
    apart: Any = None,
    *,
    span: tuple[date, date] | None = None,
    bidding: Any = None,
    money_first: Collection[str] = (),
) -> Block:
    """Which words to raise, expand, keep, lower or move money from, and what that would bring?

    classes: the frame of `promotion.keywords.classify`. terms: evidence. apart: wasted, uncovered,
    works (frames of `promotion.uncovered`: the last by "keyword" and "product"), None to leave
    them out. span: first and last day judged on. bidding: elasticity and
    related, the assumptions that `classify` was given. money_first: plans whose money is gone
    early: what a higher bid of their words would bring is not counted.
    """
    if classes.empty:
        return empty("keywords", say.NEEDS)
    many = classes["verdict"].value_counts()
    counts = {k: int(many.get(v, 0)) for k, v in zip(
        ("up", "wide", "down", "out", "keep", "open"), (*ACTED, "keep", "cannot_tell"), strict=True
    )}  # fmt: skip
    acted = sum(counts[k] for k in ("up", "wide", "down", "out"))
    told = say.HEAD.format(n=len(classes), acted=acted, **counts)
    parts: list[object] = [tag("p", told)]
    if acted:
        parts.append(_total(sheet, classes[classes["verdict"].isin(ACTED)], money_first))
    parts += _acted(sheet, classes, many)
    if apart is not None:
        loss = apart.wasted["why"].eq("loss")
        parts += [_losing(sheet, apart.wasted[loss]), _strange(sheet, apart.wasted[~loss])]
        parts.append(_uncovered(sheet, apart.uncovered))
    for verdict in ("keep", "cannot_tell"):
        if folded := _group(sheet, classes, verdict):
            parts.append(more(f"{say.VERDICT[verdict]} ({many[verdict]})", folded))
    if apart is not None:
        parts.append(_works(apart.works))
    parts.append(_method(terms, span, bidding))
    _keep(sheet, classes)
    return block(*parts, text=told, section="keywords")


def _acted(sheet: Sheet, classes: pd.DataFrame, many: pd.Series) -> list[Raw]:
    """The words to change, verdict by verdict, most money first; on a phone each unfolds."""
    money = classes.groupby("verdict")["week_gain"].sum()
    order = sorted(ACTED, key=lambda v: (-money.get(v, 0.0), ACTED.index(v)))
    shown = [(v, part) for v in order if (part := _group(sheet, classes, v))]
    return [on_phone(f"{say.VERDICT[v]} ({many[v]})", part) for v, part in shown]


def _method(terms: Any, span: tuple[date, date] | None, bidding: Any) -> Raw:
    """Which days were judged, and on what assumptions."""
    parts: list[object] = [say.METHOD.format(evidence=f"{terms.evidence:.0%}")]
    if span is not None:
        days = (span[1] - span[0]).days + 1
        ends = {"first": span[0].isoformat(), "last": span[1].isoformat(), "days": days}
        parts.insert(0, say.SPAN.format(**ends))
    if bidding is not None:
        e = f"{(1.1**bidding.elasticity - 1) * 100:.0f}"
        parts.append(say.ASSUMED.format(e=e, related=f"{bidding.related:.0%}"))
    return tag("p", *parts, cls="mute tiny")


def _total(sheet: Sheet, acted: pd.DataFrame, money_first: Collection[str]) -> Raw:
    """The sum of the changes that can be made now; words miss independently, so their ranges add
    up as squares."""
    later = acted["plan"].isin(money_first) & acted["verdict"].isin(["raise", "expand"])
    acted, told = acted[~later], say.GAIN_NOW if later.any() else say.GAIN
    gain = float(acted["week_gain"].sum())
    under, over = (
        float(np.sqrt(((acted["week_gain"] - acted[c]) ** 2).sum())) for c in ("gain_lo", "gain_hi")
    )
    number = sheet.show(sheet.loose("promo.words.gain", say.N_TOTAL, gain, "money"))
    lo, hi = (sheet.money(v) for v in (gain - under, gain + over))
    return tag("p", filled(told, gain=number, lo=lo, hi=hi), cls="money")


def _figure(sheet: Sheet, row: Any, what: str) -> Raw:
    """One figure of a word under an id of its own."""
    value = getattr(row, what)
    if style.missing(value):
        told = say.LONG if what == "clicks_needed" else style.NOTHING
        return tag("span", told, cls="mute")
    shown = style.chance(float(value)) if what == "p_right" else None
    whose = f"{row.plan}\0{row.keyword}"
    return _number(sheet, f"word.{what}", whose, say.N[what], value, _UNITS.get(what), shown)


def _number(
    sheet: Sheet, what: str, whose: str, label: Label, value: Any, unit: str | None = None,
    shown: str | None = None,
) -> Raw:  # fmt: skip
    """A figure of one member under an id that names the member only by a hash."""
    if style.missing(value):
        return tag("span", style.NOTHING, cls="mute")
    key = digest(whose)
    number = sheet.loose(f"promo.{what}.{key}", label, float(value), unit or "money")
    return sheet.show(number, shown)


def _cell(sheet: Sheet, row: Any, what: str) -> Raw:
    """A figure; the range below it where there is one."""
    shown = _figure(sheet, row, what)
    ends = {"week_gain": ("gain_lo", "gain_hi"), "value_per_click": ("lo", "hi")}.get(what)
    if ends is None or any(style.missing(getattr(row, e)) for e in ends):
        return shown
    lo, hi = (sheet.money(float(getattr(row, e))) for e in ends)
    return tag("div", shown, tag("span", say.RANGE.format(lo=lo, hi=hi), cls="sub"))


def _group(sheet: Sheet, classes: pd.DataFrame, verdict: str) -> Raw | None:
    """The words of one verdict, most money first; the rest folded."""
    by = "week_gain" if verdict in ACTED else "spend"
    rows = classes[classes["verdict"] == verdict]
    if rows.empty:
        return None
    rows = rows.sort_values([by, "plan", "keyword"], ascending=[False, True, True])
    heads = [say.WORD, *(say.N[c] for c in _COLUMNS[verdict])]

    def shown(part: pd.DataFrame) -> Raw:
        lines = [
            (_word(row), *(_cell(sheet, row, c) for c in _COLUMNS[verdict]))
            for row in part.itertuples()
        ]
        return table(heads, lines, cards=True)

    title = tag("h3", f"{say.VERDICT[verdict]} ({len(rows)})")
    why = rows["reason"].iloc[0] if verdict in ACTED else None
    parts = [title, tag("p", why, cls="mute") if why else None, shown(rows.head(SHOWN))]
    rest = rows.iloc[SHOWN : SHOWN + FOLDED]
    if len(rest):
        left = len(rows) - SHOWN - len(rest)
        told = tag("p", say.IN_TABLE.format(n=left), cls="mute tiny") if left else None
        parts.append(more(say.REST.format(n=len(rows) - SHOWN), shown(rest), told))
    return card(*parts)


def _word(row: Any, note: object = None) -> Raw:
    return tag("div", name(row.keyword, 36), tag("span", name(row.plan, 30), cls="sub"), note)


def _losing(sheet: Sheet, rows: pd.DataFrame) -> Raw | None:
    """Words below the target: what they cost a week, and how much of it too much."""
    if rows.empty:
        return None
    figures = (("spend", say.N_WASTED), ("excess", say.N_EXCESS))
    sums = {
        c: sheet.show(sheet.loose(f"promo.words.{c}", label, float(rows[c].sum()), "money"))
        for c, label in figures
    }
    lines = []
    for row in rows.head(SHOWN + FOLDED).itertuples():
        why = say.WHY["misfit" if row.fits is False else "loss"]
        told = [_waste(sheet, row, c, label) for c, label in figures]
        lines.append((_word(row, _token(row)), why, *told, style.chance(float(row.p_bad))))  # type: ignore[arg-type]
    heads = [say.WORD, say.REASON, say.N["spend"], say.EXCESS, say.N["p_right"]]
    return _folding(say.WASTED, filled(say.WASTED_TOLD, **sums), heads, lines, texts=2)


def _strange(sheet: Sheet, rows: pd.DataFrame) -> Raw | None:
    """Words that name no product and have neither paid nor lost for sure."""
    if rows.empty:
        return None
    total = sheet.loose("promo.words.strange", say.N_STRANGE, float(rows["spend"].sum()), "money")
    lines = []
    for row in rows.head(SHOWN + FOLDED).itertuples():
        spend = _waste(sheet, row, "spend", say.N_STRANGE)
        lines.append((_word(row), name(row.token or style.NOTHING, 24), spend))
    told = filled(say.STRANGE_TOLD, spend=sheet.show(total))
    return _folding(say.STRANGE, told, [say.WORD, say.ATTRACTS, say.N["spend"]], lines, texts=2)


def _waste(sheet: Sheet, row: Any, what: str, label: Label) -> Raw:
    return _number(sheet, f"wasted.{what}", f"{row.plan}\0{row.keyword}", label, getattr(row, what))


def _token(row: Any) -> Raw | None:
    """The part of a title that attracts a word which fits no product."""
    if row.fits is not False or not row.token:
        return None
    return tag("span", filled(say.TOKEN, token=name(row.token, 24)), cls="sub")


def _uncovered(sheet: Sheet, rows: pd.DataFrame) -> Raw | None:
    if rows.empty:
        return None
    lines = []
    for row in rows.head(SHOWN + FOLDED).itertuples():
        figures = [
            _number(sheet, f"natural.{c}", str(row.keyword), label, getattr(row, c), unit)
            for c, label, unit in _NATURAL
        ]
        fit = "" if style.missing(row.fit) else say.FIT[bool(row.fits)]
        lines.append((name(row.keyword, 36), fit, *figures))
    heads = [say.WORD, say.FITS, *(label for _, label, _ in _NATURAL)]
    return _folding(say.UNCOVERED, None, heads, lines, texts=2)


def _folding(title: Label, told: object, heads: list[Label], lines: list[Any], texts: int) -> Raw:
    """A card of a table whose later rows are folded."""
    parts = [tag("h3", title), tag("p", told) if told is not None else None]
    parts.append(table(heads, lines[:SHOWN], texts=texts, cards=True))
    if rest := lines[SHOWN:]:
        parts.append(
            more(say.REST.format(n=len(rest)), table(heads, rest, texts=texts, cards=True))
        )
    return on_phone(join([title, say.COUNT.format(n=len(lines))]), card(*parts))


def _works(works: dict[str, pd.DataFrame]) -> Raw | None:
    """How many words and products worked in each window, and the surest of them."""
    lines = []
    for what, rows in works.items():
        for days, part in rows.groupby("days"):
            many = part["works"].value_counts()
            best = part[part["works"] == "yes"].head(1)
            column = "keyword" if what == "keyword" else "title" if "title" in part else "item_id"
            top = name(best[column].iloc[0], 24) if len(best) else style.NOTHING
            window = style.window(int(str(days)))
            counts = [str(int(many.get(w, 0))) for w in say.WORKS]
            lines.append((say.EFFECTIVE_ROW[what], window, *counts, top))
    if not lines:
        return None
    heads = [say.WHAT, say.WINDOW, *say.WORKS.values(), say.BEST]
    return more(say.EFFECTIVE, card(table(heads, lines, texts=2, cards=True)))


def _keep(sheet: Sheet, classes: pd.DataFrame) -> None:
    """The whole table for the workbook."""
    kept = ["clicks", "spend", "conv", "value", "cpc", "value_per_click", "bid", "bid_to",
            "bid_next", "week_gain", "gain_lo", "gain_hi", "p_good", "p_right",
            "clicks_needed"]  # fmt: skip
    frame = classes[["plan", "keyword", "verdict", "reason", *kept]].copy()
    frame["verdict"] = [str(say.VERDICT[v]) for v in frame["verdict"]]
    frame["reason"] = [str(r) for r in frame["reason"]]
    heads = [say.PLAN, say.WORD, words.STATUS, say.REASON, *(say.N[c] for c in kept)]
    sheet.table("keywords", say.TABLE, frame.set_axis([str(h) for h in heads], axis=1))
