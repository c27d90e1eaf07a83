"""Every error of the house: where it happened, what is wrong, what to do about it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Iterable

from .labels import Label


class OpslibError(Exception):
    """An error that an operator can act on.

    `where` names the file, sheet, row or line; `what` the fault; `fix` the way out.
    `exit_code` is what the command line ends with.
    """

    exit_code = 1

    def __init__(self, where: str, what: Label, fix: Label | None = None) -> None:
        self.where, self.what, self.fix = where, what, fix
        super().__init__(where, what, fix)

    def __str__(self) -> str:
        joint = Label("：", ": ")
        text = f"{self.where}{joint}{self.what}" if self.where else str(self.what)
        return f"{text} {self.fix}" if self.fix else text


class ImportProblem(OpslibError):
    """A file, sheet or row that cannot be imported."""


class DeclarationError(OpslibError):
    """A format, rule book, profile or calendar file that cannot be understood."""

    exit_code = 2


class ParameterError(OpslibError):
    """A parameter or argument that is wrong; found before anything starts."""

    exit_code = 2


class UnknownName(ParameterError):
    """A metric, report, rule, format or shop that does not exist."""


class NotAdditive(OpslibError):
    """Adding up what does not add up: visitors over days, an index over words."""


class NotReady(OpslibError):
    """Data that a report needs has not arrived yet."""

    exit_code = 3


class TimedOut(OpslibError):
    """A run that took longer than its limit."""

    exit_code = 4


class Locked(OpslibError):
    """Another run holds the same key."""

    exit_code = 5


class StoreError(OpslibError):
    """The store cannot be read or written."""


def unknown(kind: Label, name: str, known: Iterable[str]) -> UnknownName:
    """An UnknownName error that lists the nearest known names."""
    names = sorted(known)
    near = get_close_matches(name, names, n=3, cutoff=0.5) or names[:8]
    return UnknownName(
        "",
        Label(f"没有叫“{name}”的{kind.zh}。", f"there is no {kind.en} called '{name}'."),
        Label(f"相近的有：{'、'.join(near)}", f"Did you mean: {', '.join(near)}?"),
    )
