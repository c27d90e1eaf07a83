"""Comparisons: smart against manual plans, product tests, creatives; plans too many to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ...ids import digest
from ...labels import Label
from .. import style, words
from ..blocks import Block, block, card, more, on_phone, table
from ..markup import Raw, filled, join, name, tag
from ..sheet import Sheet
from . import contests_words as say
from .creatives import creative_parts

LONGEST = 180  # days that a test may be worth waiting for


def promo_contests(
    sheet: Sheet,
    contests: Mapping[str, Any],
    plans: Any,
    category: Any,
    terms: Any,
    *,
    test_clicks: float = float("nan"),
    creatives: Sequence[Any] = (),
) -> Block:
    """Which of two ways is better, may the test be stopped, can the plans be read at all?

    contests: by name ("smart", "test:PLAN") what `promotion.contest` found, absent
    where there is nothing to compare. plans: `promotion.too_many_plans`. category: verdict,
    category, reason of the next category. test_clicks: clicks without a result after which a new
    product is given up (nan: unknown). creatives: `promotion.judge_creatives`, plan by plan.
    """
    parts: list[object] = [_contest(sheet, "smart", contests.get("smart"), terms)]
    tests = [(k, v) for k, v in contests.items() if k.startswith("test:")]
    parts += [_contest(sheet, key, one, terms) for key, one in tests]
    rule = None
    if test_clicks == test_clicks:
        number = sheet.loose("promo.test.clicks", say.N_TEST, float(test_clicks), "count")
        rule = tag("p", filled(say.GIVE_UP[terms.basis], n=sheet.show(number)), cls="mute")
    parts.append(rule if tests else _missing("tests", rule))
    parts += creative_parts(sheet, creatives) or [_missing("creatives")]
    parts.append(_plans(sheet, plans, terms))
    parts.append(_category(category))
    parts.append(tag("p", say.METHOD, cls="mute tiny"))
    smart = contests.get("smart")
    told = _sentence(smart, terms) if smart is not None else say.TITLE["smart"]
    return block(*parts, text=told, section="contests")


def _missing(kind: str, *parts: object) -> Raw:
    """One line that nothing is compared; what it would need unfolds."""
    told = join([say.TITLE[kind], words.COLON, say.NONE[kind]])
    return more(told, tag("p", say.NEEDS[kind], cls="mute"), *parts)


def _title(key: str) -> object:
    if not key.startswith("test:"):
        return say.TITLE[key]
    return join([say.TITLE["tests"], words.COLON, name(key.removeprefix("test:"), 30)])


def _contest(sheet: Sheet, key: str, found: Any, terms: Any) -> Raw:
    """One comparison: a sentence, then the arms."""
    if found is None:
        return _missing(key)
    if found.state == "cannot_tell" or found.arms.empty:
        told = found.reason if found.reason is not None else say.NEEDS[key.split(":")[0]]
        return card(tag("h3", _title(key)), tag("p", told, cls="mute"), cls="empty")
    label = _sentence(found, terms)
    by = tag("p", say.BY_ACTIONS, cls="mute tiny") if found.event == "actions" else None
    money = None
    if found.state == "winner" and not style.missing(found.gain) and found.gain > 0:
        at = digest(key)
        number = sheet.loose(f"promo.contest.gain.{at}", say.N_GAIN, float(found.gain), "money")
        low, high = (
            style.signed(v, "money", sheet.currency) for v in (found.gain_lo, found.gain_hi)
        )
        money = tag("p", filled(say.GAIN, gain=tag("b", sheet.show(number)), lo=low, hi=high))
    _keep(sheet, key, found, terms)
    rows = on_phone(say.ROWS.format(n=len(found.arms)), _arms(sheet, key, found, terms))
    whole = card(tag("h3", _title(key)), tag("p", label), money, rows, by)
    return whole if found.state == "winner" else on_phone(_title(key), whole)


def _arm(found: Any, at: int) -> str:
    row = found.arms.iloc[at]
    return str(row["title"] or row["arm"])


def _named(found: Any, at: int) -> Label:
    """An arm for the reader: the two kinds of plans have names of their own."""
    text = _arm(found, at)
    return say.ARM.get(text, Label(text, text))


def _sentence(found: Any, terms: Any) -> Label:
    """Who is ahead, how sure, and what is missing."""
    if found.state == "cannot_tell":
        return found.reason or say.CANNOT
    best, p = _named(found, 0), f"{min(found.p_right, 0.99):.0%}"
    if found.state == "winner":
        return say.WINNER.format(arm=best, p=p, days=found.days)
    if found.state == "same":
        return say.SAME.format(days=found.days)
    need = float(found.arms["needed"].sum())
    daily = max(float(found.arms["clicks"].sum()) / max(found.days, 1), 1e-9)
    if style.missing(need) or need / daily > LONGEST:
        return say.TOO_CLOSE.format(arm=best, p=p, days=found.days)
    if need <= 0:
        return say.ALMOST.format(arm=best, p=p, days=found.days)
    return say.RUNNING.format(
        arm=best, p=p, days=found.days, clicks=f"{need:,.0f}", more=f"{need / daily:,.0f}"
    )


def _arms(sheet: Sheet, key: str, found: Any, terms: Any) -> Raw:
    money = found.arms["roi"].notna().any() and terms.priced and found.event == "conv"
    lines = []
    for at, row in enumerate(found.arms.itertuples()):
        mark = digest(f"{key}/{row.arm}")

        def show(what: str, label: Label, unit: str, row: Any = row, mark: str = mark) -> Raw:
            value = getattr(row, what)
            value = None if style.missing(value) else float(value)
            return sheet.show(sheet.loose(f"promo.contest.{what}.{mark}", label, value, unit))

        who = _named(found, at)
        title: Raw = tag("b", who) if str(row.arm) in say.ARM else name(who, 36)
        cells: list[object] = [show("clicks", say.CLICKS, "count")]
        if found.event == "clicks":
            cells += [show("impressions", say.SHOWN, "count"), show("rate", say.CTR, "percent")]
        elif found.event == "actions":
            cells += [
                show("actions", say.ACTIONS, "count"),
                show("rate", say.ACTION_RATE, "percent"),
            ]
        else:
            cells += [
                show("spend", say.SPEND, "money"),
                show("conv", say.CONV[terms.basis], "count"),
            ]
        if money:
            span = f"{row.roi_lo:.2f} – {row.roi_hi:.2f}"
            roi = tag("div", show("roi", say.ROI, "ratio"), tag("span", span, cls="sub"))
            cells.append(roi)
        cells.append(f"{min(max(row.p_best, 0.01), 0.99):.0%}")
        lines.append((title, *cells))
    head: list[object] = [say.WHO, say.CLICKS]
    heads = {"clicks": [say.SHOWN, say.CTR], "actions": [say.ACTIONS, say.ACTION_RATE]}
    head += heads.get(found.event, [say.SPEND, say.CONV[terms.basis]])
    head += [say.ROI] if money else []
    return table([*head, say.P_BEST], lines)


def _plans(sheet: Sheet, plans: Any, terms: Any) -> Raw:
    """Plans which cannot reach data that anybody could read."""
    if plans is None or plans.plans.empty:
        return card(tag("h3", say.PLANS), tag("p", say.NO_PLANS, cls="mute"), cls="empty")
    conv = say.CONV[terms.basis]
    thin = plans.plans[~plans.plans["readable"]]
    told = say.READABLE.format(n=plans.count)
    if plans.too_many:
        told = say.TOO_MANY.format(n=plans.count, m=len(thin), room=plans.room)
    elif len(thin):
        told = say.THIN
    lines = []
    for row in plans.plans.itertuples():
        mark = digest(row.plan)

        def show(what: str, label: Label, unit: str, row: Any = row, mark: str = mark) -> Raw:
            number = sheet.loose(
                f"promo.plans.{what}.{mark}", label, float(getattr(row, what)), unit
            )
            return sheet.show(number)

        lines.append(
            (
                name(row.plan, 30),
                show("spend", say.SPEND_WEEK, "money"),
                show("expected", say.EXPECTED.format(conv=conv), "score"),
                say.ENOUGH if row.readable else say.WEEKS.format(n=f"{row.weeks:,.0f}"),
            )
        )
    head = (words.PLAN, say.SPEND_WEEK, say.EXPECTED.format(conv=conv), say.READ_AFTER)
    rows = table(head, lines, cards=True)
    if not plans.too_many and thin.empty:
        return more(told, rows)
    return on_phone(say.PLANS, card(tag("h3", say.PLANS), tag("p", told), rows))


def _category(found: Any) -> Raw | None:
    if found is None:
        return None
    who = join([words.COLON, tag("b", name(found.category, 30))]) if found.category else None
    return more(say.CATEGORY, tag("p", found.reason, who))


def _keep(sheet: Sheet, key: str, found: Any, terms: Any) -> None:
    """The arms for the workbook."""
    columns = {
        "arm": say.WHO, "impressions": say.SHOWN, "clicks": say.CLICKS, "spend": say.SPEND,
        "conv": say.CONV[terms.basis], "roi": say.ROI, "p_best": say.P_BEST, "needed": say.NEEDED,
    }  # fmt: skip
    frame: pd.DataFrame = found.arms[list(columns)].copy()
    frame["arm"] = [str(_named(found, i)) for i in range(len(frame))]
    frame["needed"] = frame["needed"].where(frame["needed"] < 1e9)
    heads = [str(h) for h in columns.values()]
    short = "contest_" + digest(key)
    sheet.table(short, say.TABLE, frame.set_axis(heads, axis=1))
