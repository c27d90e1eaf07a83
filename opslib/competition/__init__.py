"""Competitors: what they changed, where they beat us, what answering would cost.

Pure analysis: frames in, frames and frozen results out. `snapshots` is everywhere the frame of
the fact table `competitor` (one row a day, competitor and offer) with `date` as datetime64; a
number that was not told is nan, a text that was not told is None or "".
"""

from .calibrate import Calibration, calibrate
from .changes import CHANGES, changes, gaps
from .firsts import who_moved_first
from .game_terms import STARS, Market, Reply, StarGame, price_for_star, stars_at
from .gap_list import gap_list, what_they_have
from .ladder import target_ladder
from .lists import TO_LIST, list_gaps, list_places
from .matching import match_products
from .opportunities import opportunities
from .position import COUNTED, current, price_position
from .promotions import answering, habits, promotions
from .side_by_side import side_by_side
from .star_game import star_game
from .tag_worth import any_tag_lift, tag_lift, tag_worth
from .trade import trade_moves, without_trade

__all__ = [
    "CHANGES",
    "COUNTED",
    "STARS",
    "TO_LIST",
    "Calibration",
    "Market",
    "Reply",
    "StarGame",
    "answering",
    "any_tag_lift",
    "calibrate",
    "changes",
    "current",
    "gap_list",
    "gaps",
    "habits",
    "list_gaps",
    "list_places",
    "match_products",
    "opportunities",
    "price_for_star",
    "price_position",
    "promotions",
    "side_by_side",
    "star_game",
    "stars_at",
    "tag_lift",
    "tag_worth",
    "target_ladder",
    "trade_moves",
    "what_they_have",
    "who_moved_first",
    "without_trade",
]
