"""Blocks of the competitor comparison: frames in, pieces of the page out."""

from .moves import rivals_moves
from .verdict import Tile, rivals_none, rivals_verdict

__all__ = ["Tile", "rivals_moves", "rivals_none", "rivals_verdict"]
