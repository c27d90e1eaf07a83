"""Findings of what stands side by side: peers, creatives, audiences, live hours, channels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..kinds import checked, finding, priced
from ..labels import Label
from ..model import Check, Evidence, Finding, Subject
from ..report import style
from .compare import TESTS, named
from .findings import CLICKS, gone_early

if TYPE_CHECKING:
    from .week import Weekly

PEERS, CREATIVE, LIVE, TEST = "peers_ctr", "creative_winner", "live_hour", "test_winner"
CHANNEL, CATEGORY = "channel_losing", "category_next"
AUDIENCE = {
    "raise": "audience_up", "expand": "audience_up", "lower": "audience_down",
    "remove": "audience_down",
}  # fmt: skip
_DAYS = Label("同期 {n} 天", "{n} days side by side")
_SESSIONS, _VISITORS = Label("{n} 场", "{n} sessions"), Label("{n} 个访客", "{n} visitors")
_OBSERVED = Label(
    "钟点不是随机排的，主播和商品也跟着变：先试一场，再挪别的。",
    "Hours were not drawn by lot, hosts and goods differ with them: try one session first.",
)
HOW = {
    "raise": Label("提高溢价，出价调到现在的 {x} 倍", "raise the premium: bid times {x}"),
    "expand": Label("加相似人群", "add similar audiences"),
    "lower": Label("降低溢价，出价调到现在的 {x} 倍", "lower the premium: bid times {x}"),
    "remove": Label("取消溢价", "take its premium off"),
}


def compared_findings(weekly: Weekly) -> Iterator[Finding]:
    """What the comparisons beside the account ask to be done."""
    for make in (_peers, _tests, _creatives, _audiences, _live, _channels, _category):
        yield from make(weekly)


def _peers(weekly: Weekly) -> Iterator[Finding]:
    """Plans clicked less often than ordinary peers, where the missing clicks would pay."""
    rows, terms = weekly.compared.peers, weekly.terms
    mine = rows[rows["plan"].ne("") & rows["metric"].eq("ad_ctr") & rows["verdict"].eq("below")]
    mine = mine[~named(mine["plan"], TESTS)]  # a product test is there to find out what is clicked
    for row in mine[mine["gain"] > 0].itertuples():
        # What is promised is the peers' mean; their best is what it may come to.
        reach = (row.mean - row.own) / (row.excellent - row.own)
        yield finding(
            weekly.kinds[PEERS],
            Subject("plan", row.plan),
            metric="ad_ctr",
            unit="percent",
            value=row.own,
            threshold=row.mean,
            money=priced(0.0, row.gain * reach, row.gain, terms.currency),
            probability=row.p_below,
            evidence=Evidence(int(row.days), counted=_DAYS),
            sure=terms.evidence,
            name=row.plan,
            clicks=f"{row.gap_clicks:,.0f}",
        )


def _tests(weekly: Weekly) -> Iterator[Finding]:
    """Product tests that have a winner: it is to be promoted, the test's place is free."""
    terms = weekly.terms
    for key, one in weekly.contests.contests.items():
        if not key.startswith("test:") or one.state != "winner":
            continue
        row, plan = one.arms.iloc[0], key.removeprefix("test:")
        yield finding(
            weekly.kinds[TEST],
            Subject("product", str(one.winner), str(row["title"] or one.winner)),
            metric="",
            unit="percent",
            value=row["rate"] if one.per == "clicks" else None,
            money=priced(one.gain_lo, one.gain, one.gain_hi, terms.currency),
            probability=one.p_right,
            evidence=Evidence(int(one.days), counted=_DAYS),
            sure=terms.evidence,
            key=plan,
            plan=plan,
        )


def _creatives(weekly: Weekly) -> Iterator[Finding]:
    """Plans whose comparison of creatives has a winner that is worth something."""
    terms = weekly.terms
    for one in weekly.contests.creatives:
        if one.state != "winner" or not one.gain > 0:
            continue
        row = one.arms.iloc[0]
        yield finding(
            weekly.kinds[CREATIVE],
            Subject("plan", one.plan),
            metric="ad_ctr",
            unit="percent",
            value=row["ctr"],
            money=priced(one.gain_lo, one.gain, one.gain_hi, terms.currency),
            probability=one.p_right,
            evidence=Evidence(int(one.test.days), counted=_DAYS),
            sure=terms.evidence,
            name=row["title"] or row["creative"],
            plan=one.plan,
        )


def _audiences(weekly: Weekly) -> Iterator[Finding]:
    """Audiences whose premium should change; none goes up where the plan's money is gone early."""
    rows, terms = weekly.compared.audiences, weekly.terms
    dear = rows["plan"].isin(gone_early(weekly.budget.plans))
    rows = rows[~(dear & rows["verdict"].isin(["raise", "expand"]))]
    for row in rows[rows["verdict"].isin(AUDIENCE) & rows["week_gain"].gt(0)].itertuples():
        premium = "" if style.missing(row.premium) else f"{row.premium:.2f}"
        yield finding(
            weekly.kinds[AUDIENCE[row.verdict]],
            Subject("audience", row.audience, within=row.plan),
            metric="cpc",
            unit="money",
            value=row.cpc,
            threshold=row.bid_to,
            money=priced(row.gain_lo, row.week_gain, row.gain_hi, terms.currency),
            probability=row.p_right,
            evidence=Evidence(int(row.clicks), counted=CLICKS),
            sure=terms.evidence,
            key=row.plan,
            name=row.audience,
            plan=row.plan,
            how=HOW[row.verdict].format(x=premium),
        )


def _live(weekly: Weekly) -> Iterator[Finding]:
    """The hour to go on air, where one is surely best and other sessions could move to it."""
    found, terms = weekly.compared.live, weekly.terms
    if found.state != "best" or not found.gain > 0:
        return
    row = found.slots.iloc[0]
    yield finding(
        weekly.kinds[LIVE],
        Subject(),
        metric="",
        unit="ratio",
        value=row["rate"],
        money=priced(found.gain_lo, found.gain, found.gain_hi, terms.currency),
        probability=found.p_right,
        evidence=Evidence(found.sessions, counted=_SESSIONS),
        severity="watch",  # nobody drew lots for the hours: hosts and goods differ with them
        detail=_OBSERVED,
        hour=f"{found.best}:00",
    )


def _channels(weekly: Weekly) -> Iterator[Finding]:
    """Paid channels whose visitors surely cost more than they bring."""
    rows, terms = weekly.compared.channels, weekly.terms
    if rows.empty:
        return
    paid = rows[rows["line"].ne("") & rows["p_loss"].ge(terms.evidence)]
    for row in paid.itertuples():
        loss = (max(-row.profit_hi, 0.0), -row.profit, -row.profit_lo)
        yield finding(
            weekly.kinds[CHANNEL],
            Subject("channel", row.channel),
            metric="",
            unit="money",
            value=row.each,
            threshold=0.0,
            money=priced(*loss, terms.currency),
            probability=row.p_loss,
            evidence=Evidence(int(row.visitors), counted=_VISITORS),
            sure=terms.evidence,
            name=row.channel,
        )


def _category(weekly: Weekly) -> Iterator[Finding]:
    """The next category, where the present ones are saturated."""
    found = weekly.contests
    if found.category.verdict != "expand":
        return
    clicks = found.test_clicks
    yield finding(
        weekly.kinds[CATEGORY],
        Subject(),
        metric="",
        unit="count",
        money=None,
        probability=weekly.split.advice.chance,
        evidence=Evidence(0),
        sure=weekly.terms.evidence,
        key=found.category.category,
        name=found.category.category,
        clicks="100" if style.missing(clicks) else f"{clicks:,.0f}",
    )


def compared_checks(weekly: Weekly) -> list[Check]:
    """What was looked at of it."""
    done, kinds = weekly.compared, weekly.kinds
    fired = {f.rule for f in compared_findings(weekly)}
    peers = done.peers[done.peers["plan"].ne("") & done.peers["metric"].eq("ad_ctr")]
    rows = done.audiences
    judged = int(rows["verdict"].ne("cannot_tell").sum()) if len(rows) else 0
    compared = [one for one in weekly.contests.creatives if len(one.arms)]
    paid = done.channels[done.channels["line"].ne("") & done.channels["p_loss"].notna()]
    tests = [c for k, c in weekly.contests.contests.items() if k.startswith("test:")]
    known = weekly.contests.category.verdict != "cannot_tell"
    seen: dict[str, int] = {
        PEERS: len(peers), CREATIVE: len(compared), "audience_up": judged,
        "audience_down": judged, LIVE: len(done.live.slots), CHANNEL: len(paid),
        CATEGORY: int(known), TEST: len([c for c in tests if c.state != "cannot_tell"]),
    }  # fmt: skip
    return [checked(kinds[rule], many, rule in fired) for rule, many in seen.items()]
