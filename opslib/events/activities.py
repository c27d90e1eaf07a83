"""The shop's own activities, as the hand-kept calendar tells of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import pandas as pd

from ..labels import Label

State = Literal["proposed", "planned", "enrolled", "live", "done", "cancelled"]
KINDS: dict[str, Label] = {
    "platform": Label("平台活动", "platform event"),
    "theme": Label("月度主题", "theme of the month"),
    "member": Label("会员日", "member day"),
    "flash": Label("限时折扣", "flash sale"),
    "discount": Label("店铺折扣", "shop discount"),
    "tiers": Label("满减", "tier discount"),
    "coupon": Label("优惠券", "coupon"),
    "live": Label("直播", "live session"),
    "edm": Label("EDM", "mailing"),
    "new": Label("上新", "new arrivals"),
    "interactive": Label("互动", "interactive event"),
    "gift": Label("买赠", "gift with purchase"),
    "thanks": Label("感恩节特惠", "thanksgiving offer"),
    "tool": Label("工具", "tool"),
    "other": Label("其他", "other"),
}
# What runs all month or all year says nothing of a week being filled.
BACKGROUND = frozenset({"theme", "tool"})
# What takes money off: two of them on the same goods add up.
PRICED = frozenset({"platform", "member", "flash", "discount", "tiers", "coupon", "gift", "thanks"})
_TEXTS = "id name theme event owner offer tag tool note".split()
_APART = re.compile(r"[,，、;；\s/]+")


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity of the shop. `end` None: nobody said when it ends; `depth` is a share."""

    id: str
    name: str
    kind: str
    start: date
    end: date | None = None
    theme: str = ""
    event: str = ""
    owner: str = ""
    state: State = "planned"
    items: tuple[str, ...] = ()
    offer: str = ""
    tag: str = ""
    tool: str = ""
    note: str = ""
    prepared: tuple[str, ...] = ()
    noted_on: date | None = None
    enrol_by: date | None = None
    enrolled_on: date | None = None
    restored_on: date | None = None
    depth: float | None = None
    budget: float | None = None
    participants: float | None = None
    eligible: bool | None = None
    poster_ready: bool | None = None
    coupon_ready: bool | None = None

    @property
    def last(self) -> date:
        """Its last day, as far as anybody said."""
        return self.end or self.start

    @property
    def stands(self) -> bool:
        """Whether it is really planned: neither called off nor only proposed."""
        return self.state not in ("cancelled", "proposed")

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.last

    def days(self) -> list[date]:
        """All its days."""
        return [self.start + timedelta(days=i) for i in range((self.last - self.start).days + 1)]


def activities_of(frame: pd.DataFrame) -> list[Activity]:
    """The rows of the `activity` table, oldest first.

    frame: the columns of `facts.TABLES["activity"]`. A row that ends before it begins, which an
    import refuses, is taken as one without an end.
    """
    found = []
    for row in frame.to_dict("records"):
        start, end = _day(row["start"]), _day(row["end"])
        if start is None:
            continue
        told: dict[str, Any] = {
            **{k: _text(row[k]) for k in _TEXTS},
            **{k: _day(row[k]) for k in ("enrol_by", "enrolled_on", "restored_on")},
            **{k: _flag(row[k]) for k in ("eligible", "poster_ready", "coupon_ready")},
            **{k: _number(row[k]) for k in ("depth", "budget", "participants")},
        }
        kind, state = _text(row["kind"]), _text(row["state"])
        found.append(
            Activity(
                kind=kind if kind in KINDS else "other",
                start=start,
                end=end if end is None or end >= start else None,
                state=state or "planned",  # type: ignore[arg-type]
                items=_list(row["items"]),
                prepared=_list(row["prepared"]),
                noted_on=_day(row["date"]),
                **told,
            )
        )
    return sorted(found, key=lambda a: (a.start, a.last, a.id))


def _missing(value: Any) -> bool:
    return value is None or bool(pd.isna(value))


def _text(value: Any) -> str:
    return "" if _missing(value) else str(value).strip()


def _list(value: Any) -> tuple[str, ...]:
    return tuple(p for p in _APART.split(_text(value)) if p)


def _day(value: Any) -> date | None:
    return None if _missing(value) else pd.Timestamp(value).date()


def _number(value: Any) -> float | None:
    return None if _missing(value) else float(value)


def _flag(value: Any) -> bool | None:
    return None if _missing(value) else bool(value)
