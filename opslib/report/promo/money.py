"""The week's advertising money: by total, product line, plan, product and keyword."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ...ids import digest
from ...labels import Label
from .. import style
from ..blocks import Block, block, card, empty, more, on_phone, table
from ..markup import Raw, filled, join, name, tag
from ..needs import NEEDS
from ..sheet import Sheet
from . import money_words as say

SHOWN = {"line": 12, "plan": 20, "product": 15, "keyword": 20}
_PERIODS = tuple(say.PERIODS)
_UNITS = {
    "spend": "money", "impressions": "count", "clicks": "count", "ctr": "percent", "cpc": "money",
    "conv": "count", "conv_hat": "count", "gmv": "money", "gmv_hat": "money", "value": "money",
    "value_hat": "money", "cost_per_conv": "money", "roi": "ratio", "profit": "money",
    "profit_roi": "ratio", "breakeven_cpc": "money",
}  # fmt: skip

_RANGED = ("conv_hat", "gmv_hat", "roi", "profit")


def promo_money(
    sheet: Sheet,
    terms: Any,
    tables: Mapping[str, pd.DataFrame],
    doubts: Iterable[Label],
    completion: Any,
    *,
    ads: Label,
    margin_given: bool = False,
    unusual: pd.DataFrame | None = None,
) -> Block:
    """Where did last week's advertising money go, and what did it bring?

    terms: week, basis, margin, lead_value, priced, attribution_days, assumed, year. tables: the
    account by total, line, plan, product, keyword (columns as `promotion.account`). doubts: what is
    odd about the rows. completion: share, n, looks, reason of the arrival curve. ads: what the
    platform calls its advertising. margin_given: whether the operator gave the margin.
    unusual: plan, metric, week, value, usual, lo, hi, flag; None where nobody looked.
    """
    total = tables["total"]
    notes = [tag("p", d, cls="watch") for d in doubts]
    if total.empty or style.missing(total["spend"].iloc[0]):
        return block(*notes, empty("money", NEEDS["ads"]).html, text=NEEDS["ads"], section="money")
    row = total.iloc[0]
    book = _Book(sheet, terms, row, completion)
    front, rest = book.rows()
    parts: list[object] = [*notes, card(book.whole(row, front), cls="sums")]
    parts.append(_unusual(book, unusual))
    parts.append(more(say.MORE_FIGURES.format(n=len(rest)), card(book.whole(row, rest))))
    _keep(book, "total", total)
    for by, label in say.CUTS.items():
        rows = tables.get(by, total.iloc[:0])
        rows = rows[rows["spend"].gt(0)]
        # One member is the total again.
        if len(rows) and (len(rows) > 1 or by == "plan"):
            title = say.FOLD.format(cut=label, n=len(rows))
            fold = on_phone if by == "plan" else more
            head = tag("h3", title) if by == "plan" else None
            parts.append(fold(title, card(head, book.members(by, rows))))
        _keep(book, by, rows)
    parts.append(on_phone(say.HOW, *_method(sheet, terms, book, completion, ads, margin_given)))
    told = say.TOLD.format(spend=sheet.money(float(row["spend"])))
    return block(*parts, text=told, section="money")


class _Book:
    """Writes the figures of the account, each under an id of its own."""

    def __init__(self, sheet: Sheet, terms: Any, total: Any, completion: Any) -> None:
        self.sheet, self.terms, self.gmv = sheet, terms, terms.basis == "gmv"
        hat = total["conv_hat"]
        self.blind = style.missing(hat)
        self.open = self.blind or float(hat) > float(total["conv"]) * 1.002 + 1e-9
        self.share = 1.0 if self.blind or not hat else float(total["conv"]) / float(hat)

    def label(self, what: str) -> Label:
        """The name of a figure."""
        stem = what.removesuffix("_hat")
        plain = {
            "spend": say.SPEND, "impressions": say.IMPRESSIONS, "clicks": say.CLICKS,
            "ctr": say.CTR, "cpc": say.CPC, "conv": say.ORDERS if self.gmv else say.LEADS,
            "gmv": say.GMV, "value": say.VALUE if self.gmv else say.VALUE_LEADS,
            "cost_per_conv": say.COST_ORDER if self.gmv else say.COST_LEAD, "roi": say.ROI,
            "profit": say.PROFIT, "profit_roi": say.PROFIT_ROI, "breakeven_cpc": say.BREAKEVEN,
        }[stem]  # fmt: skip
        if what.endswith("_hat") and stem != "value":
            return say.EXPECTED.format(what=plain)
        if stem in ("conv", "gmv") and self.open:
            return say.SO_FAR.format(what=plain)
        return plain

    def rows(self) -> tuple[list[str], list[str]]:
        """The figures of the whole, top to bottom: those that decide, and all others."""
        hat = "_hat" if self.open and not self.blind else ""
        front = ["spend", "clicks", f"conv{hat}", *([f"gmv{hat}"] * self.gmv), "cost_per_conv"]
        front += ["roi"] * self.gmv + ["profit"] * self.terms.priced
        every = ["impressions", "ctr", "cpc", "conv", *(["gmv"] * self.gmv)]
        every += ["value_hat", "profit_roi", "breakeven_cpc"] * self.terms.priced
        return front, [what for what in every if what not in front]

    def show(self, row: Any, what: str, period: str = "", by: str = "total") -> Raw:
        """One figure; "" where the period has none."""
        value = row[what + period]
        if style.missing(value):
            return tag("span", style.NOTHING, cls="mute")
        member = str(row["member"])
        key = digest(member) if member else "all"
        label = self.label(what)
        number = self.sheet.loose(
            f"money.{by}.{what}{period}.{key}",
            Label(f"{label.zh}，{say.PERIODS[period].zh}", f"{label.en}, {say.PERIODS[period].en}"),
            float(value),
            _UNITS[what],
            window=7,
        )
        return self.sheet.show(number)

    def range(self, row: Any, what: str, period: str = "") -> Raw | None:
        """The 80 % range of a figure that is still filling up."""
        stem = what.removesuffix("_hat")
        lo, hi = row.get(f"{stem}_lo{period}"), row.get(f"{stem}_hi{period}")
        if style.missing(lo) or style.missing(hi):
            return None
        unit = _UNITS[what]
        low, high = (round(lo), round(hi)) if unit == "count" else (lo, hi)
        ends = [style.figure(v, unit, self.sheet.currency) for v in (low, high)]
        if ends[0] == ends[1]:
            return None
        return tag("span", say.RANGE.format(lo=ends[0], hi=ends[1]), cls="sub")

    def whole(self, row: Any, rows: list[str]) -> Raw:
        """The total, figure by figure against the week before, eight weeks and last year."""
        periods = [p for p in _PERIODS if p != "_year" or self.terms.year is not None]
        lines = []
        for what in rows:
            cells: list[object] = []
            for period in periods:
                shown: list[object] = [self.show(row, what, period)]
                wide = what in _RANGED
                if period in ("", "_last") and wide:
                    shown.append(self.range(row, what, period))
                if period:
                    moved = style.change(row[what], row[what + period], _UNITS[what])
                    shown.append(tag("span", moved, cls="sub") if moved else None)
                cells.append(tag("div", *shown))
            lines.append((self.label(what), *cells))
        return table([say.FIGURE, *(say.PERIODS[p] for p in periods)], lines, cards=None)

    def members(self, by: str, rows: pd.DataFrame) -> Raw:
        """One line a member; the dearest ones, the others in one sentence."""
        many = SHOWN[by]
        lines = [self._member(by, row) for _, row in rows.head(many).iterrows()]
        cost = self.label("cost_per_conv")
        heads: list[object] = [say.MEMBERS[by], say.SPEND, say.CLICKS, say.CPC]
        heads += [say.ORDERS if self.gmv else say.LEADS, cost]
        heads += [say.SHORT["roi"], say.ROI_BEFORE] if self.gmv else [say.COST_BEFORE]
        heads += [say.BREAKEVEN, say.SHORT["profit"]] if self.terms.priced else []
        shown = table(heads, lines)
        rest = rows.iloc[many:]
        if rest.empty:
            return shown
        told = say.REST.format(n=len(rest), money=self.sheet.money(float(rest["spend"].sum())))
        return join([shown, tag("p", told, cls="mute tiny")])

    def _member(self, by: str, row: Any) -> tuple[object, ...]:
        def show(what: str, period: str = "") -> Raw:
            return self.show(row, what, period, by)

        moved = style.change(row["spend"], row["spend_last"], "money")
        spend = tag("div", show("spend"), tag("span", moved, cls="sub") if moved else None)
        title = str(row["title"]) or str(row["member"]) or str(say.UNNAMED)
        under = tag("span", row["member"], cls="sub") if row["title"] else None
        conv = "conv" if style.missing(row["conv_hat"]) else "conv_hat"
        cells: list[object] = [join([name(title, 40), under]), spend, show("clicks"), show("cpc")]
        cells += [tag("div", show(conv), self.range(row, conv)), show("cost_per_conv")]
        old = "roi" if self.gmv else "cost_per_conv"
        cells += [tag("div", show("roi"), self.range(row, "roi"))] if self.gmv else []
        cells.append(tag("div", show(old, "_last"), " / ", show(old, "_mean8")))
        if self.terms.priced:
            cells += [show("breakeven_cpc"), show("profit")]
        return tuple(cells)


def _unusual(book: _Book, rows: pd.DataFrame | None) -> Raw | None:
    """Plans whose impressions, click rate or order rate left their usual range."""
    if rows is None or rows.empty:
        return None
    loud = rows[rows["flag"].astype(bool)]
    if loud.empty:
        return tag("p", say.NOTHING_UNUSUAL.format(n=len(rows)), cls="mute")
    names = {"impressions": say.IMPRESSIONS, "ctr": say.CTR, "conv_rate": say.CONV_RATE}
    items = []
    for _, row in loud.iterrows():
        what, plan = str(row["metric"]), str(row["plan"])
        unit = "count" if what == "impressions" else "percent"
        key = digest(plan)
        number = book.sheet.loose(
            f"unusual.{what}.{key}", names[what], float(row["value"]), unit, window=7
        )
        shown = {k: style.figure(_whole(row[k], unit), unit) for k in ("usual", "lo", "hi")}
        late = row["week"].date() != book.terms.week[0]
        week = say.UNUSUAL_WEEK.format(day=f"{row['week']:%m-%d}") if late else ""
        told = filled(
            say.UNUSUAL,
            plan=name(plan, 36),
            what=names[what],
            value=tag("b", book.sheet.show(number)),
            week=week,
            **shown,
        )
        items.append(tag("li", told))
    return tag("div", tag("p", say.UNUSUAL_HEAD), tag("ul", *items, cls="notes"))


def _whole(value: float, unit: str) -> float:
    return float(round(value)) if unit == "count" else float(value)


def _method(
    sheet: Sheet, terms: Any, book: _Book, completion: Any, ads: Label, given: bool
) -> list[Raw]:
    """How the figures were made, and what is assumed."""
    days = terms.attribution_days
    note = say.WINDOW_ASSUMED.format(days=days) if "attribution_days" in terms.assumed else ""
    basis = say.BASIS_GMV if book.gmv else say.BASIS_LEADS
    told = [basis.format(ads=ads, days=days, assumed=note)]
    if book.open:
        share = f"{book.share:.0%}"
        filling = say.FILLING.format(share=share, looks=completion.looks, n=completion.n)
        told.append(say.BLIND if book.blind else filling)
    told.append(_worth(sheet, terms, given))
    if terms.year is None:
        told.append(say.NO_YEAR)
    else:
        first, last = (f"{d:%Y-%m-%d}" for d in terms.year)
        told.append(say.YEAR.format(first=first, last=last))
    return [tag("p", t, cls="mute tiny") for t in told]


def _worth(sheet: Sheet, terms: Any, given: bool) -> Label:
    if terms.basis != "gmv":
        if not terms.priced:
            return say.NO_VALUE
        too = say.MARGIN_TOO if "lead_value" in terms.assumed else Label("", "")
        return say.LEAD_VALUE.format(value=sheet.money(terms.lead_value), assumed=too)
    assumed = "margin" in terms.assumed
    told = say.MARGIN_ASSUMED if assumed else say.MARGIN_GIVEN if given else say.MARGIN
    return told.format(margin=f"{terms.margin:.1%}")


def _keep(book: _Book, by: str, rows: pd.DataFrame) -> None:
    """Every figure of every period, for tables.xlsx."""
    names = {"member": str(say.MEMBERS[by])}
    names |= {"title": str(say.MEMBERS["product"])} if by == "product" else {}
    names |= {"member": "ID"} if by == "product" else {}
    for period, when in say.PERIODS.items():
        for what in [*book.rows()[0], *book.rows()[1]]:
            label = book.label(what)
            names[what + period] = f"{label} · {when}"
            stem = what.removesuffix("_hat")
            for end, told in say.FROM_TO.items() if what in _RANGED else ():
                names[f"{stem}{end}{period}"] = f"{told.format(what=label)} · {when}"
    known = [c for c in names if c in rows and rows[c].notna().any()]
    label = say.CUTS.get(by, say.MEMBERS["total"])
    book.sheet.table(f"money_{by}", label, rows[known].rename(columns=names))
