"""Why a figure changed: exact shares in money, what is within noise drawn faintly."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import pandas as pd

from ..ids import digest
from ..labels import spoken
from ..model import Contribution, Why
from . import drawings, style, words
from .blocks import Block, block, card, empty, more, table
from .markup import Raw, join, name, tag
from .sheet import Sheet

_SHOWN = 8
# Lines of a cut that are no member.
_UNNAMED = ("other", "unattributed")


def why(sheet: Sheet, whys: Sequence[Why]) -> Block:
    """Where did the change come from, exactly, and is it more than noise?

    whys: the split by factors first, then by channel, product, keyword as far as there is data.
    """
    known = [w for w in whys if w.contributions]
    if not known:
        notes = [w.note for w in whys if w.note]
        return empty("why", notes[0] if notes else words.NO_DATA)
    first, *cuts = known
    parts = [card(*_head(sheet, first), _waterfall(sheet, first), _key(first))]
    if cuts:
        title = tag("h3", words.DIMENSION.get(cuts[0].dimension, cuts[0].dimension))
        parts = [tag("div", *parts, card(title, *_cut(sheet, cuts[0])), cls="two")]
    for cut in cuts[1:]:
        label = words.BY.format(dimension=words.DIMENSION.get(cut.dimension, cut.dimension))
        parts.append(more(label, card(*_cut(sheet, cut))))
    change = style.signed(first.change, "money", sheet.currency)
    return block(*parts, text=f"{sheet.label(first.metric)} {change}", section="reasons")


def _id(w: Why, part: str) -> str:
    return f"why.{w.metric}.{w.window.days}d.{w.dimension}.{part}"


def _head(sheet: Sheet, w: Why) -> list[object]:
    unit = sheet.unit(w.metric)
    figures = [style.figure(v, unit, sheet.currency) for v in (w.before, w.after)]
    sentence = words.WHY_HEAD.format(
        window=style.window(w.window.days),
        metric=sheet.label(w.metric),
        before=figures[0],
        after=figures[1],
    )
    total = sheet.loose(
        _id(w, "change"), sheet.label(w.metric), w.change, unit, metric=w.metric,
        window=w.window.days,
    )  # fmt: skip
    shown = sheet.show(total, style.signed(w.change, unit, sheet.currency))
    return [tag("p", sentence, tag("b", shown))]


def _waterfall(sheet: Sheet, w: Why) -> Raw:
    unit = sheet.unit(w.metric)
    rows = []
    for c in w.contributions:
        shown = style.signed(c.amount, unit, sheet.currency)
        number = sheet.loose(
            _id(w, c.key), c.label, c.amount, unit, metric=w.metric, window=w.window.days
        )
        cls = "bar" if c.amount >= 0 else "bar minus"
        tspan = tag("tspan", shown, data_number=sheet.add(number))
        faded = "" if c.beyond_noise is not False else " faded"
        rows.append(drawings.Bar(style.start(c.label), c.amount, tspan, cls + faded))
    told = str(words.AND).join(
        f"{r.label} {style.signed(r.value, unit, sheet.currency)}" for r in rows
    )
    alt = words.WHY_ALT.format(
        metric=sheet.label(w.metric),
        change=style.signed(w.change, unit, sheet.currency),
        parts=told,
    )
    return drawings.waterfall(rows, alt=alt)


def _key(w: Why) -> Raw:
    return tag("p", join([words.FADED, words.EXACT, w.note], " · "), cls="mute tiny")


def _cut(sheet: Sheet, w: Why) -> list[Raw]:
    """One cut as a table: the members that moved most, their mix and rate apart."""
    unit = sheet.unit(w.metric)
    members = _members(w.contributions)
    rows, plain = [], []
    unnamed = [m for m in members if m[0] in _UNNAMED]
    for key, parts in [*members[: min(_SHOWN, len(members) - len(unnamed))], *unnamed]:
        total = sum(c.amount for c in parts.values())
        label = _member_name(next(iter(parts.values())))
        number = sheet.loose(
            _id(w, digest(key)), sheet.label(w.metric), total, unit, metric=w.metric,
            window=w.window.days,
        )  # fmt: skip
        shown = sheet.show(number, style.signed(total, unit, sheet.currency))
        split = [style.signed(parts[p].amount, unit, sheet.currency) if p in parts else ""
                 for p in ("mix", "rate")]  # fmt: skip
        rows.append((name(label, 40), shown, *split, _loud(parts.values())))
    for key, parts in members:
        amounts = [parts[p].amount if p in parts else math.nan for p in ("mix", "rate")]
        label = _member_name(next(iter(parts.values())))
        member = "" if key in _UNNAMED or key == label else key
        plain.append((label, member, sum(c.amount for c in parts.values()), *amounts))
    heads = [words.DIMENSION.get(w.dimension, w.dimension), words.CONTRIBUTION,
             words.PART["mix"], words.PART["rate"], words.BEYOND]  # fmt: skip
    columns = [str(h) for h in (heads[0], words.NUMBER, *heads[1:4])]
    cut = words.DIMENSION.get(w.dimension, words.SUBJECT)
    sheet.table(f"why_{w.dimension}", cut, pd.DataFrame(plain, columns=columns))
    note = tag("p", join([words.MIX_RATE, w.note], " "), cls="mute tiny")
    return [table(heads, rows), note]


def _loud(parts: Iterable[Contribution]) -> object:
    """Beyond noise: yes, no, or a dash where nothing was judged (folded, or too little past)."""
    told = [c.beyond_noise for c in parts]
    if any(told):
        return words.YES
    return words.NO if False in told else style.NOTHING


def _members(
    contributions: Sequence[Contribution],
) -> list[tuple[str, dict[str, Contribution]]]:
    """Contributions of each member by part, the largest movers first, what is no member last."""
    grouped: dict[str, dict[str, Contribution]] = {}
    for c in contributions:
        grouped.setdefault(_member_key(c), {})[c.part] = c
    return sorted(
        grouped.items(),
        key=lambda kv: (kv[0] in _UNNAMED, -abs(sum(c.amount for c in kv[1].values())), kv[0]),
    )


def _member_key(c: Contribution) -> str:
    return c.key.removesuffix(f".{c.part}").removesuffix(f":{c.part}")


def _member_name(c: Contribution) -> str:
    glue = "·" if spoken() == "zh" else ": "
    return str(c.label).rsplit(glue, 1)[0] if c.part in ("mix", "rate") else str(c.label)
