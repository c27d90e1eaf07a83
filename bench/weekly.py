"""The weekly review of a shop with very many words: everything but the drawing of the page."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from opslib import open_shop
from opslib.weekly import Weekly
from opslib.workspace import Workspace

from .timing import Row, spent

WORDS, DAYS, PLANS = 20_000, 90, 40
END = date(2026, 11, 20)
SHOP = "many_words"


def build(folder: Path, words: int = WORDS) -> Path:
    """A workspace whose shop bids on so many words on 90 days; made once and kept."""
    root = folder / f"words_{words}"
    if (root / ".complete").exists():
        return root
    shutil.rmtree(root, ignore_errors=True)
    workspace = Workspace.init(root, platform="1688", shop=SHOP)
    dice = np.random.default_rng(1)
    kind = {
        "clicks": dice.gamma(0.5, 1.6, words),
        "rate": 0.03 * dice.gamma(1.5, 1 / 1.5, words),
        "price": dice.lognormal(0.0, 0.3, words),
    }
    days = [END - timedelta(days=n) for n in range(DAYS)]
    for month in sorted({(d.year, d.month) for d in days}):
        mine = [d for d in sorted(days) if (d.year, d.month) == month]
        rows = pa.concat_tables([_day(d, kind, dice) for d in mine])
        rows = rows.append_column("source_row", pa.array(np.arange(len(rows))))
        columns = rows.column_names[:-1]
        source = f"{month[0]:08d}{month[1]:08d}"
        workspace.store.write("ad_day", SHOP, rows, columns=columns, source_file=source)
    (root / ".complete").touch()
    return root


def run(folder: Path) -> list[Row]:
    """The week's judgement from an opened shop to findings and actions; the median of three."""
    root = build(folder)

    def review() -> None:
        week = Weekly(open_shop(root, shop=SHOP, as_of=END))
        apart = week.words_apart
        asked = [week.money, week.budget, week.keywords, apart.wasted, week.doubts, apart.uncovered]
        asked += [apart.works, week.unusual, week.split, week.products, week.slots, week.contests]
        asked += [week.actions, week.worked]
        assert len(week.keywords) == WORDS and asked

    review()
    middle = sorted(spent(review) for _ in range(3))[1]
    what = f"weekly promotion review, {WORDS:,} words x {DAYS} days, warm / 5 s"
    return [Row(what, middle / 5, 1.0, f"{middle:.2f} s", "5 s")]


def _day(day: date, kind: dict[str, np.ndarray], dice: np.random.Generator) -> pa.Table:
    """One day's rows of words, and the sums of their plans and of the shop."""
    words = len(kind["clicks"])
    clicks = dice.poisson(kind["clicks"])
    orders = dice.binomial(clicks, np.minimum(kind["rate"], 1.0))
    of = np.arange(words) % PLANS
    told = {
        "impressions": clicks * 25 + dice.poisson(5, words),
        "clicks": clicks,
        "spend": np.round(clicks * kind["price"], 2),
        "ad_orders": orders,
        "ad_gmv": np.round(orders * dice.lognormal(4.0, 0.5, words), 2),
    }
    names = np.array([f"计划{k:02d}" for k in range(PLANS)], object)
    texts = np.array([f"纯棉打底衫 {i}" for i in range(words)], object)
    plans = {k: np.bincount(of, v, PLANS) for k, v in told.items()}
    shop = {k: v.sum(keepdims=True) for k, v in told.items()}
    none = np.full(words, np.nan)
    bids = {"bid": np.round(kind["price"] * 1.5, 2), "avg_rank": 1 + 9 * dice.random(words)}
    parts = []
    for level, plan, word, figures in (
        ("keyword", names[of], texts, told | bids),
        ("plan", names, [""] * PLANS, plans | dict.fromkeys(bids, none[:PLANS])),
        ("shop", [""], [""], shop | dict.fromkeys(bids, none[:1])),
    ):
        size = len(plan)
        parts.append(
            pa.table(
                {
                    "date": pa.array([day] * size, pa.date32()),
                    "level": pa.array([level] * size),
                    "product_line": pa.array(["标准推广" if level != "shop" else ""] * size),
                    "plan": pa.array(list(plan)),
                    **{k: pa.array([""] * size) for k in ("item_id", "creative", "audience")},
                    "keyword": pa.array(list(word)),
                    "hour": pa.array(np.full(size, -1), pa.int64()),
                    **{k: pa.array(np.asarray(v, float)) for k, v in figures.items()},
                }
            )
        )
    return pa.concat_tables(parts)
