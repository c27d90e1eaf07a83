"""Channels by what a visitor costs and leaves; plans beside peers of the same tier."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...labels import Label
from .. import style, words
from ..blocks import Block, block, card, empty, more, table
from ..markup import Raw, filled, join, name, tag
from ..sheet import Sheet
from . import channels_words as say
from .cells import Cells, spoken_text

SURE = 0.8
PAID_TOLD = 4  # lines of the sentence on paid channels


def promo_channels(sheet: Sheet, channels: pd.DataFrame, peers: pd.DataFrame, terms: Any) -> Block:
    """Which channel leaves most of a visitor, and where do plans lie among their peers?

    channels: the frame of `promotion.compare_channels`. peers: that of `promotion.against_peers`.
    terms: priced, evidence.
    """
    beside = _peers(sheet, peers)
    if channels.empty:
        none = empty("channels", say.NEEDS)
        return block(none.html, beside, text=say.NEEDS, section="channels")
    told = _sentence(sheet, channels, terms)
    days = int(channels["days"].max())
    parts = [
        tag("p", told),
        more(say.LIST.format(n=len(channels)), card(_table(sheet, channels, terms))),
        beside,
        tag("p", say.METHOD.format(days=days), cls="mute tiny"),
    ]
    _keep(sheet, channels, peers)
    return block(*parts, text=spoken_text(told), section="channels")


def _sentence(sheet: Sheet, rows: pd.DataFrame, terms: Any) -> Raw:
    """The best channel, then each paid one; or what is missing."""
    ranked = rows[rows["place_lo"].notna()]
    if ranked.empty:
        known = rows["told_by"].ne("").any()
        return join([say.UNPRICED if known else say.NO_RESULTS])
    first = ranked.iloc[0]
    if first["p_best"] >= terms.evidence and len(ranked) > 1:
        cells = Cells(sheet, "channel", first, first["channel"])
        each = cells.one("each", say.N["each"], "money")
        chance = style.chance(float(first["p_best"]))
        parts = [
            filled(say.BEST, channel=tag("b", name(first["channel"], 40)), each=each, p=chance)
        ]
    else:
        front = ranked[ranked["place_lo"].eq(1)]["channel"].head(3)
        parts = [filled(say.TIED, channels=join([name(c, 40) for c in front], str(words.AND)))]
    for row in ranked[ranked["line"].ne("")].head(PAID_TOLD).itertuples():
        cells = Cells(sheet, "channel", row, row.channel)
        sign = "OPEN" if SURE > row.p_loss > 1 - SURE else "LOSES" if row.p_loss > 0.5 else "PAID"
        left: object = cells.one("each", say.N["each"], "money")
        if sign == "LOSES":
            left = sheet.money(abs(float(row.each)))
        who = {"channel": name(row.channel, 40), "cost": cells.one("cost", say.N["cost"], "money")}
        parts.append(filled(getattr(say, sign), each=left, **who))
    return join(parts)


def _table(sheet: Sheet, rows: pd.DataFrame, terms: Any) -> Raw:
    lines = []
    priced = rows["place_lo"].notna().any()
    told = bool(rows["cvr"].notna().any())
    for row in rows.itertuples():
        cells = Cells(sheet, "channel", row, row.channel)
        line: list[object] = [
            name(row.channel, 40),
            cells.one("visitors", say.N["visitors"], "count"),
        ]
        line.append(cells.ranged("ctr", say.N["ctr"], "percent"))
        line += [cells.ranged("cvr", say.N["cvr"], "percent")] * told
        line.append(cells.one("cost", say.N["cost"], "money") if row.line else "")
        if priced:
            line += [cells.ranged("each", say.N["each"], "money"), _place(row)]
            line.append(cells.one("profit", say.N["profit"], "money"))
        lines.append(line)
    head: list[object] = [say.CHANNEL, say.N["visitors"], say.N["ctr"]]
    head += [say.N["cvr"]] * told + [say.N["cost"]]
    head += [say.N["each"], say.PLACE, say.N["profit"]] if priced else []
    return table(head, lines)


def _place(row: Any) -> object:
    if style.missing(row.place_lo):
        return ""
    lo, hi = int(row.place_lo), int(row.place_hi)
    return (say.PLACE_ONE if lo == hi else say.PLACES).format(lo=lo, hi=hi)


def _peers(sheet: Sheet, rows: pd.DataFrame) -> Raw:
    """All plans together in a sentence, plan by plan folded."""
    if rows.empty:
        return more(join([say.PEERS, words.COLON, say.NO_PEERS]), tag("p", say.PEERS_NEED))
    parts: list[object] = [tag("h3", say.PEERS)]
    for row in rows[rows["plan"].eq("") & rows["metric"].eq("ad_ctr")].itertuples():
        cells = Cells(sheet, "peers", row, f"{row.plan}/{row.metric}")
        ends = {k: style.figure(getattr(row, k), "percent") for k in ("mean",)}
        own = cells.one("own", say.METRIC["ad_ctr"], "percent")
        best = style.figure(row.excellent, "percent")
        said = filled(say.STANDING[row.verdict], own=own, best=best, **ends)
        parts.append(tag("p", said, _gap(sheet, row)))
    lines = [_line(sheet, row) for row in rows.itertuples()]
    head = (say.PLAN, say.METRIC_HEAD, say.OWN, say.MEAN, say.TOP, words.STATUS, say.GAP_HEAD,
            say.GAIN_HEAD)  # fmt: skip
    parts.append(more(say.PLANS_TABLE, table(head, lines, texts=2)))
    return card(*parts)


def _gap(sheet: Sheet, row: Any) -> Raw | None:
    """The clicks that are missing and what they are worth."""
    if row.verdict == "excellent" or not row.gap_clicks >= 0.5:
        return None
    cells = Cells(sheet, "peers", row, f"{row.plan}/{row.metric}")
    clicks = cells.one("gap_clicks", say.N_GAP, "count", f"{row.gap_clicks:,.0f}")
    if style.missing(row.gain):
        return join([filled(say.GAP, clicks=clicks), words.STOP])
    lo, hi = (style.signed(v, "money", sheet.currency) for v in (row.gain_lo, row.gain_hi))
    value = cells.one("value", say.N_VALUE, "money")
    gain = cells.one("gain", say.N_GAIN, "money")
    worth = filled(say.WORTH if row.gain > 0 else say.LOSING, value=value, gain=gain, lo=lo, hi=hi)
    return join([filled(say.GAP, clicks=clicks), worth])


def _line(sheet: Sheet, row: Any) -> list[object]:
    unit = "money" if row.metric == "ad_cpc" else "percent"
    cells = Cells(sheet, "peers", row, f"{row.plan}/{row.metric}")
    label = say.METRIC[row.metric]
    peers = [style.figure(v, unit, sheet.currency) for v in (row.mean, row.excellent)]
    gap: object = ""
    if row.metric == "ad_ctr":
        gap = cells.one("gap_clicks", say.N_GAP, "count", f"{row.gap_clicks:,.0f}")
    gain = cells.ranged("gain", say.N_GAIN, "money") if row.metric == "ad_ctr" else ""
    who: object = name(row.plan, 30) if row.plan else tag("b", say.ALL)
    own = cells.ranged("own", label, unit)
    return [who, label, own, *peers, say.SHORT[row.verdict], gap, gain]


def _keep(sheet: Sheet, channels: pd.DataFrame, peers: pd.DataFrame) -> None:
    """Both tables for the workbook."""
    names: dict[str, Label] = {"channel": say.CHANNEL, **say.N, "place_lo": say.PLACE}
    known = [c for c in names if channels[c].notna().any()]
    sheet.table(
        "channels", say.TABLE, channels[known].rename(columns={c: str(names[c]) for c in known})
    )
    if len(peers):
        heads = {"plan": say.PLAN, "metric": say.METRIC_HEAD, "own": say.OWN, "mean": say.MEAN,
                 "excellent": say.TOP, "gap_clicks": say.N_GAP, "value": say.N_VALUE,
                 "gain": say.N_GAIN}  # fmt: skip
        frame = peers[list(heads)].assign(metric=[str(say.METRIC[m]) for m in peers["metric"]])
        frame = frame.assign(plan=frame["plan"].where(frame["plan"].ne(""), str(say.ALL)))
        sheet.table(
            "peers", say.PEER_TABLE, frame.set_axis([str(h) for h in heads.values()], axis=1)
        )
