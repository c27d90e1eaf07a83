"""Every format has a messy sample, and it becomes the facts that lie beside it."""

from __future__ import annotations

import pytest

from opslib.importers import Formats, expected, read_parts
from opslib.places import samples

from .sample_rows import SAMPLES

FOLDER = samples() / "formats"
NAMES = sorted(p.name for p in FOLDER.iterdir() if p.is_dir())


def test_every_shipped_format_has_a_sample(formats: Formats):
    """A format without a sample could break unnoticed for the operator who uses it."""
    assert set(NAMES) == set(formats) - {"online_retail"} == set(SAMPLES)


@pytest.mark.parametrize("name", NAMES)
def test_sample_becomes_its_expected_facts(name: str, formats: Formats):
    """A changed fact here is a wrong number in somebody's report."""
    (sample,) = FOLDER.joinpath(name).glob("sample.*")
    assert [p.format.id for p in read_parts(sample, formats)] == [name]
    assert expected(sample, formats) == (FOLDER / name / "expected.csv").read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_sample_on_disk_is_the_one_the_script_writes(name: str):
    """Otherwise the next run of the script would change samples that nobody meant to change."""
    (sample,) = FOLDER.joinpath(name).glob("sample.*")
    file, data = SAMPLES[name]
    assert sample.name == file
    if not file.endswith(".xls"):  # BIFF8 carries no clock, but library versions differ in padding
        assert sample.read_bytes() == data


def test_personal_data_is_in_no_expected_fact():
    """Names, phones and addresses of the samples must not survive the import."""
    told = "".join((FOLDER / n / "expected.csv").read_text("utf-8") for n in NAMES)
    for secret in (
        "王五",
        "13800000000",
        "杭州市某路",
        "buyer01",
        "Maria",
        "Li Lei",
        "某某贸易",
        "张三",
    ):
        assert secret not in told
