"""The snapshots put in order: looks at a competitor, and what each look told."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pandas as pd

from ..errors import ParameterError
from ..labels import Label

NUMBERS = (
    "price price_low price_high sales_30d orders_30d amount_30d amount_low amount_high "
    "repurchase_rate reviews list_rank response_rate years items_online stock"
).split()
TEXTS = "title tags promotion".split()
NEEDED = ("date", "competitor", "offer_id")
# One look at a competitor may take so many days: the list typed in on Monday and on Tuesday.
LOOK_DAYS = 2
# A look that shows less than this share of what the one before showed is a note of some offers,
# not a list of all: what it lacks has not been taken down.
WHOLE = 0.5
_ORDERED = "snapshots in order"
_APART = re.compile(r"[,，、;；|\n]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


def in_order(snapshots: pd.DataFrame) -> pd.DataFrame:
    """The snapshots by competitor, offer and day, every column there, texts told or None.

    `low` and `high` are the price band (one price: both the same). `look` numbers the looks at
    a competitor: days close together that show no offer twice are one look. An empty
    promotion or tag cell is "" (there is none); None, or a day on which no offer at all has a tag,
    is a sheet without the column.
    A frame that this returned, or a part of its rows, is not put in order again.
    Raises ParameterError where date, competitor or offer_id lack.
    """
    if snapshots.attrs.get(_ORDERED) and "look" in snapshots:
        return snapshots.copy()
    if lacking := [c for c in NEEDED if c not in snapshots]:
        raise ParameterError(
            "competitor",
            Label(f"竞品数据缺少列：{'、'.join(lacking)}。", f"the sheet lacks {lacking[0]}."),
            Label("需要竞品登记表。", "It takes the competitor sheet."),
        )
    rows = snapshots.reindex(columns=list(dict.fromkeys([*NEEDED, *snapshots, *NUMBERS, *TEXTS])))
    rows["date"] = pd.to_datetime(rows["date"])
    for column in ("competitor", "offer_id"):
        rows[column] = rows[column].fillna("").astype(str).str.strip()
    for column in NUMBERS:
        rows[column] = pd.to_numeric(rows[column], errors="coerce").astype(float)
    for column in TEXTS:
        rows[column] = _told(rows, column)
    rows = rows[rows["date"].notna() & rows["competitor"].ne("")]
    rows["low"] = rows["price_low"].fillna(rows["price"])
    rows["high"] = rows["price_high"].fillna(rows["price"]).fillna(rows["low"])
    rows["low"] = rows["low"].fillna(rows["high"])
    rows = rows.drop_duplicates(list(NEEDED), keep="last")
    rows = rows.sort_values(["competitor", "date", "offer_id"], kind="stable")
    rows["look"] = _looks(rows)
    rows = rows.reset_index(drop=True)
    rows.attrs[_ORDERED] = True
    return rows


def _told(rows: pd.DataFrame, column: str) -> pd.Series:
    """Texts; None where not told. An empty title is never a title."""
    raw = rows[column]
    text = raw.astype(object).where(raw.notna(), "").map(plain)
    filled = text.ne("")
    if column == "title":
        return text.where(filled, None)
    there = raw.notna()
    if column == "tags":
        # A day without any tag: the sheet came without the column, unless tags are rare anyway.
        count = filled.groupby(rows["date"]).transform("sum")
        usual = filled.groupby(rows["date"]).sum()
        rare = bool((usual[usual > 0].median() if filled.any() else 0) <= 2)
        there &= count.gt(0) | (rare & rows["date"].ge(rows.loc[filled, "date"].min()))
    return text.where(filled | there, None)


def plain(text: object) -> str:
    """A text without double blanks and full-width letters."""
    return " ".join(unicodedata.normalize("NFKC", str(text)).split())


def tags_of(text: object) -> frozenset[str]:
    """The single tags of a cell: split at commas and the like, and at blanks between characters."""
    return frozenset(t for part in _APART.split(str(text)) if (t := part.strip()))


def _looks(rows: pd.DataFrame) -> np.ndarray:
    """Number of the look each row belongs to, counted from 0 within its competitor."""
    out = np.zeros(len(rows), int)
    at = 0
    for _, mine in rows.groupby("competitor", sort=False):
        number, start, seen = -1, None, set[str]()
        for day, part in mine.groupby("date", sort=True):
            offers = set(part["offer_id"])
            late = start is None or (day - start).days > LOOK_DAYS
            if late or offers & seen:
                number, start, seen = number + 1, day, set()
            seen |= offers
            out[at : at + len(part)] = number
            at += len(part)
    return out


def looks(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a look: competitor, look, first, last, offers (set), whole (all offers listed).

    rows: result of `in_order`.
    """
    out = []
    for competitor, mine in rows.groupby("competitor", sort=False):
        usual = 0
        for look, part in mine.groupby("look", sort=True):
            offers = frozenset(part["offer_id"]) - {""}
            whole = len(offers) > 0 and len(offers) >= WHOLE * usual
            usual = len(offers) if whole else usual
            out.append((competitor, look, part["date"].min(), part["date"].max(), offers, whole))
    return pd.DataFrame(out, columns=["competitor", "look", "first", "last", "offers", "whole"])
