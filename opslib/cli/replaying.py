"""`opslib replay RULE`: how a rule would have done on the shop's own past."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import ParameterError
from ..labels import Label, spoken
from ..moments import day_of
from .app import (
    JsonOption,
    LangOption,
    ShopOption,
    WorkspaceOption,
    app,
    show_json,
    speak_or_stop,
)

if TYPE_CHECKING:
    from datetime import date

    from ..replay import Replay

_SHOWN = 40


@app.command("replay")
def replay_(
    rule: Annotated[
        str,
        typer.Argument(
            help="规则编号，或一个 TOML 文件；promotion 是整份推广周报 / rule id, TOML file, or "
            "promotion for the whole weekly review"
        ),
    ],
    first: Annotated[str, typer.Option("--from", help="YYYY-MM-DD")],
    last: Annotated[str, typer.Option("--to", help="YYYY-MM-DD")],
    threshold: Annotated[
        float | None, typer.Option(help="换一个阈值试试 / try another threshold")
    ] = None,
    target_roi: Annotated[float, typer.Option(help="周报：目标 ROI / weekly review")] = 0.0,
    margin: Annotated[float, typer.Option(help="周报：毛利 / weekly review")] = 0.0,
    weekly_budget: Annotated[float, typer.Option(help="周报：一周预算 / weekly review")] = 0.0,
    evidence: Annotated[float, typer.Option(help="周报：要多大把握 / weekly review")] = 0.0,
    whole: Annotated[
        bool, typer.Option("--whole/--alone", help="和全部规则一起问 / beside all other rules")
    ] = False,
    shop: ShopOption = "",
    lang: LangOption = "zh",
    workspace: WorkspaceOption = "",
    as_json: JsonOption = False,
) -> None:
    """拿过去的日子试一条规则：会响几次、值不值。 Try a rule on the shop's own past."""
    speak_or_stop(lang)
    from ..replay import find_rule, replay
    from ..shop import open_shop
    from .replaying_weeks import is_weekly, tell_weeks

    opened = open_shop(workspace, shop=shop, lang=spoken())
    start, end = _day(first), _day(last)
    if is_weekly(rule, opened.workspace.root):
        terms = {"target_roi": target_roi, "margin": margin, "weekly_budget": weekly_budget}
        tell_weeks(opened, rule, (start, end), terms | {"evidence": evidence}, as_json)
        return
    found = replay(opened, find_rule(opened, rule, threshold), start, end, whole=whole)
    if as_json:
        show_json(as_object(found, opened.identity.id))
    else:
        _tell(found)


def _day(text: str) -> date:
    day = day_of(text)
    if day is None:
        raise ParameterError(
            "", Label("--from 和 --to 都要写日期。", "--from and --to both need a day.")
        )
    return day


def as_object(found: Replay, shop: str) -> dict[str, Any]:
    """The one object of `--json`."""
    return {
        "rule": found.rule.id,
        "shop": shop,
        "from": found.first,
        "to": found.last,
        "asked": "whole" if found.whole else "alone",
        "threshold": found.rule.threshold,
        "days": {
            "asked": len(found.known) + len(found.absent),
            "known": len(found.known),
            "fired": found.fired,
            "no_data": list(found.absent),
            "cannot_tell": list(found.unsure),
        },
        "episodes_a_month": found.per_month,
        "recovered_share": found.recovered_share,
        "missing": found.missing,
        "currency": found.currency,
        "episodes": [
            {
                "from": e.first,
                "to": e.last,
                "days": e.days,
                "subject": e.subject,
                "value": e.value,
                "threshold": e.threshold,
                "unit": e.unit,
                "title": str(e.title),
                "money": e.money and {"low": e.money.low, "mid": e.money.mid, "high": e.money.high},
                "missing": e.missing,
                "recovered": e.recovered,
                "under": e.under,
            }
            for e in found.episodes
        ],
    }


def _tell(found: Replay) -> None:
    from ..replay.telling import rows, summary

    for line in summary(found):
        typer.echo(line)
    heads, lines = rows(replace(found, episodes=found.episodes[-_SHOWN:]))
    for cells in [heads, *lines] if lines else []:
        typer.echo("\t".join(map(str, cells)))
