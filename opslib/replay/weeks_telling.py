"""What a replay of the weekly review says: a line a kind, and each finding with what followed."""

from __future__ import annotations

from ..labels import Label
from ..report import Block, style
from ..report.blocks import block, card, more, table
from ..report.markup import name, tag
from .weeks import KindPast, Spell, WeekReplay

_HEADS = (
    Label("从", "From"),
    Label("到", "To"),
    Label("周数", "Weeks"),
    Label("发现", "Finding"),
    Label("估一周", "A week"),
    Label("把握", "Chance"),
    Label("后四周点击", "Clicks after"),
    Label("比目标多挣/周", "Above target a week"),
    Label("说对了", "Held"),
)
_YES, _NO = Label("是", "yes"), Label("否", "no")
_OPEN = Label("看不出", "cannot tell")
_KINDS = (
    Label("规则", "Rule"),
    Label("能判断的周", "Weeks judged"),
    Label("说过的周", "Weeks it told"),
    Label("次数", "Findings"),
    Label("平均每周", "A week, on average"),
    Label("后来对得上", "Held afterwards"),
)
_EACH = Label("每一次", "Each finding")
_HEAD = Label(
    "推广周报在 {first} 到 {last} 之间每 7 天问一次，共 {n} 次；每次只用当时已经导出的成交。",
    "The weekly review asked every 7 days from {first} to {last}, {n} times, each time with the "
    "conversions known by then.",
)
_TERMS = Label("条件：{terms}；其余用本店自己的。", "Terms: {terms}; else the shop's own.")
_NAMES = {
    "target_roi": Label("目标 ROI", "target ROI"),
    "margin": Label("毛利", "margin"),
    "weekly_budget": Label("一周预算", "weekly budget"),
    "evidence": Label("把握", "evidence"),
}
_QUIET = Label("{rule}：{n} 周能判断，一次也没有说。", "{rule}: judged in {n} weeks, never told.")
_TOLD = Label(
    "{rule}（{name}）：{n} 周能判断，{weeks} 周说过，合 {spells} 次，平均每周 {money}。",
    "{rule} ({name}): judged in {n} weeks, told in {weeks}, {spells} findings, {money} a week on "
    "average.",
)
_NONE = Label("{rule}：没有一周有它要的数据。", "{rule}: no week has the data it needs.")
_RIGHT = Label(
    "后四周点击够看的 {n} 次里，{held} 次和当时说的同向。",
    "Of {n} whose clicks of the four weeks after can be looked at, {held} stayed on the side told.",
)
_ABSENT = Label("没有数据、不算安静的 {n} 周。", "Without data, not counted as quiet: {n} weeks.")
_UNSURE = Label("数据不够判断的 {n} 周。", "With too little data to judge: {n} weeks.")
_MIND = Label(
    "同一条建议没做，下周会再说，连着的周合成一次；金额不能跨条相加。成本、询盘结果、预算和出价只知道"
    "现在的样子。当时若照做过，后来就不全是“没改会怎样”。",
    "A change that nobody makes is told again; weeks in a row are one finding. Money of different "
    "findings overlaps. Costs, outcomes of inquiries, budgets and bids are seen as they are known "
    "today. Where somebody acted, what followed is not what would have come by itself.",
)


def summary(found: WeekReplay) -> list[str]:
    """The replay in a few lines, kinds that told something first."""
    lines = [_HEAD.format(first=found.days[0], last=found.last, n=len(found.days))]
    if found.terms:
        shown = {
            "zh": "、".join(f"{_NAMES[k].zh} {v:g}" for k, v in found.terms.items()),
            "en": ", ".join(f"{_NAMES[k].en} {v:g}" for k, v in found.terms.items()),
        }
        lines.append(_TERMS.format(terms=Label(**shown)))
    for kind in sorted(found.kinds, key=lambda k: -(k.a_week or 0.0)):
        lines += _kind(kind, found.currency, alone=len(found.kinds) == 1)
    return [str(line) for line in [*lines, _MIND]]


def _kind(kind: KindPast, currency: str, *, alone: bool) -> list[Label]:
    if not kind.asked:
        return [_NONE.format(rule=kind.rule)]
    if not kind.spells:
        told = [_QUIET.format(rule=kind.rule, n=len(kind.asked))]
    else:
        told = [
            _TOLD.format(
                rule=kind.rule,
                name=kind.name,
                n=len(kind.asked),
                weeks=kind.weeks,
                spells=len(kind.spells),
                money=style.figure(kind.a_week, "money", currency),
            )
        ]
    held, many = kind.right
    told += [_RIGHT.format(n=many, held=held)] if many else []
    if alone:
        told += [_ABSENT.format(n=len(kind.absent))] if kind.absent else []
        told += [_UNSURE.format(n=len(kind.unsure))] if kind.unsure else []
    return told


def rows(found: WeekReplay) -> tuple[list[str], list[list[str]]]:
    """Headings, and a line for each finding, newest first within its kind."""
    lines = [_line(s, found.currency) for kind in found.kinds for s in kind.spells]
    return [str(h) for h in _HEADS], lines


def _line(s: Spell, currency: str) -> list[str]:
    f, held = s.finding, s.held
    whom = f.subject.name or f.subject.member
    title = str(f.title) if not whom or whom in str(f.title) else f"{f.title} · {whom}"
    above = style.signed(held.surplus, "money", currency) if held else style.NOTHING
    return [
        f"{s.first}",
        f"{s.last}",
        str(s.weeks),
        title,
        style.figure(f.money.mid, "money", currency) if f.money else style.NOTHING,
        style.chance(f.probability) if f.probability is not None else style.NOTHING,
        f"{held.clicks:,.0f}" if held else style.NOTHING,
        above,
        str((_YES if held.right else _NO) if held else _OPEN),
    ]


def shown(found: WeekReplay) -> Block:
    """The replay as a piece of a page."""
    first, *told, mind = summary(found)
    kinds = [
        (
            tag("code", k.rule),
            str(len(k.asked)),
            str(k.weeks),
            str(len(k.spells)),
            style.figure(k.a_week, "money", found.currency) if k.spells else style.NOTHING,
            "{}/{}".format(*k.right) if k.right[1] else style.NOTHING,
        )
        for k in found.kinds
    ]
    heads, lines = rows(found)
    cells = [[*line[:3], name(line[3], 60), *line[4:]] for line in lines]
    listing = [more(_EACH, table(heads, cells, texts=2))] if lines else []
    body = table(_KINDS, kinds) if len(kinds) > 1 else [tag("p", t, cls="mute") for t in told]
    parts = [tag("p", tag("b", first)), *([body] if len(kinds) > 1 else body), *listing]
    parts.append(tag("p", mind, cls="mute tiny"))
    return block(card(*parts), text=" ".join([first, *told]), section="replayed")
