"""Where a figure of the weekly page comes from: its section made once more, and the week's rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from ..answer import COLUMNS, Answer, filed
from ..ids import digest
from ..labels import Label
from ..metrics import METRICS
from ..shop import Shop
from .show import SECTIONS

# What a row gives to a sum; every other figure is shown with the money of its rows.
_COLUMNS = {
    "ad_spend": "spend",
    "ad_clicks": "clicks",
    "ad_impressions": "impressions",
    "ad_gmv": "ad_gmv",
    "ad_orders": "ad_orders",
    "ad_leads": "leads",
}
_MEMBERS = {
    "line": "product_line",
    "plan": "plan",
    "product": "item_id",
    "keyword": "keyword",
}
# Figures of other weeks are told without rows.
_OTHER_WEEKS = ("_last", "_mean8", "_year")
_LEVELS = {"line": "plan", "plan": "plan", "product": "product", "keyword": "keyword"}


def week_answer(shop: Shop, number: dict[str, Any]) -> Answer:
    """Where one number of a weekly page's data.json comes from, for the shop as the page saw it.

    Raises OpslibError when today's program no longer shows this number.
    """
    week = shop.weekly()
    value = week.show.again(number["id"], SECTIONS)
    known = METRICS.get(number["metric"])
    rows = _rows(shop, week.week, number)
    made = None if number["metric"] in _COLUMNS else _JUDGED
    return Answer(number, known.definition if known else None, value, rows, made)


def _rows(shop: Shop, week: tuple[date, date], number: dict[str, Any]) -> pd.DataFrame:
    """The advertising rows of the week that the number, or what it judges, is made of."""
    subject, (kind, *rest) = number["subject"], number["id"].split(".")
    cut, key_of = subject["dimension"] if subject["member"] else "", ""
    if kind == "money" and len(rest) == 3 and not rest[1].endswith(_OTHER_WEEKS):
        cut, key_of = rest[0].replace("total", ""), rest[2]
    elif kind not in ("week", "finding"):
        return pd.DataFrame(columns=[*COLUMNS])
    if "ad_day" not in shop.snapshot.tables(shop.identity.id) or cut not in ("", *_MEMBERS):
        return pd.DataFrame(columns=[*COLUMNS])
    column = _COLUMNS.get(number["metric"], "spend")
    key = _MEMBERS.get(cut, "''")
    level = _LEVELS.get(cut) or _whole(shop, week)
    rows = shop.con.execute(
        f"""SELECT date, '{column}' AS part, "{column}" AS value, {key} AS member, source_file,
            source_row FROM ad_day WHERE level = $level AND date BETWEEN $first AND $last
            AND ($any OR {key} = $member) AND "{column}" IS NOT NULL
            ORDER BY date, source_file, source_row""",
        {
            "level": level,
            "first": week[0],
            "last": week[1],
            "any": bool(key_of),
            "member": subject["member"] or "",
        },
    ).df()
    if cut and key_of:
        rows = rows[[digest(m) == key_of for m in rows["member"]]].reset_index(drop=True)
    return filed(rows, shop.arrivals)


def _whole(shop: Shop, week: tuple[date, date]) -> str:
    """The level whose rows add up to all money: the shop's own where it is exported."""
    levels = shop.con.execute(
        "SELECT DISTINCT level FROM ad_day WHERE date BETWEEN ? AND ?", [*week]
    ).fetchall()
    there = {level for (level,) in levels}
    return next((one for one in ("shop", "plan", "product", "keyword") if one in there), "plan")


_JUDGED = Label(
    "由这些行按“数据与口径”里的办法推算或判断；列出的是它们的花费。",
    "worked out from these rows as told under 'Data and method'; their spend is listed.",
)
