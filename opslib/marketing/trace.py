"""Where a figure of the calendar page comes from: its section made once more."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from .. import metrics
from ..answer import COLUMNS, Answer, filed
from ..labels import Label

if TYPE_CHECKING:
    from ..shop import Shop
    from .year import Year

_EFFECT = Label(
    "下面是活动那几天的数据；和同样星期、节日、趋势下本来会有的比，活动后 14 天的回落已扣掉。",
    "the rows below are those of the event's days; set against what the same weekdays, holidays "
    "and trend would have brought, the dip of 14 days behind taken off.",
)
_MADE = Label(
    "由营销日历登记表和活动日期按“数据与口径”里的办法数出来或推算。",
    "counted or worked out from the calendar register and the dates of events, as told under "
    "'Data and method'.",
)


def year_answer(shop: Shop, number: dict[str, Any]) -> Answer:
    """Where one number of a calendar page's data.json comes from, for the shop as the page saw it.

    Raises OpslibError when today's program no longer shows this number.
    """
    from .show import SECTIONS

    year = shop.year()
    value = year.show.again(number["id"], SECTIONS)
    judged = _judged(year, number["id"])
    if judged is None:
        return Answer(number, None, value, filed(_rows(shop, number), shop.arrivals), _MADE)
    metric, first, last = judged
    rows = metrics.trace(
        *(shop.con, metric),
        as_of=last,
        window=(last - first).days + 1,
        dimension=None,
        member="",
        currency=shop.currency,
    )
    return Answer(
        number, metrics.METRICS[metric].definition, value, filed(rows, shop.arrivals), _EFFECT
    )


def _judged(year: Year, number: str) -> tuple[str, date, date] | None:
    """The metric and the days of a past event that a number tells the effect of."""
    part, what, id = [*number.split(".", 2), "", ""][:3]
    if part == "past":
        found = next((e for e in year.past.editions if e.id == id), None)
        return (year.past.basis, found.start, found.end) if found else None
    if part == "interactive":
        for one in year.interactive:
            if one.id == id:
                return "visitors" if what == "visitors" else one.metric, one.start, one.end
    return None


def _rows(shop: Shop, number: dict[str, Any]) -> pd.DataFrame:
    """The register's rows behind a count of activities."""
    if not shop.holds("activity"):
        return pd.DataFrame(columns=[*COLUMNS])
    member = number["subject"]["member"] or ""
    rows: pd.DataFrame = shop.con.execute(
        """SELECT start AS date, 'activity' AS part, NULL AS value, name AS member, source_file,
           source_row FROM activity WHERE $member = '' OR id = $member
           ORDER BY start, source_row""",
        {"member": member if number["subject"]["dimension"] == "activity" else ""},
    ).df()
    return rows
