"""Where a figure of the calendar page comes from: its section made once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from ..answer import COLUMNS, Answer
from ..labels import Label

if TYPE_CHECKING:
    from ..shop import Shop

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

    value = shop.year().show.again(number["id"], SECTIONS)
    return Answer(number, None, value, _rows(shop, number), _MADE)


def _rows(shop: Shop, number: dict[str, Any]) -> pd.DataFrame:
    """The register's rows behind a count of activities."""
    if not shop.holds("activity"):
        return pd.DataFrame(columns=[*COLUMNS])
    member = number["subject"]["member"] or ""
    rows = shop.con.execute(
        """SELECT start AS date, 'activity' AS part, NULL AS value, name AS member, source_file,
           source_row FROM activity WHERE $member = '' OR id = $member
           ORDER BY start, source_row""",
        {"member": member if number["subject"]["dimension"] == "activity" else ""},
    ).df()
    paths = dict(zip(shop.arrivals["sha256"].str[:16], shop.arrivals["path"], strict=True))
    return rows.assign(
        date=pd.to_datetime(rows["date"]).dt.strftime("%Y-%m-%d"),
        file=[str(paths.get(s, s)).replace("\\", "/").split("/")[-1] for s in rows["source_file"]],
    )
