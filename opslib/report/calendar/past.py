"""What past events brought: more or not, net of what was only moved, and who came new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from ...ids import digest
from ...labels import Label
from .. import style, words
from ..blocks import Block, block, card, empty, more, table
from ..markup import Raw, join, name, tag
from ..sheet import Sheet
from . import past_words as say
from .came import came
from .week import span

_SHOWN = 4


def calendar_past(
    sheet: Sheet, past: Any, standings: Any = None, interactive: Sequence[Any] = ()
) -> Block:
    """What did each past event bring beyond a normal time, and did its newcomers stay?

    past: basis ("pay_amount" or "inquiries"), editions (name, start, end, effect or reason),
    newcomers (frame of `campaigns.new_buyers`), reason. standings: level and rows (edition, tag,
    before, after, left) of the events taken part in. interactive: events made to bring people
    (name, start, end, participants, metric, visitors, answers, reason).
    """
    people = _came(sheet, interactive)
    if not past.editions:
        nothing = past.reason or say.NOTHING
        if not people:
            return empty("past", nothing)
        return block(tag("p", nothing), *people, text=nothing, section="past")
    verdicts = [e.effect.verdict for e in past.editions if e.effect]
    told = say.TOLD.format(
        n=len(past.editions),
        worked=verdicts.count("worked"),
        no=verdicts.count("no_better"),
        unknown=len(past.editions) - verdicts.count("worked") - verdicts.count("no_better"),
    )
    unit = "money" if past.basis == "pay_amount" else "count"
    front, rest = past.editions[:_SHOWN], past.editions[_SHOWN:]
    parts: list[object] = [tag("p", tag("b", told)), card(_table(sheet, front, unit))]
    if rest:
        parts.append(more(say.EARLIER.format(n=len(rest)), card(_table(sheet, rest, unit))))
    parts.append(more(say.WHY, card(_reasons(past))))
    if lost := _losers(sheet, past, unit):
        parts.append(more(say.LOST, card(lost)))
    if past.short:
        parts.append(more(say.POOLED.format(n=len(past.short)), card(_pooled(sheet, past))))
    if len(past.newcomers):
        parts.append(more(say.NEW, card(_newcomers(sheet, past))))
    if standings is not None and standings.rows:
        parts.append(more(say.STANDING, card(_standings(sheet, standings))))
    parts += people
    parts.append(tag("p", say.METHOD[past.basis], cls="mute tiny"))
    _keep(sheet, past)
    return block(*parts, text=told, section="past")


def _came(sheet: Sheet, interactive: Sequence[Any]) -> list[object]:
    """The interactive events, folded; nothing where there are none."""
    if not interactive:
        return []
    return [more(say.CAME.format(n=len(interactive)), card(came(sheet, interactive)))]


def _table(sheet: Sheet, listed: Sequence[Any], unit: str) -> Raw:
    rows = [_row(sheet, e, unit) for e in listed]
    net = say.NET if unit == "money" else say.NET_LEADS
    return table((say.EVENT, words.STATUS, say.LIFT, net, say.PULLED), rows, texts=2)


def _row(sheet: Sheet, edition: Any, unit: str) -> list[object]:
    what = tag("span", name(edition.name, 26), tag("span", _days(edition), cls="sub"))
    found = edition.effect
    if found is None:
        return [what, say.VERDICT["cannot_tell"], "", "", ""]
    lift = tag(
        *("span", _show(sheet, edition, "lift", say.LIFT, found.lift, "percent")),
        tag("span", style.span(found.lo, found.hi, "percent"), cls="sub"),
    )
    net = tag(
        *("span", _show(sheet, edition, "net", say.NET, found.net, unit)),
        tag("span", style.span(found.net_lo, found.net_hi, unit, sheet.currency), cls="sub"),
    )
    # A share that may be anything between none and all would be read as a figure.
    pulled: object = tag("span", say.UNTOLD, cls="mute")
    if not style.missing(edition.moved):
        pulled = _show(sheet, edition, "pulled", say.PULLED, edition.moved, "percent")
    verdict = tag("b", say.VERDICT[found.verdict], cls=say.TONE[found.verdict])
    return [what, verdict, lift, net, pulled]


def _days(edition: Any) -> str:
    return f"{edition.start.year} {span(edition.start, edition.end)}"


def _show(sheet: Sheet, edition: Any, what: str, label: Label, value: float, unit: str) -> Raw:
    return sheet.show(sheet.loose(f"past.{what}.{edition.id}", label, float(value), unit))


def _reasons(past: Any) -> Raw:
    lines = [
        tag("li", join([name(e.name, 26), " ", _days(e), words.COLON, _reason(e)]))
        for e in past.editions
    ]
    return tag("ul", *lines, cls="notes")


def _reason(edition: Any) -> object:
    return edition.effect.reason if edition.effect else (edition.reason or say.NOTHING)


def _pooled(sheet: Sheet, past: Any) -> Raw:
    """Activities of a day or two, those of one name together."""
    rows = []
    for one in past.short:
        found = one.effect
        verdict = tag("b", say.VERDICT[found.verdict], cls=say.TONE[found.verdict])
        seen = tag("span", say.TIMES.format(n=found.times, free=found.free), cls="sub")
        lift: object = say.FREE.format(n=found.needed) if found.needed else say.MORE_TIMES
        net: object = ""
        if not style.missing(found.lift):
            key = f"past.pooled.{digest(one.name)}"
            number = sheet.loose(key, say.LIFT, found.lift, "percent")
            reach = tag("span", style.span(found.lo, found.hi, "percent"), cls="sub")
            lift = tag("span", sheet.show(number), reach)
            net = style.span(found.net_lo, found.net_hi, "percent")
        rows.append([tag("span", name(one.name, 26), seen), verdict, tag("span", lift), net])
    return table((say.EVENT, words.STATUS, say.ITS_DAYS, say.ITS_WEEK), rows, cards=True)


def _losers(sheet: Sheet, past: Any, unit: str) -> Raw | None:
    """Products that sold less because others were in the event."""
    rows = []
    for edition in past.editions:
        lost = edition.effect.cannibalised if edition.effect else None
        if lost is None or lost.empty:
            continue
        for row in lost.head(5).itertuples():
            rows.append(
                [
                    name(edition.name, 20),
                    name(row.item_id, 24),
                    style.figure(row.lost, unit, sheet.currency),
                    style.chance(row.probability),
                ]
            )
    if not rows:
        return None
    return table((say.EVENT, say.PRODUCT, say.LESS, say.CHANCE), rows, texts=2)


def _standings(sheet: Sheet, standings: Any) -> Raw:
    """Tag, level before and after, and margin left of each event taken part in."""
    level = standings.level or say.LEVEL
    rows = []
    for one in standings.rows:
        e = one.edition
        what = tag("span", name(e.name, 24), tag("span", _days(e), cls="sub"))
        moved = say.MOVED.format(a=one.before or say.UNNOTED, b=one.after or say.UNNOTED)
        left: object = style.NOTHING
        if not style.missing(one.left[0]):
            wide = style.span(one.left[1], one.left[2], "money", sheet.currency)
            told = _show(sheet, e, "left", say.LEFT, one.left[0], "money")
            left = tag("span", told, tag("span", wide, cls="sub"))
        rows.append([what, name(one.tag, 20) if one.tag else say.NO_TAG, moved, left])
    return table((say.EVENT, say.TAG, level, say.LEFT), rows, cards=True)


def _newcomers(sheet: Sheet, past: Any) -> Raw:
    """New buyers of each event beyond the usual, and how many came back."""
    names = {e.id: e for e in past.editions}
    rows = []
    for row in past.newcomers.itertuples():
        edition = names[row.id]
        extra = tag(
            "span", style.signed(row.extra, "count"),
            tag("span", style.span(row.lo, row.hi, "count"), cls="sub"),
        ) if not style.missing(row.extra) else style.NOTHING  # fmt: skip
        back: object = row.reason
        if not style.missing(row.repeat):
            back = join(
                [
                    style.figure(row.repeat, "percent"),
                    words.OPEN,
                    style.span(row.repeat_lo, row.repeat_hi, "percent"),
                    words.CLOSE,
                ]
            )
        what = tag("span", name(edition.name, 24), tag("span", _days(edition), cls="sub"))
        rows.append([what, style.figure(row.new, "count"), extra, tag("span", back, cls="wrap")])
    return table((say.EVENT, say.FRESH, say.EXTRA, say.BACK), rows, cards=True)


def _keep(sheet: Sheet, past: Any) -> None:
    """Every edition with all its ranges as a table for the workbook."""
    first, then = "lift lo hi extra pulled_forward".split(), "dip net net_lo net_hi".split()
    rows = [
        (
            *(str(e.name), e.start, e.end),
            str(say.VERDICT[e.effect.verdict if e.effect else "cannot_tell"]),
            *(getattr(e.effect, f) if e.effect else None for f in first),
            str(say.UNTOLD) if style.missing(e.moved) else e.moved,
            *(getattr(e.effect, f) if e.effect else None for f in then),
            str(_reason(e)),
        )
        for e in past.editions
    ]
    heads = [say.EVENT, say.START, say.END, words.STATUS, *say.FIELDS, say.REASON]
    sheet.table("past", say.TABLE, pd.DataFrame(rows, columns=[str(h) for h in heads]))
