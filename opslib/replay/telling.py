"""What a replay says: a few sentences, and a line for each episode."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..labels import Label
from ..report import Block, style
from ..report.blocks import block, card, more, table
from ..report.markup import name, tag
from .episodes import Episode
from .walk import Replay

_NAMED = 12
_HEADS = (
    Label("从", "From"),
    Label("到", "To"),
    Label("天数", "Days"),
    Label("对象", "Subject"),
    Label("数值", "Value"),
    Label("对照", "Against"),
    Label("估一周", "A week"),
    Label("期间少卖", "Sales missed"),
    Label("7 天内恢复", "Over in 7 days"),
)
_YES, _NO = Label("是", "yes"), Label("否", "no")
_OPEN = Label("还不知道", "not known yet")
_SHOP = Label("全店", "the shop")
_EPISODES = Label("每一次", "Each time")
_QUIET = Label("一次也没响。", "It would not have fired.")
_ALONE = Label(
    "预算：单独问，误报额度全归它；和全部规则一起问（--whole）只会更少。",
    "Budget: asked alone, with all of the false alarms allowed; beside all rules (--whole) "
    "it can only fire less.",
)
_FIXED = Label(
    "这条规则和一条固定的线比，不占误报额度。",
    "The rule compares with a fixed line and takes no part of the false-alarm budget.",
)
_WHOLE = Label(
    "预算：和全部规则一起问，与日报相同；并进别的发现的也算。",
    "Budget: shared with all other rules as in the daily review; folded findings count.",
)


def summary(found: Replay) -> list[str]:
    """The replay in a few lines: how often, how many went away by themselves, what it was worth."""
    days, known = len(found.known) + len(found.absent), len(found.known)
    head = Label(
        f"{found.rule.id}（{found.rule.name.zh}）{found.first} 到 {found.last}：{days} 天里 "
        f"{known} 天能判断，响了 {len(found.fired)} 天。",
        f"{found.rule.id} ({found.rule.name.en}) {found.first} to {found.last}: {known} of {days} "
        f"days can be judged; it fires on {len(found.fired)} of them.",
    )
    lines = [head, *_often(found), *_worth(found), *_gaps(found)]
    changes = found.rule.test in ("change", "both_and")
    budget = (_WHOLE if found.whole else _ALONE) if changes else _FIXED
    return [str(line) for line in [*lines, budget]]


def _often(found: Replay) -> list[Label]:
    if not found.episodes:
        return [_QUIET] if found.known else []
    count, rate = len(found.episodes), found.per_month or 0.0
    told = [
        Label(
            f"合成 {count} 次，每月 {rate:.1f} 次。", f"Episodes: {count}, or {rate:.1f} a month."
        )
    ]
    ended = [e for e in found.episodes if e.recovered is not None]
    if ended:
        gone = sum(bool(e.recovered) for e in ended)
        told.append(
            Label(
                f"看得到后来的 {len(ended)} 次里，{gone} 次在 7 天内恢复，多半是误报或有人处理了。",
                f"Of {len(ended)} with a known end, {gone} were over within 7 days: probably false "
                "alarms, or somebody acted.",
            )
        )
    return told


def _worth(found: Replay) -> list[Label]:
    if found.missing is None:
        return []
    sum_ = style.figure(abs(found.missing), "money", found.currency)
    if found.missing >= 0:
        return [
            Label(
                f"这些天全店成交比预期少 {sum_}。",
                f"On those days the shop sold {sum_} less than expected.",
            )
        ]
    return [
        Label(
            f"这些天全店成交不比预期少（多 {sum_}）。",
            f"On those days the shop sold no less than expected ({sum_} more).",
        )
    ]


def _gaps(found: Replay) -> list[Label]:
    told = []
    if found.absent:
        why = found.why_absent or Label("", "")
        days = _listed(found.absent)
        told.append(
            Label(
                f"没有数据、不算安静的 {len(found.absent)} 天：{days}。{why.zh}",
                f"Without data, not counted as quiet, {len(found.absent)}: {days}. {why.en}",
            )
        )
    if found.unsure:
        days = _listed(found.unsure)
        told.append(
            Label(
                f"数据分不清的 {len(found.unsure)} 天：{days}。",
                f"The data cannot tell on {len(found.unsure)}: {days}.",
            )
        )
    return told


def _listed(days: Sequence[date]) -> str:
    """Days as spans: 2026-10-01…2026-10-03, 2026-10-09."""
    spans: list[list[date]] = []
    for day in days:
        if spans and (day - spans[-1][-1]).days == 1:
            spans[-1].append(day)
        else:
            spans.append([day])
    named = [f"{s[0]}…{s[-1]}" if len(s) > 1 else f"{s[0]}" for s in spans]
    return ", ".join([*named[:_NAMED], *(["…"] if len(named) > _NAMED else [])])


def rows(found: Replay) -> tuple[list[str], list[list[str]]]:
    """Headings, and a line for each episode, newest first."""
    lines = [_line(e, found.currency) for e in reversed(found.episodes)]
    return [str(h) for h in _HEADS], lines


def _line(e: Episode, currency: str) -> list[str]:
    over = {True: _YES, False: _NO, None: _OPEN}[e.recovered]
    return [
        f"{e.first}",
        f"{e.last}",
        str(e.days),
        e.subject or str(_SHOP),
        style.figure(e.value, e.unit, currency),
        style.figure(e.threshold, e.unit, currency),
        style.figure(e.money.mid, "money", currency) if e.money else style.NOTHING,
        style.figure(e.missing, "money", currency),
        str(over),
    ]


def shown(found: Replay) -> Block:
    """The replay as a piece of a page."""
    told = summary(found)
    heads, lines = rows(found)
    cells = [[*line[:3], name(line[3], 30), *line[4:]] for line in lines]
    parts = [tag("p", tag("b", told[0])), *(tag("p", t, cls="mute") for t in told[1:])]
    listing = [more(_EPISODES, table(heads, cells, texts=2))] if lines else []
    return block(card(*parts, *listing), text=" ".join(told), section="replayed")
