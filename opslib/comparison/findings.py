"""What the comparison asks to be done, most money first."""

from __future__ import annotations

import math
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha1
from typing import TYPE_CHECKING, Any

import pandas as pd

from .. import competition
from ..model import Check, Evidence, Finding, Money, Subject
from ..report import style
from . import kinds
from .gather import MONTH
from .play import HORIZON

if TYPE_CHECKING:
    from .compare import Comparison

RECENT = 14  # days in which a rival's cut is news
CUT = 0.03  # a cut below this share answers nobody
LOSS = 1.0  # per cent of sales at stake for each per cent that an offer is cheaper: assumed
MONTHLY = 31  # days after which the competitors have to be looked at again
COMMON = 0.5  # share of rivals from which on a tag is what buyers expect
MOST = 5  # findings of a kind; the tables have the others


@dataclass(frozen=True)
class RivalReview:
    """What the comparison came to; most money first."""

    findings: tuple[Finding, ...] = ()
    checks: tuple[Check, ...] = ()
    false_alarms_expected: float = 0.0
    realised: None = field(default=None)


def star_findings(made: Comparison) -> Iterator[Finding]:
    """Products for which the next price star pays even when rivals answer."""
    for game in made.games[made.games["verdict"].eq("worth_it")].head(MOST).itertuples():
        week = [v * 7 / HORIZON for v in (game.gain_lo, game.gain, game.gain_hi)]
        texts: dict[str, object] = {
            "price": _cash(made, game.needs),
            "margin": f"{game.margin:.1%}",
        }
        yield _finding(
            kinds.STAR,
            Subject("product", str(game.item_id), str(game.title)),
            Evidence(len(made.own_moves)),
            texts,
            value=game.price,
            threshold=game.needs,
            money=_money(made, *week),
            act=True,
            assumed=True,
        )


def dear_findings(made: Comparison) -> Iterator[Finding]:
    """Products dearer than three quarters of the same thing elsewhere."""
    pays = set(made.games.loc[made.games["verdict"].eq("worth_it"), "item_id"])
    rows = made.position[made.position["verdict"].isin(["dear", "dearest"])]
    for row in rows[~rows["item_id"].isin(pays)].head(MOST).itertuples():
        known = math.isfinite(row.suggest_high)
        kind = kinds.DEAR if known else kinds.DEAR_FLOOR
        yield _finding(
            kind,
            Subject("product", str(row.item_id), str(row.title)),
            Evidence(int(row.offers)),
            {"share": f"{row.to_middle:+.1%}", "price": _cash(made, row.suggest_high)},
            value=row.price,
            threshold=row.upper,
        )


def cut_findings(made: Comparison) -> Iterator[Finding]:
    """Rivals that lately cut matched offers to below ours and stand there still; a finding each."""
    ours = made.ours.set_index("item_id")
    moves = made.rival_moves
    moves = moves[moves["size"].le(-CUT) & ((made.day - moves["date"]).dt.days < RECENT)]
    now = competition.current(made.snapshots)[["competitor", "offer_id", "low"]]
    moves = moves.merge(now, on=["competitor", "offer_id"])
    known = moves["item_id"].map(ours["price"]).astype(float)
    moves = moves.assign(price=known)[moves["low"].lt(known)]
    offers = made.position.set_index("item_id")["offers"]
    week = moves["item_id"].map(ours["amount_30d"]).astype(float) / MONTH * 7
    margin = 1 - moves["item_id"].map(ours["unit_cost"]).astype(float) / moves["price"]
    moves["risk"] = week * margin * LOSS * (1 - moves["low"] / moves["price"])
    moves["each"] = moves["risk"] / moves["item_id"].map(offers).astype(float)
    found = [_cut(made, who, part) for who, part in moves.groupby("competitor", sort=True)]
    found.sort(key=lambda f: -(f.money.mid if f.money else 0.0))
    yield from found[:MOST]


def _cut(made: Comparison, who: str, moves: pd.DataFrame) -> Finding:
    """One rival's cuts; the product of ours that they touch most stands for all."""
    most = moves.sort_values(["risk", "size"], ascending=[False, True]).iloc[0]
    title = made.ours.set_index("item_id")["title"].get(most["item_id"], "")
    texts: dict[str, object] = {"who": who, "share": f"{-moves['size'].min():.1%}"}
    after = _cash(made, most["low"])
    sums = moves[["each", "risk"]].sum(min_count=len(moves))
    return _finding(
        kinds.CUT,
        Subject("product", str(most["item_id"]), str(title)),
        Evidence(len(moves)),
        {**texts, "n": moves["offer_id"].nunique(), "after": after},
        key=f"{who}|{moves['date'].max():%Y-%m-%d}",
        value=float(most["price"]),
        threshold=float(most["low"]),
        money=_money(made, 0.0, float(sums["each"]), float(sums["risk"])),
        assumed=True,
    )


def gap_findings(made: Comparison) -> Iterator[Finding]:
    """Tags that most rivals carry and none of our products; words nobody of ours fits."""
    lacking = made.tags[made.tags["kind"].eq("lacking") & made.tags["share"].ge(COMMON)]
    if len(lacking):
        names = "、".join(lacking["tag"].head(4))
        texts = {"n": len(lacking), "names": names}
        yield _finding(kinds.TAGS, Subject(), Evidence(len(lacking)), texts)
    words = made.words
    if len(words) and words["open"].any():
        names = "、".join(words.loc[words["open"].astype(bool), "keyword"].head(3))
        texts = {"n": int(words["open"].sum()), "names": names}
        yield _finding(kinds.OPEN_WORDS, Subject(), Evidence(len(words)), texts)


def look_findings(made: Comparison) -> Iterator[Finding]:
    """The monthly look at the market, when nobody looked for a month."""
    age = (made.day - made.snapshots["date"].max()).days
    if age > MONTHLY:
        yield _finding(kinds.LOOK, Subject(), Evidence(age), {"n": age})


def checks(made: Comparison) -> Iterator[Check]:
    """What was looked at, and what it came to."""
    games, position, words = made.games, made.position, made.words
    dear = position["verdict"].isin(["dear", "dearest"])
    yield _check(kinds.STAR, len(games), bool(games["verdict"].eq("worth_it").any()))
    yield _check(kinds.DEAR, int(position["needed"].eq(0).sum()), bool(dear.any()))
    yield _check(kinds.CUT, made.matches["offer_id"].nunique(), any(cut_findings(made)))
    lacking = made.tags["kind"].eq("lacking") & made.tags["share"].ge(COMMON)
    yield _check(kinds.TAGS, len(made.tags), bool(lacking.any()))
    yield _check(kinds.OPEN_WORDS, len(words), bool(len(words) and words["open"].any()))
    yield _check(kinds.LOOK, 1, any(look_findings(made)))


FINDERS: tuple[Callable[[Comparison], Iterable[Finding]], ...] = (
    *(star_findings, dear_findings, cut_findings, gap_findings, look_findings),
)


def review(made: Comparison, failed: list[str]) -> RivalReview:
    """Every judgement asked; one that fails is remembered in `failed`, the others go on."""
    found = [f for make in FINDERS for f in _made(make, made, failed)]
    looked = _made(checks, made, failed)
    ordered = sorted(found, key=lambda f: (-(f.money.mid if f.money else 0.0), f.id))
    return RivalReview(tuple(ordered), tuple(looked))


def _made(
    make: Callable[[Comparison], Iterable[Any]], made: Comparison, failed: list[str]
) -> list[Any]:
    try:
        return list(make(made))
    except Exception:
        traceback.print_exc()
        failed.append(make.__name__)
        return []


def _finding(
    kind: kinds.Kind,
    subject: Subject,
    evidence: Evidence,
    texts: dict[str, object],
    *,
    key: str = "",
    value: float | None = None,
    threshold: float | None = None,
    money: Money | None = None,
    act: bool = False,
    assumed: bool = False,
) -> Finding:
    """One finding of a kind; act: it is to be done, not only watched."""
    digest = sha1(f"{kind.rule}|{subject.dimension}|{subject.member}|{key}".encode()).hexdigest()
    known = [None if style.missing(v) else v for v in (value, threshold)]
    return Finding(
        id=f"{kind.rule}.{digest[:8]}",
        rule=kind.rule,
        guide=kind.guide,
        severity="act" if act else "watch",
        subject=subject,
        metric="",
        value=known[0],
        threshold=known[1],
        unit="money" if subject.dimension == "product" else "count",
        money=money,
        probability=None,
        minutes=kind.minutes,
        title=kind.title.format(**texts),
        action=kind.action.format(**texts),
        evidence=evidence,
        assumed=assumed,
    )


def _check(kind: kinds.Kind, subjects: int, fired: bool) -> Check:
    state: Any = "no_data" if not subjects else "fail" if fired else "pass"
    return Check(kind.rule, kind.guide, state, subjects, kind.checked)


def _cash(made: Comparison, value: float) -> str:
    return style.figure(value, "money", made.shop.currency)


def _money(made: Comparison, low: float, mid: float, high: float) -> Money | None:
    if not all(math.isfinite(v) for v in (low, mid, high)):
        return None
    return Money(float(low), float(mid), float(high), made.shop.currency)
