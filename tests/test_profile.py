"""Profiles: the number in force on a day, and a workspace's own number in its place."""

from datetime import date

import pytest

from opslib.errors import DeclarationError, UnknownName
from opslib.places import templates
from opslib.profile import load_profile
from opslib.rules.coverage import catalogue

DAY = date(2026, 11, 20)


@pytest.fixture
def own(tmp_path):
    def write(text, name="1688"):
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return load_profile(name, tmp_path)

    return write


@pytest.mark.parametrize(
    ("platform", "currency", "week_start", "delay", "promise"),
    [("1688", "CNY", 0, 1, 48), ("alibaba", "USD", 6, 2, 168)],
)
def test_platform_facts(platform, currency, week_start, delay, promise):
    """A swapped week start or currency would shift every week of a shop."""
    profile = load_profile(platform)
    assert (profile.currency, profile.week_start, profile.delay_days) == (
        currency,
        week_start,
        delay,
    )
    assert profile.number("ship_promise_hours", DAY) == promise


@pytest.mark.parametrize(
    ("platform", "on", "first", "last"),
    [
        ("1688", date(2026, 11, 20), date(2026, 11, 9), date(2026, 11, 15)),
        ("1688", date(2026, 11, 15), date(2026, 11, 9), date(2026, 11, 15)),
        ("1688", date(2026, 11, 14), date(2026, 11, 2), date(2026, 11, 8)),
        ("alibaba", date(2026, 11, 20), date(2026, 11, 8), date(2026, 11, 14)),
        ("alibaba", date(2026, 11, 14), date(2026, 11, 8), date(2026, 11, 14)),
    ],
)
def test_the_week_reviewed_is_the_last_whole_one(platform, on, first, last):
    """A week begun yesterday would be held against whole ones, and every plan would have fallen."""
    assert load_profile(platform).week(on) == (first, last)


def test_tools_have_each_platforms_own_names():
    """A 1688 operator has no P4P and would not know what the page talks about."""
    assert "网销宝" in load_profile("1688").call("ads").zh
    assert "P4P" in load_profile("alibaba").call("ads").zh


def test_threshold_of_a_day_is_the_version_then_in_force():
    """An old report made again would judge by a rule that did not yet exist."""
    profile = load_profile("1688")
    assert profile.number("quality_stars_max", date(2025, 12, 6)) == 5
    assert profile.number("quality_stars_max", date(2025, 12, 7)) == 7


def test_every_threshold_names_an_existing_guide_row_and_a_source():
    """A number without a source could be anybody's opinion."""
    known = {row["id"] for row in catalogue()}
    for platform in ("1688", "alibaba"):
        for versions in load_profile(platform).thresholds.values():
            assert all(t.guide in known and t.source for t in versions)


def test_workspace_wins_key_by_key(own):
    """An operator who changes one number must keep all the others and the guide line."""
    profile = own("delay_days = 3\n[thresholds]\nship_promise_hours = 72\n")
    promise = profile.threshold("ship_promise_hours", DAY)
    assert (promise.value, promise.guide, promise.assumed) == (72, "000-08", False)
    assert profile.delay_days == 3 and profile.number("parcel_silent_hours", DAY) == 48


def test_workspace_may_date_its_numbers(own):
    """A promise that changes next month must not change this month's report."""
    profile = own(
        "[[thresholds.ship_promise_hours]]\nvalue = 48\n"
        "[[thresholds.ship_promise_hours]]\nvalue = 24\nvalid_from = 2026-12-01\n"
    )
    assert profile.number("ship_promise_hours", DAY) == 48
    assert profile.number("ship_promise_hours", date(2026, 12, 1)) == 24


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("delay_days = 1\nship_promise = 3\n", ":2", ""),
        ("\n[thresholds]\nship_promise_hour = 72\n", ":3", "ship_promise_hours"),
        ("[thresholds]\nship_promise_hours = 'two days'\n", ":2", "48"),
        ("[thresholds.ship_promise_hours]\nvalue = 1\nguid = '1'\n", ":3", "guide"),
        ("week_start = 'mondey'\n", ":1", "monday"),
        ("currency = \n", ":1", ""),
    ],
)
def test_a_mistake_names_file_line_and_the_nearest_name(own, text, line, hint):
    """A misspelt key that is silently ignored leaves the operator with the old number."""
    with pytest.raises(DeclarationError) as fault:
        own(text)
    assert fault.value.where.endswith(f"1688.toml{line}") and hint in str(fault.value)


def test_unknown_names_are_refused_with_the_nearest():
    """A rule that asks for a missing threshold must not get a zero."""
    with pytest.raises(UnknownName, match="1688"):
        load_profile("1888")
    with pytest.raises(UnknownName, match="ship_promise_hours"):
        load_profile("1688").threshold("ship_promise", DAY)


def test_profiles_are_plain_text_an_operator_can_open():
    """Notepad users cannot mend a file that is not UTF-8 or has no comment on top."""
    for path in (templates() / "profiles").glob("*.toml"):
        assert path.read_text(encoding="utf-8").startswith("#")
