"""The funnel: which link is weak, and what the guides say to check."""

from __future__ import annotations

from typing import Any

from . import drawings, style, words
from .blocks import Block, block, card, empty
from .markup import Raw, join, tag
from .needs import NEEDS
from .shapes import DiagnosisText
from .sheet import Sheet

# What comes out of a link, where the link itself is a rate.
_ARRIVES = {
    "ctr": "clicks",
    "visits_per_click": "visitors",
    "pay_cvr": "pay_buyers",
    "inquiry_rate": "inquiries",
}
_CHIPS = {"weak": "weak", "cannot_tell": "unknown", "no_data": "unknown"}


def funnel(sheet: Sheet, diagnosis: DiagnosisText) -> Block:
    """Which link of the funnel is weak, and what is to be checked first?"""
    steps = list(diagnosis.steps)
    if sum(s.volume is not None or s.value is not None for s in steps) < 2:
        return empty("funnel", NEEDS["funnel"])  # one link is no path
    rows = [_bar(sheet, s, diagnosis.per_day) for s in steps if s.volume is not None]
    told = str(words.AND).join(f"{s.label} {_shown(sheet, s)}" for s in steps)
    alt = words.FUNNEL_ALT.format(steps=told, verdict=diagnosis.verdict)
    path = tag("ol", *(_step(sheet, s, diagnosis.window) for s in steps), cls="path")
    return block(
        tag(
            "div",
            card(
                tag("p", tag("b", diagnosis.verdict)),
                drawings.funnel(rows, alt=alt),
                tag("p", style.window(diagnosis.window), cls="mute tiny"),
            ),
            card(tag("h3", words.PATH), path),
            cls="two",
        ),
        text=diagnosis.verdict,
        section="funnel-path",
    )


def _bar(sheet: Sheet, step: Any, per_day: bool) -> drawings.Bar:
    """How many come out of a link in the window, or on a day of it."""
    volume = style.figure(step.volume, "money" if step.unit == "money" else "count", sheet.currency)
    shown = str(words.PER_DAY.format(n=volume)) if per_day else volume
    cls = "bar weak" if step.state == "weak" else "bar"
    arrives = _ARRIVES.get(step.metric, step.metric)
    label = sheet.label(arrives) if arrives in sheet.metrics else step.label
    return drawings.Bar(style.start(label), float(step.volume), shown, cls)


def _shown(sheet: Sheet, step: Any) -> str:
    return style.figure(step.value, step.unit, sheet.currency)


def _step(sheet: Sheet, step: Any, window: int) -> Raw:
    """One question on the path: the value, what is normal, and what to look at if it is weak."""
    weak = step.state == "weak"
    number = sheet.loose(
        f"funnel.{step.metric}.{window}d",
        step.label,
        step.value,
        step.unit,
        metric=step.metric,
        window=window,
        baseline=step.normal,
    )
    normal = words.NORMAL_IS.format(
        normal=style.figure(step.normal, step.unit, sheet.currency), against=step.against
    )
    chip = tag("span", words.STATE[step.state], cls=f"chip {_CHIPS.get(step.state, '')}".strip())
    look = (
        tag("div", words.LOOK_AT, step.check, " ", tag("span", step.guide, cls="mute"), cls="look")
        if weak
        else None
    )
    parts = [tag("b", style.start(step.label)), " ", sheet.show(number), chip]
    if step.normal is not None:
        parts.append(tag("div", normal, cls="mute"))
    return tag("li", join(parts), look, cls=_CHIPS.get(step.state))
