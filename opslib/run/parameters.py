"""What each report may be told: one strict model per report, checked before anything starts.

The command line, the schedule, the notebook's `parameters` cell and the widgets share these
defaults; a field is named as the notebook's variable.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from typing import Any, Callable, ClassVar, Iterable, Literal, Mapping
from zoneinfo import ZoneInfo

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError, field_validator

from ..errors import OpslibError, ParameterError, unknown
from ..labels import Label

SHOP_ID = r"^([a-z0-9][a-z0-9_-]*)?$"
FIRST_YEAR = 2020  # festivals and holidays are checked from here to 2035
Clock = Callable[[ZoneInfo], datetime]


class ReportParameters(BaseModel):
    """What every report takes: where, which shop, until which day, in which language."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, validate_default=True)
    every: ClassVar[Literal["day", "week"]] = "day"  # how often the report is made
    title: ClassVar[Label] = Label("报告", "Report")

    workspace: str = "demo"
    shop_id: str = Field(
        default="", pattern=SHOP_ID, validation_alias=AliasChoices("shop_id", "shop")
    )
    as_of: str = ""
    lang: Literal["zh", "en"] = "zh"
    known_at: str = ""

    @field_validator("as_of")
    @classmethod
    def _is_a_day(cls, value: str) -> str:
        return value and date.fromisoformat(value).isoformat()

    @field_validator("known_at")
    @classmethod
    def _is_a_moment(cls, value: str) -> str:
        # A day alone stays one: it means until its end, in the shop's time zone.
        return value and (_day(value) or datetime.fromisoformat(value).isoformat())


class DailyReview(ReportParameters):
    """Is anything wrong today, why, and what is to be done?

    alarms_per_month: how many false alarms we put up with.
    """

    title: ClassVar[Label] = Label("每日复盘", "Daily review")
    alarms_per_month: float = Field(default=0.5, gt=0, le=31)


class WeeklyPromotionReview(ReportParameters):
    """Where did last week's advertising money go, what did it bring, what do we move this week?

    The week is the platform's last whole one up to as_of. 0 takes the shop's own: target_roi the
    return that breaks even, margin that of the cost table, weekly_budget what was spent.
    target_roi: paid amount asked for a unit of spend. margin: share of a paid amount that is left
    after goods and refunds. evidence: the chance asked for before a change is advised.
    """

    every: ClassVar[Literal["day", "week"]] = "week"
    title: ClassVar[Label] = Label("推广周报", "Weekly promotion review")
    target_roi: float = Field(default=0.0, ge=0, le=1000)
    margin: float = Field(default=0.0, ge=0, le=1)
    weekly_budget: float = Field(default=0.0, ge=0, le=1e12)
    evidence: float = Field(default=0.8, ge=0.5, lt=1)


class MarketingCalendar(ReportParameters):
    """Is the year planned, what is to be done this week, what do events bring?

    Made once a week. 0 takes the shop's own: year that of as_of, depth the discount that the
    next event's activity names, budget its budget, threshold the order value that the planner
    finds best. depth: share taken off. budget: money for the next event. threshold: order value
    from which a discount is given.
    """

    every: ClassVar[Literal["day", "week"]] = "week"
    title: ClassVar[Label] = Label("营销日历", "Marketing calendar")
    year: int = Field(default=0, ge=0, le=2035)
    depth: float = Field(default=0.0, ge=0, lt=1)
    budget: float = Field(default=0.0, ge=0, le=1e12)
    threshold: float = Field(default=0.0, ge=0, le=1e9)

    @field_validator("year")
    @classmethod
    def _is_known(cls, value: int) -> int:
        if value and value < FIRST_YEAR:
            raise ValueError(f"{value} < {FIRST_YEAR}")
        return value


class CompetitorComparison(ReportParameters):
    """Who moved, where are we beaten, what do others have, and what would it cost to answer?

    Made once a week. 0 takes the shop's own. price: our price of the product that is dearest
    against its matches. margin_floor: share of a price that must be left after goods. reply: days
    before competitors answer a cut.
    """

    every: ClassVar[Literal["day", "week"]] = "week"
    title: ClassVar[Label] = Label("竞品对比", "Competitor comparison")
    price: float = Field(default=0.0, ge=0, le=1e9)
    margin_floor: float = Field(default=0.0, ge=0, lt=1)
    reply: float = Field(default=0.0, ge=0, le=365)


PARAMETERS: dict[str, type[ReportParameters]] = {
    "daily_review": DailyReview,
    "weekly_promotion_review": WeeklyPromotionReview,
    "competitor_comparison": CompetitorComparison,
    "marketing_calendar": MarketingCalendar,
}
REPORT = Label("报告", "report")


WANTED = {
    "workspace": Label("一个文件夹", "a folder"),
    "shop_id": Label("小写字母、数字、_ 或 -", "small letters, digits, _ or -"),
    "shop": Label("小写字母、数字、_ 或 -", "small letters, digits, _ or -"),
    "as_of": Label("一个日期，如 2026-11-20", "a date such as 2026-11-20"),
    "known_at": Label("一个时刻，如 2026-11-20T09:00", "a moment such as 2026-11-20T09:00"),
    "lang": Label("zh 或 en", "zh or en"),
    "alarms_per_month": Label("0 到 31 之间的数字", "a number between 0 and 31"),
    "target_roi": Label("0 到 1000 之间的数字", "a number between 0 and 1000"),
    "margin": Label("0 到 1 之间的数字，如 0.35", "a number between 0 and 1 such as 0.35"),
    "price": Label("一个价格，0 或更多", "a price, 0 or more"),
    "margin_floor": Label("0 到 1 之间的数字，如 0.2", "a number between 0 and 1 such as 0.2"),
    "reply": Label("0 到 365 之间的天数", "days between 0 and 365"),
    "weekly_budget": Label("一周的金额，0 或更多", "the money of a week, 0 or more"),
    "year": Label("0 或 2020 到 2035 之间的年份", "0 or a year from 2020 to 2035"),
    "depth": Label("0 到 1 之间的数字，如 0.12", "a number between 0 and 1 such as 0.12"),
    "budget": Label("一场活动的金额，0 或更多", "the money of an event, 0 or more"),
    "threshold": Label("订单金额，0 或更多", "an order value, 0 or more"),
    "evidence": Label("0.5 到 1 之间的数字，如 0.8", "a number between 0.5 and 1 such as 0.8"),
}


def check(report: str, values: Mapping[str, Any]) -> ReportParameters:
    """Are these parameters right for this report? Returns them completed by the defaults.

    Raises UnknownName for an unknown report, ParameterError naming every wrong parameter.
    """
    try:
        return _model(report).model_validate(dict(values))
    except ValidationError as error:
        raise _explained(report, error) from None


def dumped(parameters: ReportParameters) -> dict[str, Any]:
    """The parameters as plain JSON values, one for each variable of the notebook."""
    return parameters.model_dump(mode="json")


def parse(report: str, texts: Iterable[str]) -> dict[str, Any]:
    """The values of `-p NAME=VALUE` texts, typed by the report's model.

    A text stays a text ("007" keeps its zeros); numbers, lists and true/false are read as JSON
    only where the model asks for them.
    """
    fields = _model(report).model_fields
    found: dict[str, Any] = {}
    for text in texts:
        name, mark, value = text.partition("=")
        if not mark:
            raise ParameterError(
                f"-p {text}",
                Label("缺少等号。", "the equals sign is missing."),
                Label("写成 -p 名称=值。", "Write -p NAME=VALUE."),
            )
        found[name] = value if name not in fields else _typed(fields[name].annotation, name, value)
    return found


def check_parameters(
    report: str, texts: Iterable[str], given: Mapping[str, Any], *, timezone: str
) -> dict[str, Any]:
    """The whole set of a report's parameters from options and `-p` texts, checked and plain.

    as_of may be a word such as "yesterday", meant in the shop's time zone.
    """
    values = {**given, **parse(report, texts)}
    if values.get("as_of"):
        values["as_of"] = resolve_day(str(values["as_of"]), timezone)
    return dumped(check(report, values))


def resolve_day(text: str, timezone: str, clock: Clock = datetime.now) -> str:
    """The ISO day meant by "2026-11-20", "yesterday" / "昨天" / "", or "-7" (days before today).

    Today is today in the shop's time zone, not the machine's.
    """
    words = {"": -1, "yesterday": -1, "昨天": -1}
    try:
        back = words[text] if text in words else int(text) if text.startswith("-") else None
        if back is None:
            return date.fromisoformat(text).isoformat()
        return (clock(ZoneInfo(timezone)).date() + timedelta(days=back)).isoformat()
    except ValueError:
        raise ParameterError(
            "as_of",
            Label(f"“{text}”不是日期。", f"'{text}' is not a date."),
            Label("写成 2026-11-20 或 yesterday。", "Write 2026-11-20 or yesterday."),
        ) from None


def is_weekly(report: str) -> bool:
    """Whether this report is made once a week, not every day."""
    return PARAMETERS.get(report, ReportParameters).every == "week"


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def reports_named(report: str) -> tuple[str, ...]:
    """The one report of this name; every one for "". Raises UnknownName."""
    if report:
        _model(report)
    return (report,) if report else tuple(PARAMETERS)


def _model(report: str) -> type[ReportParameters]:
    if report not in PARAMETERS:
        raise unknown(REPORT, report, PARAMETERS)
    return PARAMETERS[report]


def _typed(annotation: Any, name: str, text: str) -> Any:
    if annotation is str or getattr(annotation, "__origin__", None) is Literal:
        return text
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise ParameterError(
            f"-p {name}={text}",
            Label(
                "这里要一个数字、true/false 或 JSON。", "a number, true/false or JSON is needed."
            ),
        ) from None


def _explained(report: str, error: ValidationError) -> OpslibError:
    """One error in plain words for everything pydantic found."""
    known = list(PARAMETERS[report].model_fields)
    zh, en = [], []
    for fault in error.errors():
        name = ".".join(str(part) for part in fault["loc"])
        if fault["type"] == "extra_forbidden":
            near = get_close_matches(name, known, n=2, cutoff=0.4) or known
            zh.append(f"没有参数“{name}”，相近的有 {'、'.join(near)}")
            en.append(f"there is no parameter '{name}', did you mean {', '.join(near)}")
        else:
            want = WANTED.get(name) or Label(fault["msg"], fault["msg"])
            zh.append(f"{name} = {fault['input']!r} 不对，要{want.zh}")
            en.append(f"{name} = {fault['input']!r} is wrong, it takes {want.en}")
    return ParameterError(report, Label("；".join(zh) + "。", "; ".join(en) + "."))
