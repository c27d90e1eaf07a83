"""The dated events: shipped ones, an operator's own, and mistakes in the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from opslib.errors import DeclarationError
from opslib.events import load_events
from opslib.places import templates

SHIPPED = templates() / "calendar"
GOOD = """[[event]]
id = "x"
label = { zh = "甲", en = "a" }
platform = "1688"
start = "03-25"
end = "03-31"
confidence = "low"
source = "me"
"""


def _file(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "own.toml").write_text(text, encoding="utf-8")
    return folder


def test_shipped_events_of_a_year() -> None:
    """Every promotion that the guides and the format notes name must stand in the calendar."""
    year = load_events(SHIPPED, years=[2026])
    ids = {e.id for e in year}
    assert {"328", "618", "920", "double11", "double12", "new_year_goods"} <= ids
    assert {"march_expo", "super_september"} <= ids
    assert all(e.source and e.label.zh and e.label.en for e in year)
    goods = next(e for e in year if e.id == "new_year_goods")
    # Spring Festival 2026 is 17 February; 30 to 11 days before.
    assert (goods.start, goods.end) == (date(2026, 1, 18), date(2026, 2, 6))


def test_a_platform_sees_its_own_events_and_those_of_all() -> None:
    """March Expo in the calendar of a 1688 shop would excuse a rise that nobody explained."""
    ids = {e.id for e in load_events(SHIPPED, platform="alibaba", years=[2026])}
    assert "march_expo" in ids and "factories_closed" in ids
    assert "328" not in ids


def test_the_year_own_dates_win_and_are_certain(tmp_path: Path) -> None:
    """The platform announces the dates each year; the operator writes them down once."""
    own = _file(tmp_path / "c", GOOD + '[event.dates]\n2026 = ["2026-03-20", "2026-03-29"]\n')
    first, second = load_events(own, years=[2026, 2027])
    assert (first.start, first.end, first.confidence) == (
        date(2026, 3, 20),
        date(2026, 3, 29),
        "high",
    )
    assert (second.start, second.confidence) == (date(2027, 3, 25), "low")


def test_the_workspace_replaces_a_shipped_event(tmp_path: Path) -> None:
    """An operator changes a date without touching the package."""
    own = _file(tmp_path / "c", GOOD.replace('"x"', '"328"').replace("03-25", "03-01"))
    found = [e for e in load_events(SHIPPED, own, years=[2026]) if e.id == "328"]
    assert [e.start for e in found] == [date(2026, 3, 1)]


def test_a_missing_folder_is_empty(tmp_path: Path) -> None:
    """Most workspaces have no calendar of their own."""
    assert load_events(tmp_path / "none") == []


@pytest.mark.parametrize(
    ("broken", "line", "says"),
    [
        (GOOD.replace("confidence", "confidense"), 7, "confidence"),
        (GOOD.replace('"1688"', '"taobao"'), 4, "alibaba"),
        (GOOD.replace('"03-31"', '"03-32"'), 1, "2026"),
        (GOOD.replace('start = "03-25"', 'start = "04-25"'), 1, "2026"),
        (GOOD.replace('source = "me"\n', ""), 1, "source"),
        (GOOD.replace('"03-25"', '"13-25"'), 1, "2026"),
        (GOOD + '[event.dates]\n2026 = ["2026-04-02", "2026-03-29"]\n', 1, "2026-04-02"),
        (GOOD + '[event.dates]\n26 = ["2026-03-20", "2026-03-29"]\n', 10, "2035"),
        (GOOD + '[event.dates]\nMarch = ["2026-03-20", "2026-03-29"]\n', 10, "2035"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(
    tmp_path: Path, broken: str, line: int, says: str
) -> None:
    """A typo in the calendar must be found in Notepad, not by reading a traceback."""
    with pytest.raises(DeclarationError) as error:
        load_events(_file(tmp_path / "calendar", broken), years=[2026])
    assert f"own.toml:{line}" in str(error.value)
    assert says in str(error.value)


def test_a_year_with_the_days_of_another_is_told(tmp_path: Path) -> None:
    """2026 dated into 2027 would be judged as two events on the same days."""
    own = _file(tmp_path / "c", GOOD + '[event.dates]\n2026 = ["2027-03-20", "2027-03-29"]\n')
    with pytest.raises(DeclarationError, match="2027-03-25"):
        load_events(own)
