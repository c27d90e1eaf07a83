"""What the comparison asks to be done, most money first."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from .. import kinds
from ..kinds import finding, priced
from ..model import Check, Evidence, Finding, Money, Subject
from ..report import style
from ..report.rivals import LISTS
from . import worth
from .cuts import RECENT, cut_findings
from .gather import PAIR
from .play import HORIZON

if TYPE_CHECKING:
    from .compare import Comparison

FELL = 35  # days in which a lost place on a list is news


@dataclass(frozen=True)
class RivalReview:
    """What the comparison came to; most money first."""

    findings: tuple[Finding, ...] = ()
    checks: tuple[Check, ...] = ()
    false_alarms_expected: float = 0.0
    realised: None = field(default=None)


def star_findings(made: Comparison) -> Iterator[Finding]:
    """Products for which the next price star pays even when rivals answer."""
    for game in made.games[made.games["verdict"].eq("worth_it")].itertuples():
        yield finding(
            made.kinds["price_star"],
            Subject("product", str(game.item_id), str(game.title)),
            unit="money",
            money=_week(made, game.gain_lo, game.gain, game.gain_hi),
            probability=None,
            evidence=Evidence(len(made.own_moves)),
            value=game.price,
            threshold=game.needs,
            assumed=True,
            price=_cash(made, game.needs),
            margin=f"{game.margin:.1%}",
        )


def dear_findings(made: Comparison) -> Iterator[Finding]:
    """Products dearer than three quarters of the same thing elsewhere.

    Where going to the others' prices would cost more than it brings, it is not asked for.
    """
    games = made.games.set_index("item_id")
    pays = set(games.index[games["verdict"].eq("worth_it")])
    rows = made.position[made.position["verdict"].isin(["dear", "dearest"])]
    for row in rows[~rows["item_id"].isin(pays)].itertuples():
        gain = tuple(
            float(games[c].get(row.item_id, float("nan"))) for c in ("fit_lo", "fit_gain", "fit_hi")
        )
        rule = "price_dear" if not gain[1] <= 0 else "price_reason"
        rule = "price_floor" if style.missing(row.suggest_high) else rule
        yield finding(
            made.kinds[rule],
            Subject("product", str(row.item_id), str(row.title)),
            unit="money",
            money=_week(made, *gain) if rule == "price_dear" else None,
            probability=None,
            evidence=Evidence(int(row.offers)),
            value=row.price,
            threshold=row.upper,
            severity="act" if rule == "price_dear" and gain[0] > 0 else "watch",
            assumed=True,
            share=f"{row.to_middle:+.1%}".replace("-", style.MINUS),
            price=_cash(made, row.suggest_high),
        )


def review_findings(made: Comparison) -> Iterator[Finding]:
    """Matched offers whose reviews jumped between two looks."""
    kind = made.kinds["reviews_jump"]
    moves = made.lately[made.lately["what"].eq("reviews") & made.lately["size"].ge(kind.threshold)]
    moves = moves[(made.day - moves["date"]).dt.days < RECENT]
    moves = moves.merge(made.paired[["item_id", *PAIR]], on=PAIR)
    titles = made.ours.set_index("item_id")["title"]
    for row in moves.sort_values("size", ascending=False).itertuples():
        yield finding(
            kind,
            Subject("product", str(row.item_id), str(titles.get(row.item_id, ""))),
            unit="count",
            money=None,
            probability=None,
            evidence=Evidence(1),
            key=f"{row.competitor}|{row.offer_id}|{row.date:%Y-%m-%d}",
            severity="watch",
            who=row.competitor,
            share=f"{row.size:.0%}",
            before=row.before,
            after=row.after,
        )


def tag_findings(made: Comparison) -> Iterator[Finding]:
    """Tags that most rivals carry and none of our products; most money first."""
    kind, gaps = made.kinds["tags_lacking"], made.gap_list
    gaps = gaps[gaps["kind"].eq("tag") & gaps["side"].eq("theirs")]
    for row in gaps[gaps["rivals"].ge(kind.threshold * gaps["of"])].itertuples():
        yield finding(
            kind,
            Subject(),
            unit="count",
            money=priced(row.low, row.mid, row.high, made.shop.currency),
            probability=None,
            evidence=Evidence(int(row.rivals)),
            key=str(row.name),
            severity="act",
            assumed=True,
            name=row.name,
            n=int(row.rivals),
            of=int(row.of),
        )


def list_findings(made: Comparison) -> Iterator[Finding]:
    """Products on their way to a list, and places on lists that were lost lately."""
    titles = made.ours.set_index("item_id")["title"]
    for row in made.places.itertuples():
        name, item = str(LISTS[row.list]), str(row.item_id)
        if row.verdict == "on_the_way":
            yield finding(
                made.kinds["list_near"],
                Subject("product", item, str(titles.get(item, item))),
                unit="money",
                money=None,
                probability=None,
                evidence=Evidence(30),
                key=row.list,
                value=row.amount,
                threshold=row.threshold,
                severity="act",
                list=LISTS[row.list],
                n=round(row.days),
                gap=_cash(made, row.gap),
            )
        if not pd.isna(row.lost) and (made.day - row.lost).days < FELL:
            yield finding(
                made.kinds["list_lost"],
                Subject("shop", "", name),
                unit="count",
                money=None,
                probability=None,
                evidence=Evidence(int(row.days_on)),
                key=f"{row.list}|{row.lost:%Y-%m-%d}",
                severity="act",
                list=LISTS[row.list],
                date=f"{row.lost:%m-%d}",
                n=int(row.days_on),
            )


def word_findings(made: Comparison) -> Iterator[Finding]:
    """Words of the market in demand that no product of ours fits."""
    words = made.words
    if words.empty or not words["open"].any():
        return
    names = words.loc[words["open"].astype(bool), "keyword"].tolist()
    yield finding(
        made.kinds["word_open"],
        Subject(),
        unit="count",
        money=priced(*worth.open_words(made, names[:3]), made.shop.currency),
        probability=None,
        evidence=Evidence(len(words)),
        severity="watch",
        assumed=True,
        n=len(names),
        names="、".join(names[:3]),
    )


def look_findings(made: Comparison) -> Iterator[Finding]:
    """The monthly look at the market, when nobody looked for a month."""
    age = (made.day - made.snapshots["date"].max()).days
    if age > made.kinds["survey_due"].threshold:
        yield finding(
            made.kinds["survey_due"],
            Subject(),
            unit="count",
            money=None,
            probability=None,
            evidence=Evidence(age),
            n=age,
        )


Finder = Callable[["Comparison"], Iterable[Finding]]
FINDERS: tuple[Finder, ...] = (
    *(star_findings, dear_findings, cut_findings, review_findings, tag_findings),
    *(list_findings, word_findings, look_findings),
)


def checks(made: Comparison, found: Iterable[Finding]) -> Iterator[Check]:
    """What was looked at, and what it came to; kinds that are switched off were not."""
    fired = {f.rule for f in found}
    placed, offers = int(made.position["needed"].eq(0).sum()), made.matches["offer_id"].nunique()
    lists = len(made.places) if len(made.list_gaps) else 0
    counts = {
        "price_star": len(made.games),
        **dict.fromkeys(("price_dear", "price_reason", "price_floor"), placed),
        **dict.fromkeys(("rival_cut", "reviews_jump"), offers),
        "tags_lacking": len(made.tags) if made.tags_known else 0,
        "list_near": lists,
        "list_lost": int(made.stays["side"].eq("own").sum()),
        "word_open": len(made.words),
        "survey_due": 1,
    }
    for rule, kind in made.kinds.items():
        if kind.enabled:
            yield kinds.checked(kind, counts.get(rule, 0), rule in fired)


def review(made: Comparison, failed: list[str]) -> RivalReview:
    """Every judgement asked; one that fails is remembered in `failed`, the others go on."""
    found = [f for make in FINDERS for f in _made(make, made, failed)]
    told = kinds.chosen(found, made.kinds)
    looked = _made(lambda m: checks(m, told), made, failed)
    return RivalReview(tuple(sorted(told, key=kinds.turn)), tuple(looked))


def _made(
    make: Callable[[Comparison], Iterable[Any]], made: Comparison, failed: list[str]
) -> list[Any]:
    try:
        return list(make(made))
    except Exception:
        traceback.print_exc()
        failed.append(getattr(make, "__name__", "checks"))
        return []


def _week(made: Comparison, low: float, mid: float, high: float) -> Money | None:
    """The gain over the horizon as money a week."""
    week = 7 / HORIZON
    return priced(low * week, mid * week, high * week, made.shop.currency)


def _cash(made: Comparison, value: float) -> str:
    return style.figure(value, "money", made.shop.currency)
