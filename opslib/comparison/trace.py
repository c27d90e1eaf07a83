"""Where a figure of the comparison comes from: its section made once more, and the noted rows."""

from __future__ import annotations

from hashlib import sha1
from typing import Any

import pandas as pd

from ..answer import COLUMNS, Answer
from ..labels import Label
from ..metrics import METRICS
from ..shop import Shop
from .compare import Comparison
from .show import SECTIONS

_JUDGED = Label(
    "由列出的记录（竞品登记表、榜单、市场页、同行对比）按“数据与口径”里的办法重算。",
    "made again from the rows listed (competitor sheet, lists, market pages, peers), as told under "
    "'Data and method'.",
)


def comparison_answer(shop: Shop, number: dict[str, Any]) -> Answer:
    """Where one number of a comparison's data.json comes from, for the shop as the page saw it.

    Raises OpslibError when today's program no longer shows this number.
    """
    made = shop.comparison()
    value = made.show.again(number["id"], SECTIONS)
    known = METRICS.get(number["metric"])
    rows = _listed(shop, *_rows(made, number))
    return Answer(number, known.definition if known else None, value, rows, _JUDGED)


def _rows(made: Comparison, number: dict[str, Any]) -> tuple[pd.DataFrame, str, str]:
    """The rows a number is made of, with the columns that hold its value and its member."""
    kind, *rest = number["id"].split(".")
    subject = str((number.get("subject") or {}).get("member") or "")
    if kind == "price":
        items = made.position["item_id"].astype(str)
        return _pairs(made, {i for i in items if _digest(i) == rest[-1]})
    if kind == "finding" and subject:
        return _pairs(made, {subject})
    if kind == "list":
        rows = made.lists
        return rows[rows["list"].eq(rest[-1])], "threshold", "item_id"
    if kind == "ladder":
        rows = made.shop.table("benchmark", 65)
        return rows[rows["metric"].eq(rest[0])], "own", "metric"
    if kind == "rivals" and rest[0] in ("moved", "dear", "answer"):
        moves = made.lately[made.lately["what"].isin(["price", "promotion"])]
        keys = moves[["date", "competitor", "offer_id"]].drop_duplicates()
        moved = rest[0] == "moved"
        rows = (
            made.snapshots.merge(keys) if moved else _pairs(made, set(made.position["item_id"]))[0]
        )
        return rows, "price", "competitor"
    if kind in ("rivals", "gap"):
        newest = made.snapshots["date"].eq(
            made.snapshots.groupby("competitor")["date"].transform("max")
        )
        return made.snapshots[newest], "price", "competitor"
    return made.snapshots.head(0), "price", "competitor"


def _pairs(made: Comparison, items: set[str]) -> tuple[pd.DataFrame, str, str]:
    """The newest rows of the offers matched with these products, and our own of the sheet."""
    pairs = made.matches[made.matches["state"].isin(["auto", "confirmed"])]
    pairs = pairs[pairs["item_id"].isin(items)][["competitor", "offer_id"]].drop_duplicates()
    theirs = made.snapshots.merge(pairs).drop_duplicates(["competitor", "offer_id"], keep="last")
    ours = made.noted[made.noted["offer_id"].isin(items)]
    ours = ours.drop_duplicates("offer_id", keep="last")
    return pd.concat([ours, theirs], ignore_index=True), "price", "competitor"


def _listed(shop: Shop, rows: pd.DataFrame, value: str, member: str) -> pd.DataFrame:
    """The rows as `opslib why` prints them: day, column, value, member, file and row."""
    if rows.empty:
        return pd.DataFrame(columns=[*COLUMNS])
    paths = dict(zip(shop.arrivals["sha256"].str[:16], shop.arrivals["path"], strict=True))
    return pd.DataFrame(
        {
            "date": pd.to_datetime(rows["date"]).dt.strftime("%Y-%m-%d"),
            "part": value,
            "value": rows[value].astype(float),
            "member": rows[member].astype(str),
            "file": [
                str(paths.get(s, s)).replace("\\", "/").split("/")[-1] for s in rows["source_file"]
            ],
            "source_row": rows["source_row"],
        }
    ).reset_index(drop=True)


def _digest(member: str) -> str:
    return sha1(member.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()[:8]
