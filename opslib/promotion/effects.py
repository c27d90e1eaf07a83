"""Did last weeks' changes work? Each against comparable subjects that nobody touched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..errors import ParameterError
from ..labels import Label
from .around import BEFORE, Cut, cut_around
from .rebound import Course, Effects, Floats, effects, fitted

ENOUGH = 2  # untouched subjects below which nothing can be compared
NOTHING = float(np.log(1.10))  # an effect surely smaller than this is none
SURE = 0.92  # chance asked for before an action is said to have worked, or harmed
MEASURES = ("impressions", "clicks", "conv", "value", "profit")
VERDICTS = ("worked", "none", "harmed", "cannot_tell")
_COLUMNS = "id effect lo hi verdict yuan yuan_lo yuan_hi p_worked weeks compared reason".split()
_Z80 = 1.2816
_TRUSTED = 20.0  # so many placebos weigh as much as the model's own range
REASONS = {
    "early": Label("动作之后还没有一整周已结算的数据", "no settled week has passed since"),
    "few": Label(
        f"没动过的同类不到 {ENOUGH} 个，没有可比的",
        f"fewer than {ENOUGH} untouched ones to compare with",
    ),
    "absent": Label("动作之前没有数据", "no figures before it"),
    "wide": Label("波动太大，再等一周", "it varies too much to tell, wait another week"),
    "mixed": Label("同一天还做了别的动作，分不开", "another action the same day: not told apart"),
    "": Label("", ""),
}  # fmt: skip


def did_it_work(actions: pd.DataFrame, panel: pd.DataFrame, terms: Any) -> pd.DataFrame:
    """What did each action change, against what would have come without it?

    actions: id, subject, done_on (day); `measure` (impressions clicks conv value profit; without
    the column: value). panel: one row a subject and day (`date`) or week (`week`, its first day)
    with those of impressions, clicks, spend, conv, value that are measured; `complete` (share of
    conversions known, 1 without it) and `group` (what is comparable with what) if known. Days
    without any row count as not exported, a subject without a row on other days as nothing.
    terms: `as_of` (last day looked at), `evidence`.

    One row an action: effect, lo, hi (log ratio, 80 %), yuan, yuan_lo, yuan_hi (money a week:
    value won less spend added), verdict, p_worked, weeks (of after data), compared (untouched
    subjects), reason (Label). Up to eight weeks before against up to four after. Worked and harmed
    need a chance of 92 %; none: 80 % range within 10 %.

    Picked subjects rebound by themselves: what comes next is predicted from all weeks before, each
    as far as it is reliable (rebound.py), and the range is widened until it holds 80 % of the
    untouched subjects, judged as if something had been done to them.
    Do not trust it where the untouched ones were pushed down by the action (words that share a
    budget), nor beyond the weeks looked at. Raises ParameterError for an unknown measure or
    columns that are missing.
    """
    if not len(actions):
        return pd.DataFrame(columns=_COLUMNS)
    asked = _asked(actions)
    days = _days(panel, asked)
    rows: list[dict[str, Any]] = []
    for (done_on, measure), cohort in asked.groupby(["done_on", "measure"], sort=False):
        for group, part in _groups(cohort, days):
            rows += _cohort(part, days[days["group"].eq(group)], asked, done_on, measure, terms)
    found = pd.DataFrame(rows, columns=_COLUMNS)
    return found.set_index("id").reindex(asked["id"]).reset_index()


def _asked(actions: pd.DataFrame) -> pd.DataFrame:
    out = pd.DataFrame({"id": actions["id"].to_numpy(), "subject": actions["subject"].astype(str)})
    out["done_on"] = pd.to_datetime(actions["done_on"].to_numpy())
    out["measure"] = actions["measure"].to_numpy() if "measure" in actions else "value"
    if strange := sorted(set(out["measure"]) - set(MEASURES)):
        raise ParameterError(
            "did_it_work",
            Label(f"不认识的衡量指标“{strange[0]}”。", f"unknown measure '{strange[0]}'."),
            Label(f"可以用：{'、'.join(MEASURES)}", f"Use one of: {', '.join(MEASURES)}"),
        )
    return out


def _days(panel: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """The panel with first and last day of each row, and its share of what is known."""
    wanted = {c for m in asked["measure"] for c in (("value", "spend") if m == "profit" else (m,))}
    when = "week" if "week" in panel and "date" not in panel else "date"
    if lacking := sorted({"subject", when, *wanted} - set(panel.columns)):
        raise ParameterError(
            "did_it_work",
            Label(f"数据里没有 {lacking[0]} 这一列。", f"the panel has no column {lacking[0]}."),
        )
    first = pd.to_datetime(panel[when].to_numpy())
    out = pd.DataFrame({"subject": panel["subject"].astype(str).to_numpy(), "first": first})
    out["last"] = out["first"] + pd.Timedelta(days=6 if when == "week" else 0)
    for c in ("impressions", "clicks", "spend", "conv", "value"):
        if c in panel:
            out[c] = np.nan_to_num(panel[c].to_numpy(float)).clip(0)
    out["complete"] = panel["complete"].to_numpy(float) if "complete" in panel else 1.0
    out["group"] = panel["group"].astype(str).to_numpy() if "group" in panel else ""
    return out


def _groups(cohort: pd.DataFrame, days: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    of = days.drop_duplicates("subject").set_index("subject")["group"]
    groups = np.array([of.get(s, "") for s in cohort["subject"]], dtype=object)
    return [(str(g), part) for g, part in cohort.groupby(groups, sort=False)]


def _cohort(
    part: pd.DataFrame,
    days: pd.DataFrame,
    asked: pd.DataFrame,
    done_on: pd.Timestamp,
    measure: str,
    terms: Any,
) -> list[dict[str, Any]]:
    cut = cut_around(days, asked, done_on, terms.as_of)
    quiet = cut.quiet[:, BEFORE:].any(1), cut.quiet[:, :BEFORE].any(1)
    untouched: np.ndarray = np.logical_and(*quiet)
    after = int(cut.seen[:, BEFORE:].any(0).sum()) if cut.weeks[BEFORE:].sum() > 0.45 else 0
    rows = cut.subjects.get_indexer(part["subject"])
    if not after or untouched.sum() < ENOUGH:
        why = "few" if after else "early"
        return [_untold(a, after, int(untouched.sum()), why) for a in part["id"]]
    main = _shifts(cut, "value" if measure == "profit" else measure, untouched)
    cost = _shifts(cut, "spend", untouched) if "spend" in cut.days else None
    out = []
    for action, row in zip(part["id"], rows, strict=True):
        if row < 0 or not cut.seen[row, BEFORE:].any():
            out.append(_untold(action, 0, int(untouched.sum()), "absent"))
            continue
        shared = (asked["subject"].eq(cut.subjects[row]) & asked["done_on"].eq(done_on)).sum() > 1
        told = _told(cut, int(row), measure, main, cost, getattr(terms, "evidence", 0.0))
        weeks = int(cut.seen[row, BEFORE:].sum())
        why = "mixed" if shared else "wide" if told["verdict"] == "cannot_tell" else ""
        told["verdict"] = "cannot_tell" if shared else told["verdict"]
        out.append(
            told
            | {"id": action, "weeks": weeks, "compared": int(untouched.sum())}
            | {"reason": REASONS[why]}
        )
    return out


def _untold(action: Any, weeks: int, compared: int, why: str) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(_COLUMNS, float("nan"))
    told = {"id": action, "verdict": "cannot_tell", "weeks": weeks, "compared": compared}
    return row | told | {"reason": REASONS[why]}


@dataclass(frozen=True)
class _Shifts:
    found: Effects
    unit: float  # what one count of the model stands for
    wider: float  # the ranges times this hold 80 % of the untouched

    def ends(self, row: int) -> tuple[float, float, float]:
        """Log ratio: low, middle, high."""
        mid, lo, hi = (float(x[row]) for x in (self.found.mid, self.found.lo, self.found.hi))
        return mid + self.wider * (lo - mid), mid, mid + self.wider * (hi - mid)

    def money(self, row: int, worth: float) -> Floats:
        """Money a week won: low, middle, high. worth: of one unit of the measure."""
        base = float(self.found.without[row]) * self.unit * worth
        out: Floats = base * np.expm1(np.array(self.ends(row)))
        return out


def _shifts(cut: Cut, measure: str, untouched: np.ndarray) -> _Shifts:
    """The shift of every subject, treated or not, in one measure."""
    y = cut.sums(measure)
    unit, scatter = _unit(cut, y, {"value": "conv", "spend": "clicks"}.get(measure, measure))
    weeks = cut.weeks if measure in ("conv", "value") else cut.full
    course = Course(y / unit, weeks, cut.quiet, cut.seen, scatter)
    found = effects(course, fitted(course), cut.after)
    own = float(np.quantile(found.surprise[untouched], 0.8)) / _Z80
    wider = (own * untouched.sum() + _TRUSTED) / (untouched.sum() + _TRUSTED)
    return _Shifts(found, unit, float(wider))


def _unit(cut: Cut, y: Floats, counted: str) -> tuple[float, float]:
    """What one count is worth, and how much more than a count an amount scatters."""
    if counted not in cut.days:
        return max(float(y.mean()) / 400, 1e-9), 1.0
    count = cut.sums(counted)
    unit = float(y.sum() / max(count.sum(), 1e-9))
    if unit <= 0:
        return 1.0, 1.0
    spread = float(((y / unit - count) ** 2).sum() / max(count.sum(), 1e-9))
    return unit, 1 + min(spread, 4.0)


def _told(
    cut: Cut, row: int, measure: str, main: _Shifts, cost: _Shifts | None, evidence: float
) -> dict[str, Any]:
    from scipy.special import ndtr, ndtri

    lo, mid, hi = main.ends(row)
    money = main.money(row, _worth(cut, row, measure))
    if cost is not None:
        spent = cost.money(row, 1.0)
        net = money[1] - spent[1]
        low = net - np.hypot(money[1] - money[0], spent[2] - spent[1])
        high = net + np.hypot(money[2] - money[1], spent[1] - spent[0])
        money = np.array([low, net, high])
    z = float(ndtri(np.clip(main.found.above[row], 1e-9, 1 - 1e-9))) / main.wider
    if measure == "profit":
        half = money[1] - money[0] if money[1] > 0 else money[2] - money[1]
        z = _Z80 * money[1] / max(half, 1e-9)
    chance, sure = float(ndtr(z)), max(SURE, evidence)
    verdict = (
        "worked" if chance > sure
        else "harmed" if chance < 1 - sure
        else "none" if lo > -NOTHING and hi < NOTHING
        else "cannot_tell"
    )  # fmt: skip
    return {
        "effect": mid, "lo": lo, "hi": hi, "verdict": verdict, "p_worked": chance,
        "yuan": money[1], "yuan_lo": money[0], "yuan_hi": money[2],
    }  # fmt: skip


def _worth(cut: Cut, row: int, measure: str) -> float:
    """Money of one count: the subject's own, drawn toward all as far as it has few of them."""
    if measure in ("value", "profit"):
        return 1.0
    if "value" not in cut.days:
        return float("nan")
    count, value = cut.sums(measure), cut.sums("value")
    everywhere = value.sum() / max(count.sum(), 1e-9)
    per_conv = value.sum() / max(cut.sums("conv").sum(), 1e-9) if "conv" in cut.days else 0.0
    borrowed = 5 * per_conv  # five conversions of the group beside the subject's own
    weight = borrowed / everywhere if everywhere > 0 else 0.0
    return float((value[row].sum() + borrowed) / max(count[row].sum() + weight, 1e-9))
