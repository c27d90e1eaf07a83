"""Where a figure of a report comes from: computed again, with its files and rows."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from . import metrics
from .answer import COLUMNS, Answer, filed
from .comparison import comparison_answer
from .daily.outlook import EXPECTED, MADE
from .errors import OpslibError, ParameterError, unknown
from .facts import TABLES
from .ids import digest
from .labels import Label, speak
from .marketing import year_answer
from .moments import moment
from .rules.observed import OBSERVED
from .shop import Shop
from .store import Snapshot
from .weekly import week_answer
from .workspace import Workspace

# Which section of the page shows a number, by the first word of its id; others are asked in turn.
_SECTIONS = (
    "verdict",
    "findings",
    "kpis",
    "funnel",
    "why",
    "traffic",
    "movers",
    "clocks",
    "ads",
    "tasks",
    "outlook",
)
_FIRST = {
    "outlook": "outlook",
    "finding": "findings",
    "why": "why",
    "funnel": "funnel",
    "clock": "clocks",
}
_WEEK = 7
# Reports that answer for their own figures.
_OTHERS = {
    "weekly_promotion_review": week_answer,
    "competitor_comparison": comparison_answer,
    "marketing_calendar": year_answer,
}


@dataclass(frozen=True)
class _Spot:
    """A metric over days, of the shop or of one member: what rows are looked up for."""

    metric: str
    window: int
    by: str | None = None
    member: str | None = None
    back: tuple[int, ...] = field(default=(0,))  # windows that end so many days before
    lists: tuple[str, ...] = ()  # fact tables, where it is no metric but a list made of them


def why_number(workspace: Workspace, run: Path, number: str) -> Answer:
    """Compute one number of a finished run again, with the knowledge that the run had.

    `run` is the run's folder. Raises UnknownName when the report has no such number.
    """
    data = _read(run / "data.json")
    manifest = _read(run / "manifest.json")
    speak(data["lang"])
    numbers = {n["id"]: n for n in data["numbers"]}
    if number not in numbers:
        raise unknown(Label("数字", "number"), number, numbers)
    shop = shop_as_it_was(workspace, data, manifest)
    if data["report"] in _OTHERS:
        return _OTHERS[data["report"]](shop, numbers[number])
    return answer(shop, numbers[number], data["findings"])


def answer(shop: Shop, number: dict[str, Any], findings: list[dict[str, Any]]) -> Answer:
    """Where one number of a report's data.json comes from, for the shop as the report saw it."""
    spot, made = _spot(shop, number, findings)
    definition = metrics.METRICS[spot.metric].definition if spot.metric else None
    value, span = _again(shop, number)
    return Answer(number, definition, value, _rows(shop, spot), made, span)


def _read(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        raise ParameterError(
            str(path),
            Label("这次运行没有留下它，或者读不懂。", "this run has left none that can be read."),
            Label("换一次成功的运行。", "Ask for a run that ended well."),
        ) from None


def _again(shop: Shop, found: dict[str, Any]) -> tuple[float | None, tuple[float, float] | None]:
    """The figure's value now, and its bounds if it has only these."""
    try:
        asked = metrics.parse_number_id(found["id"])
    except ParameterError:
        return _shown_again(shop, found["id"]), None
    table = shop.measure(asked.metric, by=asked.dimension, window=asked.window)
    if asked.dimension:
        table = table[[asked.matches(m) for m in table["member"]]]
    if table.empty:
        return None, None
    row = table.iloc[0]
    if not pd.isna(row["value"]):
        return float(row["value"]), None
    return None, None if pd.isna(row["low"]) else (float(row["low"]), float(row["high"]))


def _shown_again(shop: Shop, number: str) -> float | None:
    """A figure that is no plain measurement: the section that shows it, made once more."""
    first = _FIRST.get(number.split(".")[0], "verdict")
    for section in (first, *(s for s in _SECTIONS if s != first)):
        getattr(shop.show, section)()
        if number in shop.sheet.numbers:
            return shop.sheet.numbers[number].value
    raise OpslibError(
        number,
        Label("现在的程序不再算这个数字。", "today's program no longer makes this figure."),
        Label("重新运行这份报告。", "Run the report again."),
    )


def _spot(
    shop: Shop, found: dict[str, Any], findings: list[dict[str, Any]]
) -> tuple[_Spot, Label | None]:
    """What rows stand behind a figure, and how it is made of them."""
    kind, *rest = found["id"].split(".")
    metric, window = found["metric"], found["window"] or _WEEK
    known = metric if metric in metrics.METRICS else ""
    if kind == "finding":
        return _of_finding(found, known, findings)
    if kind == "findings":
        return _Spot("", 0), _SUM
    if kind == "outlook":
        return _of_outlook(found, known, rest[1])
    if kind == "why":
        return _of_why(shop, metric, window, *rest[2:])
    if found["id"].endswith(".change"):
        return _Spot(known, _WEEK, back=(0, *_PAST)), _GAP
    subject = found["subject"]
    by = subject["dimension"] if subject["member"] else None
    return _Spot(known, window, by, subject["member"] or None), None


def _of_finding(
    found: dict[str, Any], known: str, findings: list[dict[str, Any]]
) -> tuple[_Spot, Label | None]:
    told = next((f for f in findings if f"finding.{f['id']}.money" == found["id"]), None)
    if told is None:
        return _Spot("", 0), _PRICE.format(rule="?", evidence="")
    note = (told.get("evidence") or {}).get("note") or ""
    words = [w for w in (note, told.get("detail")) if w]
    made = _PRICE.format(rule=told["rule"], evidence=" ".join(map(str, words)))
    subject = told["subject"]
    lists = () if known else OBSERVED[told["metric"]].needs if told["metric"] in OBSERVED else ()
    cut = subject["dimension"] in ("product", "channel", "keyword", "plan", "region")
    by, member = (subject["dimension"], subject["member"]) if cut else (None, None)
    return _Spot(known, _WEEK, by, member, (0, *_PAST), lists), made


def _of_outlook(found: dict[str, Any], known: str, what: str) -> tuple[_Spot, Label | None]:
    """A figure of the days to come: the rows of the month so far, the register, or none."""
    history = (found.get("evidence") or {}).get("n") or 0
    made = MADE.get(what, EXPECTED).format(n=history)
    if what in ("so_far", "closed", "came"):
        return _Spot(known, found["window"] or _WEEK), made
    if what.removeprefix("closed_") == "target":
        return _Spot("", 0, lists=("register:target",)), made
    return _Spot(known, _WEEK, back=(0, *_PAST)), made


def _of_why(
    shop: Shop, metric: str, window: int, dimension: str, *part: str
) -> tuple[_Spot, Label | None]:
    name, back = ".".join(part), (0, window)
    if dimension == "shop":
        factor = name if name in metrics.METRICS else metric
        return _Spot(factor, window, back=back), _SHARE
    table = shop.measure(metric, by=dimension, window=window)
    member = next((m for m in table["member"] if digest(m) == name), None)
    return _Spot(metric, window, dimension, member, back), _CUT


_PAST = (7, 14, 21, 28)
_SUM = Label(
    "各条发现每周金额中值之和（同一笔钱只算一次，见每条发现自己的数字）。",
    "the weekly middle prices of the findings added up; ask for each finding's own number.",
)
_PRICE = Label(
    "规则 {rule} 重新检查一遍，取它每周金额的中值。{evidence}",
    "rule {rule} checked once more, the middle of its price a week. {evidence}",
)
_GAP = Label(
    "这 7 天的值减去页面上所说的比较水平（由前四周得出）。",
    "the value of the 7 days less the level named on the page (from the four weeks before).",
)
_SHARE = Label(
    "两个窗口之间的变化按漏斗各因子精确分摊（Shapley），各份相加等于总变化。",
    "the change between the two windows split exactly by the funnel's factors (Shapley); "
    "the shares add up to the whole change.",
)
_CUT = Label(
    "两个窗口之间的变化按成员精确分摊，构成和效率两份合计。",
    "the change between the two windows split exactly by member, its mix and rate parts together.",
)


def _rows(shop: Shop, spot: _Spot) -> pd.DataFrame:
    frames = [
        metrics.trace(
            shop.con,
            spot.metric,
            as_of=shop.as_of - timedelta(days=back),
            window=spot.window,
            dimension=spot.by,
            member=spot.member,
            currency=shop.currency,
        )
        for back in (spot.back if spot.metric else ())
    ]
    frames += [_listed(shop, spot, one) for name in spot.lists for one in name.split("|")]
    frames = [f for f in frames if len(f)]
    if not frames:
        return pd.DataFrame(columns=[*COLUMNS])
    rows = pd.concat(frames, ignore_index=True)
    return filed(rows, shop.arrivals)


def _listed(shop: Shop, spot: _Spot, name: str) -> pd.DataFrame:
    """The stored rows of one table that a rule looked through, of the last weeks."""
    table, _, kind = name.partition(":")
    columns = TABLES[table].columns
    key = _KEYS.get(spot.by or "", "")
    only = f"AND {key} = $member" if key in columns else ""
    only += " AND kind = $kind" if kind else ""
    asked = {"day": shop.as_of, "member": spot.member, "kind": kind}
    used = {k: v for k, v in asked.items() if f"${k}" in only or k == "day"}
    return shop.con.execute(
        f"""SELECT date, '{name}' AS part, NULL AS value, {key if only and key else "''"} AS member,
            source_file, source_row FROM "{table}"
            WHERE (date IS NULL OR date BETWEEN $day - 28 AND $day) {only}
            ORDER BY date, source_file, source_row""",
        used,
    ).df()


# Which column of a fact table names the member of a dimension.
_KEYS = {"product": "item_id", "plan": "plan", "keyword": "keyword"}


def shop_as_it_was(workspace: Workspace, data: dict[str, Any], manifest: dict[str, Any]) -> Shop:
    """The shop with the run's parameters and the very versions of the tables that it read."""
    asked = manifest["parameters"]
    settings = {k: v for k, v in asked.items() if k not in _NOT_SETTINGS}
    timezone = workspace.profile(data["shop"]).timezone
    known = moment(asked.get("known_at", ""), timezone)
    shop = Shop(workspace, data["shop"], date.fromisoformat(data["as_of"]), known, **settings)
    if versions := manifest.get("versions"):
        shop.snapshot = Snapshot(workspace.store.root, versions, {})
    return shop


_NOT_SETTINGS = ("workspace", "shop_id", "as_of", "lang", "known_at")
