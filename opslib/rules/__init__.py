"""Rules: the books an operator can edit, the tests they use, and what they found."""

from .book import load_books, read_book
from .check import Review, check
from .conditions import TESTS, Case, Judgement
from .coverage import catalogue, coverage
from .diagnosis import Diagnosis, Step, diagnose
from .facts_view import Facts, View
from .links import LINKS
from .rule import Rule
from .tasks import in_turn, task_checks, tasks

__all__ = [
    "LINKS",
    "TESTS",
    "Case",
    "Diagnosis",
    "Facts",
    "Judgement",
    "Review",
    "Rule",
    "Step",
    "View",
    "catalogue",
    "check",
    "coverage",
    "diagnose",
    "in_turn",
    "load_books",
    "read_book",
    "task_checks",
    "tasks",
]
