"""The two sample shops that travel with the package, and what was planted in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from shutil import rmtree

import pandas as pd

from . import (
    exports_1688,
    exports_ads,
    exports_alibaba,
    exports_desk,
    exports_orders,
    rivals,
    shop,
    tried,
)
from . import history as past
from .causes import (
    BudgetRunOut,
    Cause,
    ConversionBreak,
    EventFlop,
    LateParcels,
    LevelShift,
    SlowReplies,
    StockLow,
    TagLost,
    WordDrop,
)
from .world import ShopSpec

SEED = 2026
END = date(2026, 11, 20)


def cotton(end: date = END) -> ShopSpec:
    """The 1688 sample: cotton base layers, fifteen months."""
    return ShopSpec(
        "cotton1688",
        "示例打底衫店",
        "示例卖家",
        end=end,
        causes=_causes_1688(end),
        promotion=tried.of_1688(end),
    )


def demo_alibaba(end: date = END) -> ShopSpec:
    """The Alibaba.com sample: the same trade for export, in dollars and Pacific days."""
    return ShopSpec(
        "alibaba_demo",
        "Example Apparel (demo)",
        "示例外贸卖家",
        platform="alibaba",
        end=end,
        impressions=9000.0,
        trend=1.08,
        customers=3000,
        causes=_causes_alibaba(end),
        promotion=tried.of_alibaba(end),
    )


def _back(end: date, days: int) -> date:
    return end - timedelta(days=days)


def _causes_1688(end: date) -> tuple[Cause, ...]:
    return (
        WordDrop(
            "word",
            _back(end, 5),
            word="纯棉打底衫",
            product=0,
            factor=0.42,
            rank=47.0,
            title=f"{end.year}新款女士内搭上衣圆领修身长袖厂家批发",
        ),
        BudgetRunOut("budget", _back(end, 13), plan="精准获客A", hour=14),
        LateParcels("parcels", _back(end, 1), count=3),
        TagLost("tag", end, product=5, tag="金冠", factor=0.7),
        StockLow("stock", _back(end, 9), product=4, cover=2.5),
        ConversionBreak("conversion", _back(end, 8), product=1, factor=0.25),
        SlowReplies("replies", end, count=3, hours=2.0),
        LevelShift("shift", _back(end, 150), source="横向及活动场景 > 找货源", factor=1.35),
        EventFlop("flop", date(end.year, 9, 15), date(end.year, 9, 24), event="920", left=0.0),
    )


def _causes_alibaba(end: date) -> tuple[Cause, ...]:
    return (
        WordDrop(
            "word", _back(end, 11), word="base layer women", product=0, factor=0.35, rank=62.0
        ),
        BudgetRunOut("budget", _back(end, 13), plan="P4P-Base Layer", hour=15),
        SlowReplies("replies", end, count=2, hours=2.0),
        StockLow("stock", _back(end, 9), product=1, cover=4.0),
        LevelShift("shift", _back(end, 120), source="系统推荐", factor=0.72),
    )


def write_exports(frames: dict[str, pd.DataFrame], folder: Path, spec: ShopSpec) -> None:
    """The shop's files as a person would find them: inbox/, registers/ and shop.toml."""
    inbox, registers = folder / "inbox", folder / "registers"
    if spec.platform == "1688":
        exports_1688.write(frames, inbox, spec)
        exports_orders.write(frames, inbox, spec)
    else:
        exports_alibaba.write(frames, inbox, spec)
    exports_ads.write(frames["ad_day"], inbox, spec)
    exports_desk.write(frames, inbox, registers, spec)
    toml = (
        f'id = "{spec.id}"\nname = "{spec.name}"\nplatform = "{spec.platform}"\n'
        f'sellers = ["{spec.seller}"]\n'
    )
    (folder / "shop.toml").write_bytes(toml.encode())


def write_shop(spec: ShopSpec, seed: int, folder: Path) -> None:
    """One whole sample folder, its ledger under truth/ included. Replaces what was there."""
    if folder.exists():
        rmtree(folder)
    folder.mkdir(parents=True)
    history = past.live(spec, seed)
    write_exports(shop.frames(history), folder, spec)
    exports_ads.write_older(history, folder / "inbox")
    truth = folder / "truth"
    truth.mkdir()
    ledgers = {"causes": shop.ledger(spec, seed, history), "promotion": tried.ledger(history)}
    for name, rows in ledgers.items():
        csv = rows.to_csv(index=False, lineterminator="\n")
        (truth / f"{name}.csv").write_bytes(csv.encode("utf-8-sig"))
    replies = rivals.Rivals(history).replies().to_csv(index=False, lineterminator="\n")
    (truth / "rival_replies.csv").write_bytes(replies.encode("utf-8-sig"))


def write_samples(
    out: Path, seed: int = SEED, end: date = END, days: int | None = None
) -> list[Path]:
    """Both sample shops under `out`; `days` shortens them (for tests). Returns their folders."""
    folders = []
    for name, spec in (("shop_1688", cotton(end)), ("shop_alibaba", demo_alibaba(end))):
        if days is not None:
            spec = replace(spec, start=end - timedelta(days=days - 1))
        write_shop(spec, seed, out / name)
        folders.append(out / name)
    return folders
