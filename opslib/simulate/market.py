"""Beyond the shop's own counts: peers, platform scores, competitors."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd

from .causes import PriceMove
from .causes_price import MATCHED
from .dice import Floats, pick
from .history import History

RIVALS = ("示例同行A针织厂", "示例同行B服饰", "示例同行C内衣", "示例同行D制衣", "示例同行E供应链")


def benchmark(
    history: History, windows: pd.DataFrame, metrics: dict[str, tuple[float, float]]
) -> pd.DataFrame:
    """The shop beside its peers' mean and the excellent peers, at the end of each week.

    `metrics` gives the peers' level as factors on the shop's own (mean, excellent); it wanders.
    """
    dice, spec = history.world.dice, history.world.spec
    rows = []
    ends = windows[(pd.to_datetime(spec.end) - pd.to_datetime(windows["date"])).dt.days % 7 == 0]
    typical = windows.groupby("days").mean(numeric_only=True)
    for row in ends.itertuples():
        week = (pd.Timestamp(row.date) - pd.Timestamp(spec.first)).days // 7
        for k, (metric, (mean, excellent)) in enumerate(metrics.items()):
            usual = _value(typical.loc[row.days], metric)
            wave = dice.lognormal(0.03, "peer_wave", week, k)[0]
            digits = 4 if metric.endswith(("cvr", "ctr", "rate")) else 2
            rows.append(
                {
                    "date": row.date,
                    "days": row.days,
                    "metric": metric,
                    "own": round(_value(pd.Series(row._asdict()), metric), digits),
                    "peer_mean": round(usual * mean * wave, digits),
                    "peer_excellent": round(usual * excellent * wave, digits),
                }
            )
    return pd.DataFrame(rows)


# Figures of advertising: peers' mean and excellent peers as factors on the shop's usual level.
_AD_PEERS = {"ad_ctr": (0.97, 1.28), "ad_cpc": (1.03, 0.84), "ad_cvr": (0.95, 1.22)}
_AD_WEEKS = 12


def ad_peers(history: History, ad_day: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """The shop's advertising beside its peers' on the newest days of the benchmark `others`.

    ad_ctr clicks / impressions, ad_cpc spend / clicks, ad_cvr orders (Alibaba.com: inquiries) /
    clicks of the whole shop.
    """
    daily = ad_day[ad_day["level"] == "shop"].set_index("date").sort_index()
    brought = "ad_orders" if history.world.spec.platform == "1688" else "inquiries"
    sums = daily[["impressions", "clicks", "spend", brought]].astype(float)
    usual, rows = _ad_figures(sums.sum()), []
    dates = sorted(set(others["date"]))[-_AD_WEEKS:]
    spans = others.loc[others["date"].isin(dates), ["date", "days"]].drop_duplicates()
    for n, (day, days) in enumerate(spans.itertuples(index=False)):
        own = _ad_figures(sums.loc[day - timedelta(days=int(days) - 1) : day].sum())
        for k, (metric, (mean, excellent)) in enumerate(_AD_PEERS.items()):
            wave = history.world.dice.lognormal(0.02, "ad_peers", n, k)[0]
            digits = 2 if metric == "ad_cpc" else 4
            values = (own[metric], usual[metric] * mean * wave, usual[metric] * excellent * wave)
            told = zip(("own", "peer_mean", "peer_excellent"), values, strict=True)
            row = {"date": day, "days": days, "metric": metric}
            rows.append(row | {name: round(value, digits) for name, value in told})
    return pd.DataFrame(rows)


def _ad_figures(sums: pd.Series) -> dict[str, float]:
    shown, clicks, spend, brought = sums.to_numpy(float)
    many = max(clicks, 1.0)
    return {"ad_ctr": clicks / max(shown, 1.0), "ad_cpc": spend / many, "ad_cvr": brought / many}


def _value(row: pd.Series, metric: str) -> float:
    """A window's value of a count or of one of the rates the platform compares."""
    parts = {
        "click_cvr": ("page_views", "impressions"),
        "ctr": ("clicks", "impressions"),
        "search_ctr": ("search_clicks", "search_impressions"),
        "pay_cvr": ("pay_buyers", "visitors"),
        "lead_cvr": ("lead_buyers", "visitors"),
    }
    if metric in parts:
        top, bottom = parts[metric]
        return float(row[top]) / max(float(row[bottom]), 1.0)
    return float(row[metric])


SCORES_1688 = (
    # name in the register, id, level of the value, weekly wander, full marks, prefix of a grade
    ("新灯塔", "beacon", 4.62, 0.02, 5.0),
    ("物流体验", "beacon_logistics", 4.55, 0.03, 5.0),
    ("售后体验", "beacon_aftersale", 4.66, 0.02, 5.0),
    ("咨询体验", "beacon_consult", 4.71, 0.02, 5.0),
    ("商品体验", "beacon_product", 4.60, 0.02, 5.0),
    ("旺铺分", "page_score", 96.0, 0.4, 100.0),
    ("旺旺响应率", "response_rate", 96.4, 0.4, 100.0),
    ("履约率", "fulfilment_rate", 97.6, 0.3, 100.0),
    ("纠纷率", "dispute_rate", 0.35, 0.03, 100.0),
    ("店铺星级", "shop_stars", 4.0, 0.0, 5.0),
    ("店铺等级", "seller_level", 5.0, 0.0, 7.0),
    ("交易勋章", "trade_medal", 4.0, 0.0, 5.0),
)
SCORES_ALIBABA = (
    ("店铺星级", "shop_stars", 4.0, 0.0, 5.0),
    ("商家力", "seller_power", 82.0, 0.5, 100.0),
    ("营销力", "marketing_power", 79.0, 0.6, 100.0),
    ("交易力", "trade_power", 84.0, 0.5, 100.0),
    ("保障力", "guarantee_power", 88.0, 0.3, 100.0),
    ("及时回复率", "reply_rate_30d", 93.0, 0.6, 100.0),
    ("平均回复时长", "reply_hours_30d", 1.1, 0.05, 24.0),
)
_MOVES = (0.88, 0.92, 0.96, 1.04, 1.08)  # how much a rival's price changes at once
_MOVED = ["date", "competitor", "offer_id", "item_id", "before", "after", "factor", "planted"]
_GRADES = {"seller_level": "L{}", "trade_medal": "{}A"}


def score(history: History, weeks: int = 20) -> pd.DataFrame:
    """The platform's scores, typed in once a week and on the last day."""
    spec, dice = history.world.spec, history.world.dice
    table = SCORES_1688 if spec.platform == "1688" else SCORES_ALIBABA
    rows = []
    for back in range(weeks * 7, -1, -7):
        day = history.dates[-1 - back] if back < history.days else None
        if day is None:
            continue
        for k, (name, key, level, sigma, full) in enumerate(table):
            value = level + sigma * float(dice.normal("score", back, k)[0])
            value = round(min(value, full), 2)
            grade = _GRADES.get(key)
            text = grade.format(int(value)) if grade else f"{value:g}"
            rows.append(
                {
                    "date": day,
                    "score": key,
                    "name": name,
                    "level": text,
                    "value": value,
                    "scale_max": full,
                }
            )
    return pd.DataFrame(rows)


def _collected(history: History, weeks: int) -> np.ndarray:
    """The days on which the sheet was filled in: weekly, the last one the day before the end."""
    return history.dates[history.days - 2 - 7 * np.arange(weeks - 1, -1, -1)]


def _steps(history: History, weeks: int) -> Floats:
    """Each offer's price against its first one: week x rival x offer."""
    spec, dice = history.world.spec, history.world.dice
    week, rival, offer = np.ogrid[:weeks, : len(RIVALS), :3]
    if spec.rivals_move:
        moved = dice.uniform("rival_moves", week, rival, offer) < spec.rivals_move
        size = np.array(_MOVES)[pick(np.ones(5), dice.uniform("rival_size", week, rival, offer))]
        step = np.cumprod(np.where(moved & (week > 0), size, 1.0), axis=0)
    else:
        moved = dice.uniform("rival_move", rival, offer) < 0.35
        when = np.floor(dice.uniform("rival_when", rival, offer) * weeks)
        step = np.where(moved & (week >= when), 0.93, 1.0)
    for cause in spec.happenings:
        if isinstance(cause, PriceMove):
            seen = _collected(history, weeks) >= cause.start
            seen &= _collected(history, weeks) <= (cause.end or spec.end)
            step[seen, cause.rival, cause.offer] *= cause.cut
    return np.asarray(step, float)


def rival_moves(history: History, weeks: int = 14) -> pd.DataFrame:
    """The ledger of the rivals' price moves, one row a move seen on the weekly sheet.

    `factor` is the new price against the old; `planted` the ids of the causes behind it, "" for a
    move that does our matched product `item_id` no harm.
    """
    sheet = competitor(history, weeks)
    sheet["before"] = sheet.groupby("offer_id")["price"].shift()
    moved = sheet[sheet["before"].notna() & (sheet["before"] != sheet["price"])]
    offer = moved["offer_id"].astype("int64") % 1000
    rival = (moved["offer_id"].astype("int64") - 888_000_000_000) // 1000
    rows = []
    for (_, row), k, r in zip(moved.iterrows(), offer, rival, strict=True):
        behind = [
            c.id
            for c in history.world.spec.happenings
            if isinstance(c, PriceMove) and (c.rival, c.offer) == (r, k)
            if 0 <= (row["date"] - c.start).days < 7
        ]
        rows.append(
            {
                **{c: row[c] for c in ("date", "competitor", "offer_id")},
                "item_id": history.world.products["item_id"][k * MATCHED],
                "before": row["before"],
                "after": row["price"],
                "factor": round(row["price"] / row["before"], 4),
                "planted": " ".join(behind),
            }
        )
    return pd.DataFrame(rows, columns=_MOVED)


def competitor(history: History, weeks: int = 14) -> pd.DataFrame:
    """The weekly sheet of five rivals and three offers of each, with the odd price move."""
    spec, dice = history.world.spec, history.world.dice
    items = history.world.products
    week, rival, offer = (
        a.ravel() for a in np.meshgrid(np.arange(weeks), np.arange(5), np.arange(3), indexing="ij")
    )
    own = items["price"].to_numpy()[offer * MATCHED]
    base = own * (0.90 + 0.25 * dice.uniform("rival_price", rival, offer))
    step = _steps(history, weeks)[week, rival, offer]
    sales = np.round(
        2600 / (offer + 1) * dice.lognormal(0.6, "rival_sales", rival, offer) / step**2
    )
    sales = np.round(sales * dice.lognormal(0.05, "rival_week", week, rival, offer))
    price = np.round(base * step, 2 if spec.currency == "USD" else 1)
    return pd.DataFrame(
        {
            "date": _collected(history, weeks)[week],
            "competitor": np.array(RIVALS)[rival],
            "offer_id": (888_000_000_000 + rival * 1000 + offer).astype(str),
            "title": [f"同款对标 {t}" for t in items["category"].to_numpy()[offer * MATCHED]],
            "price": price,
            "price_low": price,
            "price_high": price,
            "sales_30d": sales,
            "orders_30d": np.round(sales / 11),
            "amount_30d": np.round(sales * price),
            "repurchase_rate": np.round(0.22 + 0.2 * dice.uniform("rival_again", rival), 3),
            "response_rate": np.round(0.9 + 0.09 * dice.uniform("rival_reply", rival), 3),
            "years": 2.0 + rival,
            "is_factory": rival % 2 == 0,
        }
    )
