"""The nearest format to a sheet that none claims, and the error that says so."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import ImportProblem
from ..labels import Label
from .container import Sheet
from .formats import Format, Formats
from .guess import best_table, look
from .header import Header, candidates, matching, normalise


@dataclass(frozen=True)
class Nearest:
    """The format that an unrecognised sheet resembles most, and what keeps it from being it."""

    header: Header
    format: Format | None
    missing: tuple[str, ...]
    unwanted: tuple[str, ...]


def nearest(sheet: Sheet, formats: Formats) -> Nearest:
    """What does this unknown sheet resemble? By columns in common, else by what they may mean."""
    rows = candidates(sheet, 30) or [Header(0, 1, ())]
    scored = [
        (len(matching(one, h)), sum(bool(c) for c in h.seen), -h.row, h, one)
        for h in rows
        for one in formats.values()
    ]
    if not scored or max(s[0] for s in scored) < 2:
        header = max(rows, key=lambda h: (sum(bool(c) for c in h.seen), -h.row))
        return _by_guess(sheet, header, formats)
    _, _, _, header, one = max(scored, key=lambda s: (s[0], s[1], s[2]))
    return _compared(header, one)


def _by_guess(sheet: Sheet, header: Header, formats: Formats) -> Nearest:
    """In another language no header is the same: go by the table that its columns suggest."""
    table, chosen = best_table(look(sheet, header), formats)
    kin = [f for f in formats.values() if f.tables[0] == table]
    if len(chosen) < 2 or not kin:
        return Nearest(header, None, (), ())
    return _compared(header, kin[0])


def _compared(header: Header, one: Format) -> Nearest:
    missing = tuple(c.aliases[0] for c in one.required if not header.places(c.aliases))
    unwanted = tuple(a for a in one.match.without if normalise(a)[0] in header.names)
    return Nearest(header, one, missing, unwanted)


def unrecognised(sheet: Sheet, formats: Formats, where: str) -> ImportProblem:
    """The error for a sheet that no format claims: what was seen, what is nearest, the way out."""
    near = nearest(sheet, formats)
    seen = [c for c in near.header.seen if c]
    zh = f"认不出这种导出。看到的列：{'、'.join(seen[:40]) or '（无）'}。"
    en = f"no format knows this export. Columns seen: {', '.join(seen[:40]) or '(none)'}."
    if near.format:
        zh += f"最接近 {near.format.id}（{near.format.label.zh}）"
        en += f" Nearest is {near.format.id} ({near.format.label.en})"
        zh += f"，缺：{'、'.join(near.missing)}。" if near.missing else "，必需列都在。"
        en += f", missing: {', '.join(near.missing)}." if near.missing else ", all required there."
        if near.unwanted:
            zh += f"不该有的列：{'、'.join(near.unwanted)}。"
            en += f" It must not have: {', '.join(near.unwanted)}."
    fix = Label(
        f'运行 opslib formats draft "{where}"，把写好的草稿填完，再导入一次。',
        f'Run: opslib formats draft "{where}", fill in the draft it writes, and import again.',
    )
    return ImportProblem(where, Label(zh, en), fix)
