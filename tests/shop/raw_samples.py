"""The sample files read once more, with pandas alone: what the audit compares the page with."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

SAMPLES = Path(__file__).resolve().parents[2] / "data_samples"
DAY = pd.Timestamp("2026-11-20")
WEEK = DAY - pd.Timedelta(days=7)
LAST_YEAR = DAY - pd.Timedelta(days=364)  # far from Spring Festival: the same weekday
IDS = {"商品ID", "产品ID", "订单编号", "Offer ID"}


def number(cell: object) -> float:
    """'2,802.10', '1.62%' as 0.0162, '-' as missing."""
    text = str(cell).strip().replace(",", "")
    if text in ("", "-", "nan", "None"):
        return math.nan
    try:
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        return math.nan


def stamp(cell: object) -> pd.Timestamp:
    """'2026-11-20', 20261120 or the last day of '2026-11-14~2026-11-20'."""
    text = str(cell).removesuffix(".0").split("~")[-1].strip()
    return pd.to_datetime(text, errors="coerce")


def packed(path: Path) -> pd.DataFrame:
    """The one text file of a zipped export, in either of the encodings that are exported."""
    with zipfile.ZipFile(path) as archive:
        (name,) = archive.namelist()
        content = archive.read(name)
    marked = content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig" if marked else "gb18030")
    return pd.read_csv(io.StringIO(text), header=None, dtype=str)


@cache
def sheet(shop: str, pattern: str, key: str) -> pd.DataFrame:
    """All files of one export below each other: from the header row that holds `key` on."""
    parts = []
    for path in sorted((SAMPLES / shop).glob(f"*/{pattern}")):
        if path.suffix == ".csv":
            raw = pd.read_csv(path, header=None, dtype=str, encoding="gb18030")
        elif path.suffix == ".zip":
            raw = packed(path)
        else:
            raw = pd.read_excel(path, header=None, dtype=object, engine="calamine")
        at = next(i for i in range(9) if key in [str(c).strip() for c in raw.iloc[i]])
        part = raw.iloc[at + 1 :].set_axis([str(c).strip() for c in raw.iloc[at]], axis=1)
        parts.append(part.assign(period=str(raw.iat[0, 0])))
    return pd.concat(parts, ignore_index=True)


@cache
def daily(shop: str, pattern: str, key: str, date: str) -> pd.DataFrame:
    """An export with a date column: `date` as a day, everything that looks like a number one."""
    frame = sheet(shop, pattern, key)
    days = frame[date].map(stamp)
    values = frame[[c for c in frame if c not in IDS]].map(number)
    known = {c: values[c] for c in values if values[c].notna().any()}
    frame = frame.assign(**known, date=days)
    return frame[frame["date"].notna()]


def span(frame: pd.DataFrame, days: int, end: pd.Timestamp = DAY) -> pd.DataFrame:
    return frame[(frame["date"] > end - pd.Timedelta(days=days)) & (frame["date"] <= end)]


def four_weeks(of: Callable[[pd.Timestamp], float]) -> float:
    return float(np.mean([of(DAY - pd.Timedelta(days=7 * k)) for k in (1, 2, 3, 4)]))


# The 1688 shop.
S = "shop_1688"


def board() -> pd.DataFrame:
    return daily(S, "核心看板_20*", "展现次数", "日期")


def window(days: int, end: pd.Timestamp = DAY) -> pd.Series:
    """The platform's own figures of 7 or 30 days."""
    frame = daily(S, f"核心看板_近{days}天*", "展现次数", "统计周期")
    return frame[frame["date"] == end].iloc[0]


def added(column: str, days: int = 7, end: pd.Timestamp = DAY) -> float:
    return float(span(board(), days, end)[column].sum())


def ads(column: str, days: int = 7) -> float:
    return float(span(daily(S, "数字营销_汇总*", "消耗量", "日期"), days)[column].sum())


def goods() -> pd.DataFrame:
    """Product days, those of the daily files over those of the monthly ones."""
    files = [daily(S, p, "商品ID", "统计日期") for p in ("商品_自助取数_2026-10*", "商品_全部*")]
    frame = pd.concat(files)
    return frame[frame["商品ID"].str.fullmatch(r"\d+")].drop_duplicates(
        ["date", "商品ID"], keep="last"
    )


@cache
def orders() -> pd.DataFrame:
    """Paid orders: one row an order, the first of its merged rows."""
    heads = sheet(S, "订单列表_2026-1*", "订单编号").dropna(subset=["订单编号", "订单付款时间"])
    paid = pd.to_datetime(heads["订单付款时间"], errors="coerce")
    frame = heads.assign(date=paid.dt.normalize(), paid=paid, money=heads["实付款(元)"].map(number))
    return frame[paid.notna()].drop_duplicates("订单编号", keep="last")


def buyers(days: int, at_least: int = 1) -> int:
    return int((span(orders(), days)["买家会员名"].value_counts() >= at_least).sum())


def signed_hours() -> float:
    parcels = sheet(S, "物流登记表*", "订单编号").merge(orders(), on="订单编号")
    signed = pd.to_datetime(parcels["签收时间"], errors="coerce")
    parcels = parcels.assign(date=signed.dt.normalize(), took=signed - parcels["paid"])
    return float(span(parcels, 30)["took"].dt.total_seconds().mean() / 3600)


def newest() -> pd.DataFrame:
    return goods()[goods()["date"] == DAY]


def score(shop: str, name: str) -> float:
    rows = sheet(shop, "店铺评分登记表*", "评分项")
    rows = rows[rows["评分项"] == name].assign(date=lambda r: r["日期"].map(stamp))
    return number(rows.sort_values("date").iloc[-1]["数值"])


def inquiries(shop: str, days: int) -> pd.DataFrame:
    """Received in the window, with `hours` to the first reply and whether a reply was due."""
    rows = sheet(shop, "询盘登记表*", "询盘号")
    came, told = (pd.to_datetime(rows[c], errors="coerce") for c in ("询盘时间", "回复时间"))
    due = told.notna() | (came + pd.Timedelta(hours=2) <= DAY + pd.Timedelta(days=1))
    hours = (told - came).dt.total_seconds() / 3600
    return span(pd.DataFrame({"date": came.dt.normalize(), "hours": hours, "due": due}), days)


def in_two_hours(shop: str) -> float:
    rows = inquiries(shop, 7)
    return float((rows["hours"] <= 2).sum() / rows["due"].sum())


def stock_cover() -> float:
    stock = daily(S, "库存表*", "商品ID", "日期")
    return float(stock[stock["date"] == DAY]["在库数量"].sum() / added("支付商品件数", 30) * 30)


def bounce() -> float:
    week = span(board(), 7)
    return float((week["跳失率"] * week["访客数"]).sum() / week["访客数"].sum())


def sold_share(days: int) -> float:
    sold = span(goods(), days).groupby("商品ID")["支付件数"].sum()
    return float((sold > 0).sum() / board().set_index("date").loc[DAY, "在线商品数"])


# The Alibaba.com shop.
A = "shop_alibaba"


def ali(column: str, days: int = 7, end: pd.Timestamp = DAY) -> float:
    frame = daily(A, "店铺数据_20*", "店铺访问人数", "统计日期")
    return float(span(frame, days, end)[column].sum())


def ali_window(column: str, days: int = 7) -> float:
    frame = daily(A, f"店铺数据_近{days}天*", "店铺访问人数", "统计周期")
    return float(frame[frame["date"] == DAY].iloc[0][column])


def p4p(column: str, days: int = 7) -> float:
    return float(span(daily(A, "外贸直通车_20??-??.xlsx", "推广计划", "日期"), days)[column].sum())
