"""Blocks of the competitor comparison: frames in, pieces of the page out."""

from .beside import rivals_beside
from .game import Terms, game_live, game_twin, rivals_game
from .lacking import rivals_lacking
from .lacking_words import LIST as LISTS
from .market import rivals_market
from .moves import rivals_moves
from .position import rivals_position
from .verdict import Tile, rivals_none, rivals_verdict

__all__ = [
    "LISTS",
    "Terms",
    "Tile",
    "game_live",
    "game_twin",
    "rivals_beside",
    "rivals_game",
    "rivals_lacking",
    "rivals_market",
    "rivals_moves",
    "rivals_none",
    "rivals_position",
    "rivals_verdict",
]
