"""The demo's reports: two shops beside each other, each in order, each in its language."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from opslib.cli import all_reports
from opslib.cli.all_reports import make_all
from opslib.errors import ParameterError
from opslib.labels import Label, speaking
from opslib.run import PARAMETERS
from opslib.workspace import Workspace

SHOP = '[[shop]]\nid = "{id}"\nname = "{id}"\nplatform = "1688"\n'


@pytest.fixture
def two(tmp_path: Path) -> Workspace:
    """A workspace of two shops without data."""
    (tmp_path / "shop.toml").write_text("".join(SHOP.format(id=i) for i in "ab"), "utf-8")
    return Workspace.open(tmp_path)


def done(request: Any, code: int = 0) -> Any:
    return SimpleNamespace(
        state="ok" if code == 0 else "failed",
        report=request.report,
        shop=request.shop,
        as_of=request.as_of,
        lang=request.lang,
        seconds=1.0,
        exit_code=code,
        section="",
        message=str(Label("好", "good")),
        html="",
    )


def test_every_report_of_both_shops_in_order(
    two: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A newcomer would miss a page, or read an English message on a Chinese terminal."""
    met = {"a": Event(), "b": Event()}
    asked: dict[str, list[tuple[str, str]]] = {"a": [], "b": []}

    def make(request: Any, own: Workspace) -> Any:
        asked[request.shop].append((request.report, request.lang))
        met[request.shop].set()
        assert met["b" if request.shop == "a" else "a"].wait(5)  # the other is under way as well
        return done(request, int(request.shop == "b" and request.report == "daily_review"))

    monkeypatch.setattr(all_reports, "make_report", make)
    with speaking("en"):
        codes = make_all(two, [*PARAMETERS], ["zh", "en"])
    wanted = [(report, lang) for report in PARAMETERS for lang in ("zh", "en")]
    assert asked == {"a": wanted, "b": wanted}
    assert sorted(codes) == [0] * (2 * len(wanted) - 2) + [1, 1]
    told = capsys.readouterr()
    assert len(told.out.splitlines() + told.err.splitlines()) == 4 * len(wanted)
    assert "好" not in told.out + told.err and "good" in told.err


def test_a_mistake_ends_both(two: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule book with a mistake would be told only after minutes of other reports."""
    asked = []

    def make(request: Any, own: Workspace) -> Any:
        asked.append(request.shop)
        if request.shop == "a":
            raise ParameterError("x", Label("错", "wrong"))
        Event().wait(0.2)
        return done(request)

    monkeypatch.setattr(all_reports, "make_report", make)
    with pytest.raises(ParameterError):
        make_all(two, [*PARAMETERS], ["zh"])
    assert asked.count("b") < len(PARAMETERS)
