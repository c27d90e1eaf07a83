"""Weekly promotion review: where advertising money went, what it brought, what to change.

Pure analysis: frames in, frames and frozen results out. `account` owns the terms a week is judged
on and the frame of advertising rows that every file of this room reads.
"""

from .account import ADS, BASES, LEVELS, Terms, account, level_rows
from .budgets import Budgets, budgets
from .completion import Completion, fit_completion
from .contests import Contest, contest
from .doubts import doubts
from .effects import did_it_work
from .products import judge_products
from .readable import NextCategory, Plans, clicks_to_test, next_category, too_many_plans
from .schedule import Schedule, schedule
from .slots import Slots, judge_slots
from .unusual import unusual

__all__ = [
    "ADS",
    "BASES",
    "LEVELS",
    "Budgets",
    "Completion",
    "Contest",
    "NextCategory",
    "Plans",
    "Schedule",
    "Slots",
    "Terms",
    "account",
    "budgets",
    "clicks_to_test",
    "contest",
    "did_it_work",
    "doubts",
    "fit_completion",
    "judge_products",
    "judge_slots",
    "level_rows",
    "next_category",
    "schedule",
    "too_many_plans",
    "unusual",
]
