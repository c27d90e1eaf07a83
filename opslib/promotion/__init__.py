"""Weekly promotion review: where advertising money went, what it brought, what to change.

Pure analysis: frames in, frames and frozen results out. `account` owns the terms a week is judged
on and the frame of advertising rows that every file of this room reads.
"""

from .account import ADS, BASES, LEVELS, Terms, account, level_rows
from .budgets import Budgets, budgets
from .completion import Completion, fit_completion
from .doubts import doubts
from .effects import did_it_work

__all__ = [
    "ADS",
    "BASES",
    "LEVELS",
    "Budgets",
    "Completion",
    "Terms",
    "account",
    "budgets",
    "did_it_work",
    "doubts",
    "fit_completion",
    "level_rows",
]
