"""The competitor comparison: facts gathered, `competition` asked, sections, findings."""

from .compare import Comparison
from .show import REPORT, ComparisonShow
from .trace import comparison_answer

__all__ = ["REPORT", "Comparison", "ComparisonShow", "comparison_answer"]
