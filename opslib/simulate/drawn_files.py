"""Drawn shops on disk: the exports of each, and the truth about it beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

import pandas as pd

from . import bad_files as broken
from . import effects, exports_1688, exports_alibaba, market, samples, shop
from . import history as past
from .causes import DuplicatedDays
from .draws import draw_spec
from .sheets import printed, write_xlsx
from .world import ShopSpec


def write_drawn(
    out: Path,
    seed: int,
    *,
    platform: str = "1688",
    days: int = 460,
    kinds: Sequence[str] = (),
    bad_files: bool = False,
) -> Path:
    """One drawn shop under `out`, as a person would find its files; returns its folder.

    inbox/, registers/ and shop.toml as the samples have them; truth/ holds the ledgers: causes.csv
    (each planted cause and its true effect), background.csv (what befell the shop long ago),
    actions.csv, rival_moves.csv and effect_by_day.csv. With `bad_files` also bad_files/, one file
    a fault, and truth/bad_files.csv with what an import must make of each.
    Replaces a folder of the same shop. Raises what `draw_spec` and `write_bad_files` raise.
    """
    spec = draw_spec(seed, platform=platform, kinds=kinds, days=days)
    if bad_files:
        broken.check_enough(spec)
    folder = out / spec.id
    samples.write_shop(spec, seed, folder)
    history = past.live(spec, seed)
    frames = shop.frames(history)
    _duplicates(frames, folder / "inbox", spec)
    truth = {
        "background": _background(spec, history),
        "actions": effects.actions(spec, seed, history),
        "rival_moves": market.rival_moves(history),
        "effect_by_day": _by_day(spec, seed, history),
    }
    if bad_files:
        files = broken.write_bad_files(frames, folder / "bad_files", spec)
        truth["bad_files"] = broken.as_frame(files)
    for name, frame in truth.items():
        text = frame.to_csv(index=False, lineterminator="\n")
        (folder / "truth" / f"{name}.csv").write_bytes(text.encode("utf-8-sig"))
    return folder


def _duplicates(frames: dict[str, pd.DataFrame], inbox: Path, spec: ShopSpec) -> None:
    """The days that were exported twice, in a file of their own."""
    ali = spec.platform == "alibaba"
    name, exports = ("店铺数据", exports_alibaba) if ali else ("核心看板", exports_1688)
    columns = {"date": "统计日期" if ali else "日期", **exports._SHOP}
    for cause in spec.happenings:
        if isinstance(cause, DuplicatedDays):
            day = frames["shop_day"]
            last = cause.end or spec.end
            part = day[(day["date"] >= cause.start) & (day["date"] <= last)].iloc[::-1]
            rows = printed(part, columns, comma=not ali)
            write_xlsx(inbox / f"{name}_{cause.start}~{last}.xlsx", rows)


def _background(spec: ShopSpec, history: past.History) -> pd.DataFrame:
    columns = ["id", "kind", "dimension", "member", "start", "end", "size"]
    rows = [
        (c.id, c.kind, c.dimension, c.member(history.world), c.start, c.end or spec.end, c.size)
        for c in spec.background
    ]
    return pd.DataFrame(rows, columns=columns)


def _by_day(spec: ShopSpec, seed: int, history: past.History) -> pd.DataFrame:
    """The daily effects of all planted causes, days without any left out."""
    parts = []
    for cause in spec.causes:
        change = effects.effect_by_day(spec, seed, cause.id, history)
        change.insert(0, "id", cause.id)
        parts.append(change[(change.drop(columns=["id", "date"]) != 0).any(axis=1)])
    columns = ["id", "date", "pay_amount", "pay_orders", "visitors", "impressions", "inquiries"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
