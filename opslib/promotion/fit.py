"""Does a word fit what the shop sells? Read by advertising here, by other rooms too."""

from ..word_fit import COLUMNS, MISFIT, fit_words

__all__ = ["COLUMNS", "MISFIT", "fit_words"]
