"""The market: open words, the peers' ladder, indices read as ranges where that is allowed."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...labels import Label
from .. import style
from ..blocks import Block, block, card, more, table
from ..markup import Raw, join, name, tag
from ..sheet import Sheet

L = Label
_SHOWN = 8


def rivals_market(
    sheet: Sheet, words: pd.DataFrame, ladder: pd.DataFrame, readings: pd.DataFrame
) -> Block:
    """Which words does nobody of ours fit, what is the next rung, how big are the others?

    words: keyword search_index supply_demand_index trend fit open. ladder: rows of
    `competition.target_ladder`. readings: kind competitor index lo mid hi error coverage n needed
    low high.
    """
    parts: list[object] = [_words(sheet, words), _ladder(sheet, ladder), _readings(sheet, readings)]
    open_ = int(words["open"].sum()) if len(words) else 0
    told = TOLD.format(n=open_) if len(words) else NO_WORDS
    return block(tag("p", told), *parts, text=told, section="market")


def _words(sheet: Sheet, words: pd.DataFrame) -> Raw | None:
    if words.empty:
        return None
    sheet.table("market_words", T_WORDS, words.rename(columns={k: str(v) for k, v in COLS.items()}))
    rows = [_word(w) for w in words[words["open"].astype(bool)].head(_SHOWN).itertuples()]
    if not rows:
        return tag("p", NONE_OPEN, cls="mute")
    return card(
        tag("h3", WORDS), table(WORD_HEAD, rows, cards=None), tag("p", UNIT, cls="mute tiny")
    )


def _word(w: Any) -> tuple[object, ...]:
    trend = {"up": "▲", "down": "▼"}.get(str(w.trend), "")
    index = join([style.figure(w.search_index, "index"), " ", trend])
    return name(w.keyword, 24), index, style.figure(w.supply_demand_index, "ratio")


def _ladder(sheet: Sheet, ladder: pd.DataFrame) -> Raw:
    if ladder.empty:
        return tag("p", NO_PEERS, cls="mute")
    rows = []
    for r in ladder.itertuples():
        label, unit = _figure(sheet, r.metric)

        def figure(value: float, unit: str = unit) -> str:
            return style.figure(value, unit, sheet.currency)

        number = sheet.loose(f"ladder.{r.metric}", label, _known(r.value), unit)
        worth: object = ""
        if not style.missing(r.yuan) and r.yuan > 0:
            named = N_WORTH.format(what=label)
            worth = sheet.show(
                sheet.loose(f"ladder.{r.metric}.worth", named, float(r.yuan), "money")
            )
        gap = figure(r.gap) if not style.missing(r.gap) and r.gap > 0 else ""
        rows.append(
            (
                label,
                sheet.show(number),
                RUNG.get(r.rung, ""),
                figure(r.target),
                gap,
                worth,
            )
        )
    told = ladder.assign(
        metric=[str(_figure(sheet, m)[0]) for m in ladder["metric"]],
        rung=[str(RUNG.get(v, v)) for v in ladder["rung"]],
    )
    sheet.table("ladder", T_LADDER, told.rename(columns={k: str(v) for k, v in COLS.items()}))
    body = card(table(LADDER_HEAD, rows), tag("p", LADDER_NOTE, cls="mute tiny"))
    return more(LADDER.format(n=len(rows)), body)


def _figure(sheet: Sheet, metric: str) -> tuple[Label, str]:
    """Name and unit; the platform compares figures that the review itself does not measure."""
    return PEERS_ONLY.get(metric) or (sheet.label(metric), sheet.unit(metric))


def _known(value: Any) -> float | None:
    return None if style.missing(value) else float(value)


def _readings(sheet: Sheet, readings: pd.DataFrame) -> Raw:
    if readings.empty:
        return tag("p", NO_INDEX, cls="mute")
    rows = []
    for r in readings.sort_values(["kind", "index"], ascending=[True, False]).itertuples():
        unit = "money" if r.kind == "trade_index" else "count"
        if not style.missing(r.low):
            told: object = join(
                [style.span(r.low, r.high, unit, sheet.currency), tag("span", BAND, cls="sub")]
            )
        elif style.missing(r.mid):
            told = tag(
                "span", OUTSIDE if not r.needed else NEEDED.format(n=int(r.needed)), cls="mute"
            )
        elif round(r.lo, -1) == round(r.hi, -1):
            told = join([ABOUT, style.figure(r.mid, unit, sheet.currency)])
        else:
            told = style.span(r.lo, r.hi, unit, sheet.currency)
        rows.append((name(r.competitor, 26), INDEX[r.kind], style.figure(r.index, "index"), told))
    notes = []
    for kind, part in readings.groupby("kind", sort=True):
        first = part.iloc[0]
        if not first["needed"] and not style.missing(first["error"]):
            held = f"{first['coverage']:.0%}"
            error = f"{first['error']:.1%}"
            notes.append(
                tag("li", READ.format(kind=INDEX[kind], n=int(first["n"]), error=error, held=held))
            )
    sheet.table(
        "indices",
        T_INDEX,
        readings.assign(kind=[str(INDEX[k]) for k in readings["kind"]]).rename(
            columns={k: str(v) for k, v in COLS.items()}
        ),
    )
    body = card(table(INDEX_HEAD, rows, texts=2), tag("ul", *notes, cls="notes"))
    return more(INDICES.format(n=readings["competitor"].nunique()), body)


TOLD = L(
    "有 {n} 个词搜的人多、做的人少，本店没有商品接得住。",
    "{n} words are searched for, offered by few, and fit no product of ours.",
)
NO_WORDS = L(
    "还没有市场热搜词：导出搜索排行放进收件箱。",
    "No market words yet: put the search ranking into the inbox.",
)
NONE_OPEN = L("热搜词里没有空着的词。", "No word of the market is open.")
WORDS = L("空着的词", "Open words")
WORD_HEAD = (L("词", "Word"), L("搜索指数", "Search index"), L("供需指数", "Demand/supply"))
UNIT = L(
    "指数没有单位，只看名次和涨跌（▲▼ 和前几周比）。",
    "Indices have no unit: rank and trend only (▲▼ against the weeks before).",
)
LADDER = L(
    "离同行均值、优秀还差多少（{n} 个指标）", "How far from the peers' mean and the excellent ({n})"
)
LADDER_HEAD = (
    L("指标", "Figure"),
    L("本店", "Ours"),
    L("这一级", "Rung"),
    L("下一个目标", "Target"),
    L("还差", "Gap"),
    L("约值（30 天）", "Worth (30 days)"),
)
LADDER_NOTE = L(
    "低于均值追均值，高于均值追优秀，高于优秀追自己上月。约值按其他环节不变算，各行不能相加。",
    "Below the mean aim at it, above it at the excellent, above those at our own last month. Worth "
    "holds while all else stays; rows do not add up.",
)
RUNG = {
    "below_mean": L("低于均值", "below mean"),
    "below_excellent": L("高于均值", "above mean"),
    "above_excellent": L("高于优秀", "above excellent"),
    "cannot_tell": L("看不出", "cannot tell"),
}
PEERS_ONLY = {
    "ad_cvr": (L("推广点击转化率", "Conversion of ad clicks"), "percent"),
    "ad_cpc": (L("推广点击单价", "Cost of an ad click"), "money"),
}
NO_PEERS = L(
    "没有同行均值：导出同行对比放进收件箱。", "No peers' figures: put that export into the inbox."
)
INDICES = L("同行有多大（{n} 家的指数）", "How big the others are (indices of {n})")
INDEX_HEAD = (
    L("店", "Shop"),
    L("指数", "Index"),
    L("值", "Value"),
    L("约合（7 天）", "About (7 days)"),
)
INDEX = {
    "trade_index": L("交易指数", "trade index"),
    "traffic_index": L("流量指数", "traffic index"),
}
READ = L(
    "{kind}：用本店 {n} 对（指数，实际）学的换算，留出来试的误差中位 {error}，"
    "80% 的范围里中了 {held}。",
    "{kind}: read by {n} pairs of our own; median error on pairs held out {error}, {held} fell "
    "into their 80 % range.",
)
OUTSIDE = L("超出本店见过的范围，不换算", "outside what our own pairs cover: not read")
NEEDED = L("还差 {n} 对本店数据", "{n} more pairs of our own needed")
BAND = L("平台给的区间", "the platform's own band")
ABOUT = L("约 ", "about ")
NO_INDEX = L(
    "没有竞店指数：导出竞店或监控店铺放进收件箱。",
    "No rivals' indices: put the export of rival shops into the inbox.",
)
N_WORTH = L("{what}追到目标约值（30 天）", "{what}: worth of the gap, 30 days")
T_WORDS, T_LADDER, T_INDEX = (
    L("市场热搜词", "Market words"),
    L("同行阶梯", "Peers' ladder"),
    L("竞店指数", "Indices"),
)
COLS = {
    "keyword": L("词", "word"),
    "search_index": L("搜索指数", "search index"),
    "supply_demand_index": L("供需指数", "demand per supply"),
    "trend": L("涨跌", "trend"),
    "fit": L("和本店商品的贴合", "fit"),
    "item_id": L("最贴的商品", "best product"),
    "open": L("空着", "open"),
    "metric": L("指标", "figure"),
    "value": L("本店", "ours"),
    "mean": L("同行均值", "peers' mean"),
    "excellent": L("同行优秀", "excellent peers"),
    "last_month": L("上月", "last month"),
    "rung": L("这一级", "rung"),
    "target": L("目标", "target"),
    "gap": L("还差", "gap"),
    "worth": L("每单位约值", "worth of one"),
    "yuan": L("约值", "worth"),
    "way": L("走了几成", "way"),
    "needed_change": L("要涨几成", "change needed"),
    "kind": L("指数", "index"),
    "competitor": L("店", "shop"),
    "index": L("值", "value"),
    "lo": L("约合（低）", "from"),
    "mid": L("约合", "about"),
    "hi": L("约合（高）", "to"),
    "inside": L("在范围内", "inside"),
    "error": L("误差", "error"),
    "coverage": L("命中", "coverage"),
    "n": L("对数", "pairs"),
    "needed": L("还差", "needed"),
    "low": L("区间低", "band from"),
    "high": L("区间高", "band to"),
}
