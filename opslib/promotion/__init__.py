"""Weekly promotion review: where advertising money went, what it brought, what to change.

Pure analysis: frames in, frames and frozen results out. `account` owns the terms a week is judged
on and the frame of advertising rows that every file of this room reads.
"""

from .account import ADS, BASES, LEVELS, Terms, account, level_rows
from .audiences import judge_audiences
from .budgets import Budgets, budgets
from .categories import category_demand, widen
from .channels import compare_channels
from .completion import Completion, fit_completion
from .contests import Contest, contest
from .creatives import Creatives, judge_creatives
from .doubts import doubts
from .effects import did_it_work
from .live import Live, judge_live
from .peers import against_peers
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
    "Creatives",
    "Live",
    "NextCategory",
    "Plans",
    "Schedule",
    "Slots",
    "Terms",
    "account",
    "against_peers",
    "budgets",
    "category_demand",
    "clicks_to_test",
    "compare_channels",
    "contest",
    "did_it_work",
    "doubts",
    "fit_completion",
    "judge_audiences",
    "judge_creatives",
    "judge_live",
    "judge_products",
    "judge_slots",
    "level_rows",
    "next_category",
    "schedule",
    "too_many_plans",
    "unusual",
    "widen",
]
