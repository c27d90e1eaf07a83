"""What the notebook `method_scorecard` shows: the measured scorecard, section by section."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from ..labels import Label, speak, spoken
from ..report import Block, Raw, drawings, markup
from ..report.blocks import block, card, more, table
from . import told, words
from .result import Group, Result, load, shipped

REVIEW = "review"
tag = markup.tag


class Scorecard:
    """One scorecard on a page; every method is a section."""

    def __init__(self, result: Result) -> None:
        self.result = result

    @property
    def each(self) -> int:
        """Shops of each kind of cause."""
        return max(1, self.result.settings.shops // 4)

    def verdict(self) -> Block:
        """How often does the review cry wolf, and what does it find?"""
        answer, rest = told.lead(self.result), told.against(self.result)
        state = "quiet" if self.result.quiet[REVIEW].alarms_a_week <= 1 else "watch"
        sentence = tag("p", answer, cls=f"verdict {state}", role="status")
        return block(sentence, tag("p", rest, cls="mute"), text=f"{answer} {rest}", section="top")

    def methods(self) -> Block:
        """The review against four common ways of being alarmed."""
        quiet, found, shown = self.result.quiet, self.result.found, self.result.in_figures
        head = (
            words.METHOD,
            words.FALSE_HEAD,
            words.NAMED,
            words.FIGURES,
            words.WITHIN_3,
            words.TOP,
        )
        rows = [
            (
                words.METHODS[n],
                tag("span", told.number(quiet[n].alarms_a_week), _sub(quiet[n].low, quiet[n].high)),
                tag("span", told.share(f.named), _sub(told.share(f.low), told.share(f.high))),
                told.share(shown[n].named),
                told.share(f.within_3),
                told.share(f.top),
            )
            for n, f in found.items()
        ]
        mine = quiet[REVIEW]
        clocks, notes = told.number(mine.clocks_a_week), told.number(mine.notes_a_week)
        how = [line.format(clocks=clocks, notes=notes) for line in words.HOW]
        trap = told.traps(self.result)
        lines = [*how, trap] if trap else how
        whole = card(table(head, rows), tag("ul", *(tag("li", x) for x in lines), cls="notes mute"))
        pictures = tag("div", self._alarm_bars(), self._found_bars(), cls="two")
        return block(pictures, whole, self._rules(), text=how[0], section="methods")

    def _alarm_bars(self) -> Raw:
        rows = [(words.METHODS[n], q.alarms_a_week) for n, q in self.result.quiet.items()]
        return _bars(words.FALSE, [(str(n), v, told.number(v)) for n, v in rows])

    def _found_bars(self) -> Raw:
        rows = [(words.METHODS[n], f.within_7) for n, f in self.result.in_figures.items()]
        title = f"{words.NAMED} · {words.WITHIN_7} · {words.FIGURES}"
        return _bars(title, [(str(n), v, told.share(v)) for n, v in rows])

    def _rules(self) -> Raw:
        rows = list(self.result.false_by_rule.items())
        body = table((words.RULE, words.COUNT), rows) if rows else tag("p", words.NO_FALSE)
        return more(words.BY_RULE, card(body))

    def kinds(self) -> Block:
        """Which kinds of causes are found, and which are missed?"""
        poor = told.missed(self.result.kinds)
        shown = self._groups(words.KIND, self.result.kinds, words.KINDS)
        return block(tag("p", poor), shown, text=poor, section="kinds")

    def sizes(self) -> Block:
        """How big must a cause be to be found?"""
        shown = self._groups(words.SIZE, self.result.sizes, words.SIZES)
        return block(shown, text=words.SIZE, section="sizes")

    def _groups(self, title: object, groups: list[Group], names: Mapping[str, Label]) -> Raw:
        head = (title, words.CAUSES, words.NAMED, words.WITHIN_3, words.DAYS, words.TOP, words.BEST)
        rows = []
        for group in groups:
            mine = group.methods[REVIEW]
            rows.append(
                (
                    names.get(group.name, group.name),
                    mine.causes,
                    told.share(mine.named),
                    told.share(mine.within_3),
                    told.days(mine.days),
                    told.share(mine.top),
                    told.share(max(f.named for n, f in group.methods.items() if n != REVIEW)),
                )
            )
        return card(table(head, rows))

    def money(self) -> Block:
        """Are the prices right?"""
        all_ = self.result.prices
        answer = told.money(all_)
        if not all_.causes:
            return block(card(tag("p", answer)), text=answer, section="money")
        head = (words.KIND, words.CAUSES, words.FINDINGS, words.INSIDE, words.RATIO)
        rows = [
            (
                words.KINDS.get(k, k),
                p.causes,
                p.findings,
                told.share(p.inside),
                told.number(p.ratio),
            )
            for k, p in self.result.prices_by_kind.items()
            if p.causes
        ]
        return block(tag("p", answer), card(table(head, rows)), text=answer, section="money")

    def limits(self) -> Block:
        """What can this not tell?"""
        asked = self.result.settings
        lines = [line.format(days=asked.days, each=self.each) for line in words.LIMITS]
        made = words.MEASURED.format(
            version=asked.version,
            shops=asked.shops,
            each=self.each,
            days=asked.days,
            seed=asked.seed,
        )
        listed = tag("ul", *(tag("li", line) for line in [*lines, made]), cls="notes")
        return block(card(listed), text=made, section="limits")

    def finish(self) -> None:
        """Write data.json and the completion marker where a run asked; print the checked line."""
        folder = os.environ.get("OPSLIB_OUT")
        if folder:
            data = {"report": "method_scorecard", "lang": spoken()} | self.result.model_dump()
            text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False)
            (Path(folder) / "data.json").write_text(text + "\n", encoding="utf-8")
            done = {"state": "ok", "findings": 0, "failed_sections": [], "versions": {}}
            (Path(folder) / "done.json").write_text(json.dumps(done), encoding="utf-8")
        print(told.line(self.result))
        noisy = [f"{r} x{n}" for r, n in self.result.false_by_rule.items()]
        print("rules:", *(noisy or ["none"]))


def open_scorecard(
    result: str | Path = "", *, shops: int = 0, days: int = 10, seed: int = 2026, lang: str = "zh"
) -> Scorecard:
    """The scorecard for a notebook.

    result: a measured scorecard's file, "" for the one that travels with the package.
    shops: measure anew on so many shops without a cause (minutes a shop), 0 to show `result`.
    Errors as `load`; ValueError for an unknown language.
    """
    speak(lang)  # type: ignore[arg-type]
    if not shops:
        return Scorecard(load(Path(result) if result else shipped()))
    from .measure import measure

    return Scorecard(measure(shops, days, seed, _progress))


def _bars(title: object, rows: list[tuple[str, float, str]]) -> Raw:
    alt = f"{title}: " + ", ".join(f"{name} {shown}" for name, _, shown in rows)
    drawn = [
        drawings.Bar(name, value, shown, cls="bar" if i == 0 else "bar faded")
        for i, (name, value, shown) in enumerate(rows)
    ]
    return card(tag("h3", title), drawings.bars(drawn, alt=alt))


def _sub(low: float | str, high: float | str) -> Raw:
    shown = [x if isinstance(x, str) else f"{x:.1f}" for x in (low, high)]
    return tag("span", words.RANGE.format(low=shown[0], high=shown[1]), cls="sub")


def _progress(line: str) -> None:
    print(line, file=sys.stderr)
