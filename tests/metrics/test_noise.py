"""What counts as more than the usual ups and downs."""

from __future__ import annotations

import numpy as np

from opslib.metrics.noise import beyond


def test_twice_the_usual_size_is_beyond_and_one_festival_does_not_hide_it() -> None:
    """Past moves of about 100 and one of 5000: usual 1.4826 x 100, the line 297."""
    past = np.array([100.0, -100, 90, -110, 100, 95, -105, 100, 100, -100, 100, 5000])
    assert beyond(300.0, past) is True and beyond(-290.0, past) is False


def test_two_inquiries_more_are_no_news_where_it_is_usually_none() -> None:
    """Most weeks nothing moves: the median is nought, and any inquiry looked like an alarm."""
    past = np.array([0.0, 0, 2, 0, -2, 0, 0, 0, 3, 0, 0, 0])
    assert beyond(2.0, past) is False and beyond(9.0, past) is True


def test_without_any_past_move_it_cannot_be_told() -> None:
    """A product that never sold has no usual ups and downs."""
    assert beyond(500.0, np.zeros(12)) is None
    assert beyond(500.0, np.full(12, np.nan)) is None
