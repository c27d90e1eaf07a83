"""Who follows whom: said where the moves show it, silent where they are few."""

from __future__ import annotations

from math import ceil

import pandas as pd
import pytest

from opslib.competition import trade_moves, who_moved_first, without_trade
from opslib.errors import ParameterError

from .answer_worlds import accused
from .frames import START
from .measure_firsts import measure
from .move_worlds import draw

DAYS = [30.0, 80.0, 118.0, 171.0, 208.0, 262.0, 300.0, 353.0, 396.0, 450.0]


def moves(days: list[float], size: float = -0.1, look: int = 0) -> pd.DataFrame:
    date = START + pd.to_timedelta(pd.Series(days), unit="D")
    out = pd.DataFrame({"item_id": "1", "date": date, "size": size, "competitor": "甲"})
    return out.assign(since=out["date"] - pd.Timedelta(days=look)) if look else out


def test_a_rival_that_answers_every_cut_after_a_week_is_found() -> None:
    """Ten cuts about six weeks apart, each halved by the rival seven days later."""
    rival = moves([d + 8 for d in DAYS], -0.05, look=2)
    row = who_moved_first(moves(DAYS), rival).iloc[0]
    assert (row["verdict"], row["own_moves"], row["followed"]) == ("they_follow", 10, 10)
    assert row["reply_lo"] > 0.75 and row["answer"] == pytest.approx(0.5)
    assert 6 <= row["lag_lo"] <= row["lag"] <= row["lag_hi"] <= 8.5
    assert row["we_followed"] == 0


def test_the_other_way_round_it_is_us_who_follow() -> None:
    """Reading it the wrong way round an operator would wait for a rival who leads."""
    row = who_moved_first(moves([d + 6 for d in DAYS]), moves(DAYS, look=2)).iloc[0]
    assert row["verdict"] == "we_follow" and row["we_followed"] == 10


def test_seven_moves_are_too_few_to_say() -> None:
    """A price war is not started on a coincidence."""
    days = [45.0 * n for n in range(1, 8)]
    row = who_moved_first(moves(days), moves([d + 8 for d in days], look=2)).iloc[0]
    assert (row["verdict"], row["needed"]) == ("cannot_tell", 1)
    assert pd.isna(row["reply"]) and pd.isna(row["lag"]) and row["followed"] == 7


def test_moves_the_other_way_and_of_other_products_are_no_answers() -> None:
    """A rise after a cut answers nothing."""
    days = [45.0 * n for n in range(1, 11)]
    up = who_moved_first(moves(days), moves([d + 8 for d in days], 0.05, look=2)).iloc[0]
    assert up["followed"] == 0 and up["verdict"] != "they_follow"
    other = moves([d + 8 for d in days], look=2).assign(item_id="2")
    row = who_moved_first(moves(days), other).iloc[0]
    assert row["own_moves"] == 0 and row["verdict"] == "cannot_tell"


def test_no_moves_no_rows() -> None:
    """A first week has none; the page says so."""
    assert who_moved_first(moves([1.0]), moves([]).assign(since=pd.NaT)).empty
    with pytest.raises(ParameterError):
        who_moved_first(moves([1.0]).drop(columns="size"), moves([1.0], look=7))


def test_planted_answers_are_found_and_independent_rivals_let_be() -> None:
    """Drawn years, looked at weekly: chance .7, median nine days, and a rival of its own mind."""
    answering, alone = (measure(range(800, 824), reply, moves=20) for reply in (0.7, 0.0))
    assert answering["verdict"].isin(["they_follow", "both"]).mean() >= 0.8
    assert alone["verdict"].isin(["they_follow", "both"]).mean() <= 0.12
    held = answering["reply_lo"].le(0.7) & answering["reply_hi"].ge(0.7)
    assert held.mean() >= 0.6 and answering["lag"].median() == pytest.approx(9, abs=1.8)


def test_two_regular_rhythms_are_not_taken_for_answers() -> None:
    """Promotions every six weeks on both sides meet often; an operator would hold back his own."""
    assert accused(range(9000, 9040), follows=False) <= 0.15
    assert accused(range(9000, 9040), follows=True) >= 0.3


def test_clockwork_on_both_sides_tells_nothing() -> None:
    """Every 45 days, the rival eight days behind: who leads cannot be seen, and is not said."""
    days = [45.0 * n for n in range(1, 11)]
    row = who_moved_first(moves(days), moves([d + 8 for d in days], look=2)).iloc[0]
    assert row["verdict"] == "cannot_tell"


def test_an_answer_at_the_next_look_may_have_come_on_any_day_before_it() -> None:
    """Both noted each Monday, the answer a week later: 2.8 days would be read as a hurry that
    nobody saw."""
    own = moves([49.0 * n for n in range(1, 11)], look=7)
    row = who_moved_first(own, moves([49.0 * n + 7 for n in range(1, 11)], look=7)).iloc[0]
    assert row["verdict"] == "they_follow" and row["by_look"]
    assert row["lag_lo"] <= 1 and row["lag_hi"] >= 7


@pytest.mark.parametrize("lag", [3.0, 7.0, 14.0])
def test_the_range_of_days_holds_whether_we_know_our_own_day_or_our_look(lag: float) -> None:
    """Drawn years; a range of 80 % that holds half of the time is a promise broken."""
    held = []
    for seed in range(910, 918):
        own, rival = draw(seed, 0.9, moves=16, lag=lag)
        look = START + pd.to_timedelta(((own["date"] - START).dt.days / 7).apply(ceil) * 7, "D")
        noted = own.assign(date=look, since=look - pd.Timedelta(days=7))
        for known in (own, noted.drop_duplicates(["item_id", "date"])):
            row = who_moved_first(known, rival).iloc[0]
            if row["lag"] == row["lag"]:
                held.append(row["lag_lo"] <= lag <= row["lag_hi"])
    assert len(held) >= 8 and sum(held) / len(held) >= 0.6


def test_what_all_of_the_trade_does_on_its_sale_answers_nobody() -> None:
    """Four of five cut for 11.11 and put it back: the sheet would name them followers."""
    many = pd.concat([moves([9.0], look=7).assign(competitor=c) for c in "甲乙丙丁"])
    back = pd.concat([moves([20.0], 0.1, look=7).assign(competitor=c) for c in "甲乙丙丁"])
    alone = moves([37.0], look=7).assign(competitor="戊")
    rivals = pd.concat([many, back, alone], ignore_index=True)
    sales = [(START + pd.Timedelta(days=a), START + pd.Timedelta(days=a + 10)) for a in (8, 36)]
    spans = trade_moves(rivals, sales)
    assert [*spans["way"]] == [-1, 1] and len(spans) == 2  # nobody but one joined the second
    left = without_trade(rivals, spans)
    assert [*left["competitor"]] == ["戊"]
    # Our own cut for the sale is left out; one of the same week upward, and later ones, stay.
    ours = pd.concat([moves([7.0]), moves([7.0], 0.1), moves([15.0])])
    assert len(without_trade(ours, spans)) == 2


def test_a_single_rival_shows_no_crowd_and_its_sale_days_are_left_out() -> None:
    """With one competitor noted, a calendar is all there is to know the trade by."""
    rival = moves([9.0, 30.0], look=7)
    day = START + pd.Timedelta(days=8)
    assert len(without_trade(rival, trade_moves(rival, [(day, day)]))) == 1
    assert len(without_trade(rival, trade_moves(rival, []))) == 2
