"""From the text of cells to typed values; every parser takes a column of text and a unit.

A parser never raises: what it cannot read becomes null and is named in `bad`. Missing marks
("-", "null" ...) become null and are not bad. Distinct odd values are looked at one by one in
Python, everything plain goes through Arrow at once.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# What the platforms write for no value. "-" is missing, never zero.
_DASHES = ("", "-", "--", "---", "—", "——", "–")
MISSING = (*_DASHES, "null", "'null", "n/a", "#n/a", "nan", "none")
_MISSING = pa.array(MISSING)
_MISSING_NUMBER = pa.array((*MISSING, "/", "na", "无", "暂无", "暂无数据", "*"))
SCALES = {
    "分": 0.01,
    "%": 0.01,
    "千": 1e3,
    "k": 1e3,
    "万": 1e4,
    "w": 1e4,
    "万元": 1e4,
    "亿": 1e8,
    "亿元": 1e8,
}
_TAIL = r"(?:元|人民币|usd|cny|rmb|件|个|次|人|名|单|笔|天|年|套|条|款)?"
_NUMBER = re.compile(
    rf"([+-]?)(?:us\$|usd|cny|rmb|[¥$])?([+-]?)"
    rf"(\d+|\d{{1,3}}(?:,\d{{3}})+)?(\.\d*)?(e[+-]?\d{{1,3}})?(千|万|亿|w|k)?\+?{_TAIL}(%?)"
)
_PLAIN = r"^[+-]?\d{1,15}(\.\d+)?%?$"
_GROUPED = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?%?$"
_BAND = re.compile(r"(.*?[\d万亿千wk%元+])\s*(?:~|～|至|到|—|–|-)\s*([¥$]?\d.*)")
_SCIENCE = re.compile(r"(\d)(?:\.(\d+))?[eE]\+?(\d{1,2})")
TRUE = ("y", "yes", "true", "是", "有", "1", "√", "✓", "开通")
FALSE = ("n", "no", "false", "否", "无", "0", "×", "x", "未开通")
BIGGEST_EXACT = 2**53


@dataclass(frozen=True)
class Cells:
    """One column, read: its values, which rows could not be read, which carried a % sign."""

    values: pa.Array
    bad: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    percent: np.ndarray | None = None


Parser = Callable[[pa.Array, str], Cells]


def clean(column: pa.Array, numeric: bool = False) -> pa.Array:
    """Blanks, tabs, Excel's quoting and missing marks taken away; missing becomes null."""
    text = pc.utf8_trim_whitespace(column)
    if pc.any(pc.starts_with(text, "=")).as_py() or pc.any(pc.starts_with(text, "'")).as_py():
        text = pc.replace_substring_regex(text, r'^="(.*)"$', r"\1")
        text = pc.utf8_trim_whitespace(pc.replace_substring_regex(text, r"^'+", ""))
    short = pc.less_equal(pc.utf8_length(text), 4)
    missing = pc.is_in(pc.utf8_lower(text), value_set=_MISSING_NUMBER if numeric else _MISSING)
    if pc.any(pc.and_(short, missing)).as_py():
        text = pc.if_else(missing, pa.scalar(None, pa.string()), text)
    return text


def by_distinct(text: pa.Array, read: Callable[[str], object], kind: pa.DataType) -> Cells:
    """Read each distinct value once in Python; `read` returns None for what it cannot read."""
    coded = text.dictionary_encode()
    found = [None if t is None else read(t) for t in coded.dictionary.to_pylist()]
    values = pa.array(found, type=kind).take(coded.indices)
    return Cells(values, _lost(text, values))


def _lost(text: pa.Array, values: pa.Array) -> np.ndarray:
    if values.null_count == text.null_count:
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(np.asarray(pc.and_(pc.is_valid(text), pc.is_null(values))))


def parse_number(text: str) -> tuple[float | None, bool]:
    """One number as people write it, and whether it had a % sign; None when it is no number.

    "1,234.5" 1234.5 · "￥-5" -5 · "1.2万" 12000 · "10w+" 100000 · "1.62%" 1.62 with sign.
    A comma that does not group thousands ("1,5") is refused: it may be a decimal comma.
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower().replace(" ", "")
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    found = _NUMBER.fullmatch(plain)
    if not found or not (found[3] or len(found[4] or "") > 1) or (found[1] and found[2]):
        return None, False
    value = float(f"{(found[3] or '0').replace(',', '')}{found[4] or ''}{found[5] or ''}")
    value *= SCALES.get(found[6], 1.0)
    sign = -1.0 if "-" in (found[1] + found[2]) else 1.0
    return (sign * round(value, 10), bool(found[7])) if np.isfinite(value) else (None, False)


def _cast(text: pa.Array) -> pa.Array | None:
    """All plain numbers at once, or None if one of them is not plain."""
    try:
        values = pc.cast(text, pa.float64())
    except pa.ArrowInvalid:
        return None
    return values if np.isfinite(np.asarray(values.fill_null(0.0))).all() else None


def _numbers(column: pa.Array) -> Cells:
    """Numbers with their percent signs, unscaled."""
    text = clean(column, numeric=True)
    if (values := _cast(text)) is not None:
        return Cells(values)
    usual = pc.fill_null(pc.match_substring_regex(text, f"{_PLAIN}|{_GROUPED}"), False)
    bare = pc.replace_substring_regex(pc.if_else(usual, text, None), "[,%+]", "")
    values = pc.cast(bare, pa.float64())
    percent = np.array(pc.fill_null(pc.and_(usual, pc.ends_with(text, "%")), False))
    odd = np.flatnonzero(np.asarray(pc.and_(pc.is_valid(text), pc.invert(usual))))
    if not len(odd):
        return Cells(values, percent=percent)
    return _odd_numbers(text, values, percent, odd)


def _odd_numbers(text: pa.Array, values: pa.Array, percent: np.ndarray, odd: np.ndarray) -> Cells:
    coded = text.take(pa.array(odd)).dictionary_encode()
    read = [parse_number(t) for t in coded.dictionary.to_pylist()]
    index = np.asarray(coded.indices)
    numbers = np.array([np.nan if v is None else v for v, _ in read])[index]
    merged = np.array(values.to_numpy(zero_copy_only=False), dtype=float)
    merged[odd] = numbers
    percent[odd] = np.array([p for _, p in read])[index]
    return Cells(pa.array(merged, from_pandas=True), odd[np.isnan(numbers)], percent)


def number(column: pa.Array, unit: str = "") -> Cells:
    """Any number; a % sign in the cell or in the unit divides by 100, 万 and 分 scale."""
    read = _numbers(column)
    scale = SCALES.get(unit, 1.0)
    if unit != "%" and read.percent is not None and read.percent.any():
        scaled = np.where(read.percent, 0.01, scale)
    elif scale == 1.0:
        return read
    else:
        scaled = np.full(len(column), scale)
    # Rounding takes the dust away: 1.62 % is 0.0162.
    values = np.round(read.values.to_numpy(zero_copy_only=False) * scaled, 10)
    return Cells(pa.array(values, from_pandas=True), read.bad, read.percent)


def plain_number(column: pa.Array, unit: str = "") -> Cells:
    """A number that is not money: 分 means points here, only 万 and 亿 scale."""
    return number(column, "" if unit == "分" else unit)


def unsigned_rate(column: pa.Array, unit: str = "") -> Cells:
    """A share as it stands in the cell, unscaled: whether it is percent is the column's matter."""
    return _numbers(column)


def count(column: pa.Array, unit: str = "") -> Cells:
    """A whole number, not negative."""
    text = clean(column, numeric=True)
    if unit not in SCALES:
        try:
            whole = pc.cast(text, pa.int64())
            if not pc.any(pc.less(whole, 0)).as_py():
                return Cells(whole)
        except pa.ArrowInvalid:
            pass  # not all plain: the long way below says which cell
    read = plain_number(column, unit)
    values = np.array(read.values.to_numpy(zero_copy_only=False), dtype=float)
    near = np.round(values)
    wrong = (np.abs(values - near) > 1e-6) | (near < 0) | (near > BIGGEST_EXACT)
    if read.percent is not None:
        wrong |= read.percent
    near[wrong] = np.nan
    known = np.isfinite(near)
    whole = pa.array(np.where(known, near, 0).astype(np.int64), mask=~known)
    return Cells(whole, np.union1d(read.bad, np.flatnonzero(wrong & np.isfinite(values))))


def parse_band(text: str) -> tuple[float | None, float | None]:
    """Low and high of "250万 ~ 500万"; both the same for one number; no high for "10w+"."""
    plain = unicodedata.normalize("NFKC", text).strip()
    single, _ = parse_number(plain)
    if single is not None:
        return single, None if plain.endswith("+") else single
    found = _BAND.fullmatch(plain)
    if not found:
        return None, None
    (low, _), (high, percent) = parse_number(found[1]), parse_number(found[2])
    unit = re.search(r"[千万亿wk]\+?(?:元)?$", found[2].lower())
    if low is not None and unit and not re.search(r"[千万亿wk元]", found[1].lower()):
        low, _ = parse_number(found[1] + unit[0][0])  # "250 ~ 500万": the unit is said once
    if low is None or high is None or low > high:
        return None, None
    return (round(low / 100, 10), round(high / 100, 10)) if percent else (low, high)


def _band(column: pa.Array, unit: str, read: Callable[[str], float | None]) -> Cells:
    text = clean(column, numeric=True)
    scale = SCALES.get(unit, 1.0)
    values = _cast(text)
    cells = Cells(values) if values is not None else by_distinct(text, read, pa.float64())
    if values is None and len(cells.bad):
        no_band = [parse_band(t.as_py()) == (None, None) for t in text.take(pa.array(cells.bad))]
        cells = Cells(cells.values, cells.bad[np.array(no_band, dtype=bool)])
    return cells if scale == 1.0 else Cells(pc.multiply(cells.values, scale), cells.bad)


def low(column: pa.Array, unit: str = "") -> Cells:
    """The lower end of a band; a single number is its own band."""
    return _band(column, unit, lambda t: parse_band(t)[0])


def high(column: pa.Array, unit: str = "") -> Cells:
    """The upper end of a band; null when it is open ("10w+")."""
    return _band(column, unit, lambda t: parse_band(t)[1])


def single(column: pa.Array, unit: str = "") -> Cells:
    """A number that may come as a band; a band has no single value and gives null."""
    return _band(column, unit, lambda t: parse_number(t)[0])


def parse_id(text: str) -> str | None:
    """An identifier as text; None when digits are already lost (1.60183E+12)."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"\d+\.0+", plain):
        return plain.split(".")[0]
    if science := _SCIENCE.fullmatch(plain):
        digits, places = science[1] + (science[2] or ""), int(science[3])
        return digits.ljust(places + 1, "0") if len(digits) > places else None
    return plain or None


def identifier(column: pa.Array, unit: str = "") -> Cells:
    """Ids as text: no ".0", no ="...", no leading quote; refused where digits are lost."""
    text = clean(column)
    plain = pc.match_substring_regex(text, r"^[0-9A-Za-z_-]*$")
    looks_odd = pc.match_substring_regex(text, r"^\d[.\d]*[eE]\+?\d+$")
    if pc.all(pc.fill_null(pc.and_not(plain, looks_odd), True)).as_py():
        return Cells(text)
    return by_distinct(text, parse_id, pa.string())


def words(column: pa.Array, unit: str = "") -> Cells:
    """Text without outer blanks and control characters."""
    text = clean(column)
    if pc.any(pc.match_substring_regex(text, r"[\x00-\x1f\x7f]")).as_py():
        text = pc.utf8_trim_whitespace(pc.replace_substring_regex(text, r"[\x00-\x1f\x7f]+", " "))
    return Cells(text)


def truth(column: pa.Array, unit: str = "") -> Cells:
    """Yes or no: Y/N, 是/否, 1/0, true/false."""
    answers = {**dict.fromkeys(TRUE, True), **dict.fromkeys(FALSE, False)}
    return by_distinct(clean(column), lambda t: answers.get(t.lower()), pa.bool_())


def score(column: pa.Array, unit: str = "") -> Cells:
    """A score or level as a number: 4.5, 95%, L4, 3A, 4星, 第3层级."""
    return by_distinct(clean(column, numeric=True), _parse_score, pa.float64())


def _parse_score(text: str) -> float | None:
    value, percent = parse_number(re.sub(r"[分星颗级]$", "", text.strip()))
    if value is not None:
        return round(value / 100, 10) if percent else value
    found = re.findall(r"\d+(?:\.\d+)?", text)
    return float(found[0]) if len(found) == 1 and len(text) <= 8 else None


def stored_as_number(column: pa.Array) -> bool:
    """Do these ids beyond 2^53 look as if the sheet held numbers, so that last digits are gone?

    Every one of them is exactly a double; among true ids of 18 digits one in thirty is.
    """
    long = pc.match_substring_regex(column, r"^\d{16,20}$")
    texts = set(column.filter(pc.fill_null(long, False)).to_pylist()[:2000])
    beyond = [t for t in texts if int(t) > BIGGEST_EXACT]
    return bool(beyond) and all(int(float(t)) == int(t) for t in beyond)
