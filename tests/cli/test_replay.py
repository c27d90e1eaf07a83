"""`opslib replay` as a script calls it: one object, exit codes, near names for an error."""

from __future__ import annotations

from pathlib import Path

from .calls import call

SPAN = ("--from", "2026-11-19", "--to", "2026-11-20")


def test_a_replay_is_one_object(imported: Path) -> None:
    """A script that compares thresholds reads these keys."""
    told = call("replay", "budget_exhausted", *SPAN, "--json", cwd=imported)
    assert told.code == 0, told.err
    found = told.json
    assert found["asked"] == "alone" and found["days"]["asked"] == 2
    assert {"rule", "shop", "episodes_a_month", "recovered_share", "missing"} <= found.keys()
    assert found["days"]["fired"] == ["2026-11-19", "2026-11-20"]
    (one,) = found["episodes"]
    assert one["days"] == 2 and one["money"]["mid"] > 0


def test_a_rule_of_a_file_is_replayed_before_it_is_in_a_book(
    imported: Path, tmp_path: Path
) -> None:
    """An operator writes a rule in Notepad and asks how it would have done."""
    file = tmp_path / "mine.toml"
    file.write_text(
        """[[rule]]
id = "old_sheet"
guide = "003-04"
enabled = false
metric = "stock_age"
test = "above"
threshold = 0.5
severity = "note"
name = { zh = "库存表", en = "stock sheet" }
title = { zh = "库存表 {value} 没更新", en = "stock sheet {value} old" }
action = { zh = "导出库存表", en = "export the stock sheet" }
examples = { fires = [{ value = 2 }], quiet = [{ value = 0 }] }
""",
        encoding="utf-8",
    )
    told = call("replay", file, *SPAN, "--threshold", "10000", cwd=imported)
    assert told.code == 0, told.err
    assert "2 of 2 days can be judged; it fires on 0" in told.out
    assert "It would not have fired." in told.out


def test_wrong_usage_ends_with_two(imported: Path) -> None:
    """A typing error is wrong usage, told with the nearest names, before anything is read."""
    told = call("replay", "budget_exausted", *SPAN, "--json", cwd=imported)
    assert told.code == 2 and "budget_exhausted" in told.json["error"]
    assert call("replay", "budget_exhausted", "--from", "x", "--to", "y", cwd=imported).code == 2
