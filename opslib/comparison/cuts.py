"""Rivals' cuts of matched offers: findings, and the price moves behind each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from ..kinds import finding, priced
from ..labels import Label
from ..model import Evidence, Finding, Subject
from ..report import style
from . import worth

if TYPE_CHECKING:
    from .compare import Comparison

RECENT = 14  # days in which a rival's cut is news
BESIDE = Label("本店 {ours}，它 {theirs}", "ours {ours}, theirs {theirs}")
LOSS = 1.0  # per cent of sales at stake for each per cent that an offer is cheaper: assumed


def cut_findings(made: Comparison) -> Iterator[Finding]:
    """Rivals that lately cut matched offers to below ours and stand there still; a finding each."""
    for who, part in cut_moves(made).groupby("competitor", sort=True):
        yield _cut(made, str(who), part)


def cut_of(made: Comparison, id: str) -> pd.DataFrame:
    """The price moves behind the finding of this id; none where there is no such finding."""
    moves = cut_moves(made)
    parts = [p for who, p in moves.groupby("competitor") if _cut(made, str(who), p).id == id]
    return parts[0] if parts else moves.head(0)


def cut_moves(made: Comparison) -> pd.DataFrame:
    """Cuts of matched offers in the last two weeks that leave them below our price."""
    moves = made.rival_moves
    least = made.kinds["rival_cut"].threshold
    moves = moves[moves["size"].le(-least) & ((made.day - moves["date"]).dt.days < RECENT)]
    now = made.offers[["competitor", "offer_id", "low"]]
    moves = moves.merge(now, on=["competitor", "offer_id"])
    known = moves["item_id"].map(made.ours.set_index("item_id")["price"]).astype(float)
    moves = moves.assign(price=known)[moves["low"].lt(known)]
    return worth.at_risk(made, moves, LOSS)


def _cut(made: Comparison, who: str, moves: pd.DataFrame) -> Finding:
    """One rival's cuts; the product of ours that they touch most stands for all."""
    most = moves.sort_values(["risk", "size"], ascending=[False, True]).iloc[0]
    title = made.ours.set_index("item_id")["title"].get(most["item_id"], "")
    sums = moves[["each", "risk"]].sum(min_count=len(moves))
    return finding(
        made.kinds["rival_cut"],
        Subject("product", str(most["item_id"]), str(title)),
        unit="money",
        money=priced(0.0, float(sums["each"]), float(sums["risk"]), made.shop.currency),
        probability=None,
        evidence=Evidence(len(moves)),
        key=f"{who}|{moves['date'].max():%Y-%m-%d}",
        value=float(most["price"]),
        detail=BESIDE.format(ours=_cash(made, most["price"]), theirs=_cash(made, most["low"])),
        severity="watch",
        assumed=True,
        who=who,
        share=f"{-moves['size'].min():.1%}",
        n=moves["offer_id"].nunique(),
        after=_cash(made, most["low"]),
    )


def _cash(made: Comparison, value: float) -> str:
    return style.figure(value, "money", made.shop.currency)
