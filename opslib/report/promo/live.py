"""Live sessions: at which hour to go on air."""

from __future__ import annotations

from typing import Any

from .. import style, words
from ..blocks import Block, block, card, empty, more, table
from ..markup import Raw, filled, tag
from ..sheet import Sheet
from . import live_words as say
from .cells import Cells, spoken_text


def promo_live(sheet: Sheet, found: Any, terms: Any) -> Block:
    """Which hour of going on air brings most orders an hour, and what would moving there bring?

    found: `promotion.live.Live`. terms: basis.
    """
    if found.slots.empty:
        return empty("live", say.NEEDS)
    told = _sentence(sheet, found, terms)
    rows = more(say.LIST.format(n=len(found.slots)), card(_table(sheet, found, terms)))
    method = tag("p", say.METHOD.format(n=found.sessions), cls="mute tiny")
    _keep(sheet, found, terms)
    return block(
        tag("h3", say.TABLE),
        tag("p", told, _gain(sheet, found)),
        rows,
        method,
        text=spoken_text(told),
        section="live",
    )


def clock(hour: float) -> str:
    """The hour of going on air: 20:00."""
    return f"{int(hour)}:00"


def _sentence(sheet: Sheet, found: Any, terms: Any) -> Raw:
    row = next(found.slots.itertuples())
    hour, p = clock(row.hour), style.chance(float(found.p_right))
    if len(found.slots) < 2:
        return filled(say.ONE, n=found.sessions, hour=hour)
    if found.state == "best":
        cells = Cells(sheet, "live", row, str(row.hour))
        rate = cells.one("rate", _rate(terms), "ratio")
        ends = {k: f"{getattr(row, k):.1f}" for k in ("lo", "hi")}
        unit = filled(say.ORDERS[terms.basis], n=rate)
        return filled(say.BEST, hour=tag("b", hour), rate=unit, p=p, **ends)
    if style.missing(found.needed):
        return filled(say.CLOSE, hour=hour, p=p)
    return filled(say.LEADS, hour=hour, p=p, n=f"{found.needed:,.0f}")


def _rate(terms: Any) -> Any:
    return say.N["rate"] if terms.basis == "gmv" else say.LEADS_N


def _gain(sheet: Sheet, found: Any) -> Raw | None:
    if style.missing(found.gain) or found.gain <= 0:
        return None
    number = sheet.show(sheet.loose("live.gain", say.N_GAIN, float(found.gain), "money"))
    lo, hi = (style.signed(v, "money", sheet.currency) for v in (found.gain_lo, found.gain_hi))
    return filled(say.GAIN, gain=tag("b", number), lo=lo, hi=hi)


def _table(sheet: Sheet, found: Any, terms: Any) -> Raw:
    lines = []
    orders = say.N["orders"] if terms.basis == "gmv" else say.INQUIRIES
    for row in found.slots.sort_values("hour").itertuples():
        cells = Cells(sheet, "live", row, str(row.hour))
        lines.append(
            (
                tag("b", clock(row.hour)),
                cells.one("sessions", say.N["sessions"], "count"),
                cells.one("viewers_rate", say.N["viewers_rate"], "count"),
                cells.one("orders", orders, "count"),
                cells.ranged("rate", _rate(terms), "ratio"),
                style.chance(float(row.p_best)),
                say.VERDICT[row.verdict],
            )
        )
    head = (say.HOUR, say.N["sessions"], say.N["viewers_rate"], orders, _rate(terms), say.P_BEST,
            words.STATUS)  # fmt: skip
    return table(head, lines)


def _keep(sheet: Sheet, found: Any, terms: Any) -> None:
    """The hours for the workbook."""
    names = {"hour": say.HOUR, **say.N, "rate": _rate(terms), "p_best": say.P_BEST}
    frame = found.slots[list(names)].assign(hour=[clock(h) for h in found.slots["hour"]])
    sheet.table("live", say.TABLE, frame.set_axis([str(n) for n in names.values()], axis=1))
