"""Texts in two languages, and the one place that knows which language is spoken now."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Iterator, Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

_spoken: ContextVar[Language] = ContextVar("spoken", default="zh")


@dataclass(frozen=True, slots=True)
class Label:
    """A text in Chinese and English; `str()` gives the language spoken now."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh if _spoken.get() == "zh" else self.en

    def format(self, **values: object) -> Label:
        """Fill both languages; a value that is a Label is spoken in each of them."""
        return Label(
            self.zh.format(**{k: v.zh if isinstance(v, Label) else v for k, v in values.items()}),
            self.en.format(**{k: v.en if isinstance(v, Label) else v for k, v in values.items()}),
        )


def spoken() -> Language:
    """Which language is spoken now: "zh" unless `speak` said otherwise."""
    return _spoken.get()


def speak(language: Language) -> None:
    """Speak this language from now on (a notebook's or a command's whole run)."""
    if language not in LANGUAGES:
        raise ValueError(f"language must be one of {LANGUAGES}, got {language!r}")
    _spoken.set(language)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak this language inside the block only."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)
