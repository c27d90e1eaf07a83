"""The closed set of tests: hand-worked verdicts and what may never happen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opslib.rules.conditions import TESTS, Case, real, rung

numbers = st.floats(-1e6, 1e6)


def state(test, **known):
    return TESTS[test](Case(**known)).state


@pytest.mark.parametrize(
    ("successes", "trials", "expected"),
    [(0, 10, "cannot_tell"), (0, 400, "fail"), (6, 400, "cannot_tell"), (20, 400, "pass")],
)
def test_a_rate_is_judged_by_its_interval(successes, trials, expected):
    """Ten visitors without an order say nothing about a conversion of 2 %."""
    assert state("below", successes=successes, trials=trials, threshold=0.02) == expected


def test_cannot_tell_says_how_much_more_is_needed():
    """'Not yet' without a number leaves the operator waiting for ever (F17)."""
    found = TESTS["below"](Case(successes=1, trials=20, threshold=0.10))
    assert found.state == "cannot_tell" and found.evidence.needed > 20
    more = 20 + found.evidence.needed
    assert state("below", successes=more // 20, trials=more, threshold=0.10) == "fail"


def test_evidence_minimum_counts_before_the_interval():
    """A rule that asks for 30 orders must not speak after 20, however bad they are."""
    found = TESTS["below"](Case(successes=0, trials=20, threshold=0.9, evidence=30))
    assert (found.state, found.evidence.needed) == ("cannot_tell", 10)


def test_more_successes_than_trials_is_no_rate():
    """Clicks beyond impressions are a broken export, not a wonderful click rate."""
    assert state("above", successes=12, trials=10, threshold=0.5) == "cannot_tell"


@pytest.mark.parametrize(
    ("value", "target", "expected"),
    [
        (80, 100, "fail"),
        (100, 150, "fail"),
        (140, 150, "fail"),
        (150, 170, "fail"),
        (180, 170, "pass"),
    ],
)
def test_ladder_climbs_mean_excellent_own_last_month(value, target, expected):
    """Guide 004 lines 46-50; equal to the mean counts as above it."""
    case = Case(value=value, mean=100, excellent=150, own=170)
    assert rung(case) == target and TESTS["ladder"](case).state == expected


def test_ladder_of_a_cost_climbs_downwards():
    """A bounce rate above the peers' is worse, not better."""
    assert rung(Case(value=0.7, mean=0.6, excellent=0.4, direction="up")) == 0.6
    assert state("ladder", value=0.7, mean=0.6, excellent=0.4, direction="up") == "fail"


def test_ladder_without_peers_cannot_tell():
    """No peer export, no verdict."""
    assert state("ladder", value=5) == "cannot_tell"


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"value": 50, "p": 0.0005}, "fail"),
        ({"value": 50, "p": 0.002}, "pass"),
        ({"value": 150, "p": 0.0005}, "pass"),
        ({"value": 150, "p": 0.0005, "direction": "both"}, "fail"),
        ({"value": 50, "p": 0.0005, "evidence": 28, "n": 14}, "cannot_tell"),
        ({"value": 50}, "cannot_tell"),
    ],
)
def test_change_needs_direction_budget_and_history(known, expected):
    """A change beyond the budget's p-value in the wrong direction is no alarm."""
    assert state("change", **{"baseline": 100, "alpha": 0.001, **known}) == expected


@pytest.mark.parametrize(
    ("flags", "expected"),
    [((1, 1, 1), "fail"), ((0, 1, 1, 1), "fail"), ((1, 1, 1, 0), "pass"), ((1, 1), "cannot_tell")],
)
def test_streak_counts_back_from_the_last_day(flags, expected):
    """A streak that ended yesterday is over."""
    assert state("streak", flags=tuple(map(bool, flags)), days=3) == expected


def test_share_of_counts_is_judged_like_any_rate():
    """Three of four visitors from search are not a shop that hangs on search."""
    assert state("share", value=3, total=4, threshold=0.5, direction="up") == "cannot_tell"
    assert state("share", value=300, total=400, threshold=0.5, direction="up") == "fail"
    assert state("share", value=0, total=0, threshold=0.5) == "cannot_tell"


@pytest.mark.parametrize(
    ("value", "expected"), [(300, "fail"), (560, "pass"), (700, "pass"), (900, "fail")]
)
def test_moved_share_needs_points_and_evidence(value, expected):
    """Twenty percent of 3000 were expected; five points more or less are worth a line."""
    known = {"total": 3000, "baseline": 0.2, "n": 12000, "threshold": 0.05}
    assert state("share", value=value, direction="both", **known) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(48.1, "fail"), (48, "pass"), (None, "cannot_tell")]
)
def test_overdue_is_later_than_the_limit(value, expected):
    """At 48 hours sharp the promise is still kept."""
    assert state("overdue", value=value, threshold=48) == expected


@pytest.mark.parametrize(
    ("value", "threshold", "expected"),
    [(None, None, "fail"), (0, None, "fail"), (1, None, "pass"), (2, 3, "fail"), (3, 3, "pass")],
)
def test_missing_is_fewer_than_there_have_to_be(value, threshold, expected):
    """A plan without a row yesterday delivered nothing."""
    assert state("missing", value=value, threshold=threshold) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((("fail", "fail"), ("pass", "pass")), "fail"),
        ((("fail", "fail"), ("fail", "pass")), "pass"),
        ((("fail", "fail"), ("cannot_tell", "pass")), "cannot_tell"),
        ((), "cannot_tell"),
    ],
)
def test_both_and_needs_every_part(parts, expected):
    """Empty exposure is impressions up AND visitors flat; one of them alone is something else."""
    assert state("both_and", parts=parts) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(2, "fail"), (3, "pass"), (5, "pass"), (6, "fail"), (None, "cannot_tell")],
)
def test_count_outside_allows_both_ends(value, expected):
    """Three to five new products a day: three and five are right (guide 004 line 119)."""
    assert state("count_outside", value=value, lower=3, upper=5) == expected


@pytest.mark.parametrize("test", TESTS)
def test_nothing_known_is_never_a_pass(test):
    """A check that passes without data tells the operator that all is well."""
    assert state(test) == ("fail" if test == "missing" else "cannot_tell")


@given(value=numbers, threshold=numbers)
def test_above_and_below_never_both_fire(value, threshold):
    """One value cannot be on both wrong sides of one line."""
    case = Case(value=value, threshold=threshold)
    states = [TESTS[t](case).state for t in ("above", "below")]
    assert states.count("fail") == (value != threshold)
    assert all(TESTS[t](case).gap >= 0 for t in TESTS)


@given(st.floats(1e-12, 1.0), st.floats(1e-12, 1.0))
def test_a_smaller_p_is_never_less_real(a, b):
    """The list is ordered by the chance to be real; a stronger signal must not sink."""
    low, high = sorted((a, b))
    assert 0 < real(high) <= real(low) <= 0.999


def test_chance_to_be_real_hand_worked():
    """Sellke's bound at p = 0.01: e x 0.01 x ln 100 = 0.1252; odds 9 x 0.1252; 1 / 2.127."""
    assert real(0.01) == pytest.approx(0.470, abs=0.001)
