"""How good is the review? Replayed over simulated shops whose causes are known."""

from __future__ import annotations

from .result import Result, load, save, shipped

__all__ = ["Result", "load", "save", "shipped"]
