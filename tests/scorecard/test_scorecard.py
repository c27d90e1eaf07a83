"""The whole way: shops drawn, replayed, added up, shown; and what the repository ships of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from opslib.errors import DeclarationError
from opslib.labels import speaking
from opslib.report.alarms import measured
from opslib.scorecard.baselines import NAMES
from opslib.scorecard.card import open_scorecard
from opslib.scorecard.measure import SCORED, measure
from opslib.scorecard.page import make_pages
from opslib.scorecard.readme import FILES, block, held, write_readmes
from opslib.scorecard.result import Result, load, save, shipped

HOME = Path(__file__).resolve().parents[2]
LATIN = re.compile(r"[A-Za-z]{4,}")
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.slow
def test_a_small_run_goes_all_the_way() -> None:
    """`make scorecard` would stop after a quarter of an hour, on its last shop."""
    told: list[str] = []
    got = measure(1, 3, 11, told.append, kinds=("tag_lost",))
    assert len(told) == 2 and told[1].startswith("2/2 ")
    assert set(got.quiet) == set(got.found) == {"review", *NAMES}
    # three days of the shop without a cause, two of the other's before its cause
    assert got.quiet["review"].shop_weeks == round(5 / 7, 1)
    assert got.found["review"].causes == 1 and [g.name for g in got.kinds] == ["tag_lost"]
    # a lost mark is told on its first morning
    assert (got.found["review"].named, got.found["review"].days) == (1.0, 0.0)


def test_the_shipped_scorecard_adds_up() -> None:
    """A file put together by hand, or of two runs, would be printed as one measurement."""
    got = load()
    assert set(got.settings.kinds) <= set(SCORED) and set(got.found) == {"review", *NAMES}
    for way, found in got.found.items():
        assert sum(g.methods[way].causes for g in got.kinds) == found.causes > 0
        assert sum(g.methods[way].causes for g in got.sizes) == found.causes
        parts = sum(g.methods[way].causes * g.methods[way].named for g in got.kinds)
        assert parts == pytest.approx(found.causes * found.named, abs=0.1)
    assert sum(got.false_by_rule.values()) == got.quiet["review"].alarms


def test_the_daily_page_speaks_of_the_shipped_scorecard() -> None:
    """The method section would boast of figures that no run has measured."""
    said, got = measured(), load()
    assert said is not None
    assert f"{got.found['review'].causes} planted causes" in said.en
    assert f"{got.found['review'].named:.0%} were named" in said.en


@pytest.mark.parametrize("name", FILES)
def test_readme_says_what_was_measured(name: str) -> None:
    """A README would keep last month's figures."""
    text = (HOME / name).read_text("utf-8")
    assert held(text) == block(load(), FILES[name])


def test_write_readmes_changes_the_block_alone(tmp_path: Path) -> None:
    """The integrator's own words around it would be lost."""
    file = tmp_path / "README.md"
    file.write_text("before\n<!-- scorecard -->old<!-- /scorecard -->\nafter\n", "utf-8")
    write_readmes(load(), tmp_path)
    assert file.read_text("utf-8") == f"before\n{block(load(), 'en')}\nafter\n"


def test_a_file_of_another_schema_is_refused(tmp_path: Path) -> None:
    """A field renamed in the code would be read as nothing measured."""
    data = json.loads(shipped().read_text("utf-8"))
    file = tmp_path / "card.json"
    file.write_text(json.dumps(data | {"extra": 1}), "utf-8")
    with pytest.raises(DeclarationError, match=r"card\.json"):
        load(file)
    with pytest.raises(DeclarationError):
        load(tmp_path / "none.json")


def test_saved_and_loaded_is_the_same_to_the_byte(tmp_path: Path) -> None:
    """Every run would touch the committed file."""
    save(load(), tmp_path / "a.json")
    assert (tmp_path / "a.json").read_bytes() == shipped().read_bytes()


def _texts(html: str) -> str:
    """What a reader sees of a page: no style, no tags, no rule ids."""
    body = re.sub(
        r"<style>.*?</style>|<head>.*?</head>|<details>.*?</details>", "", html, flags=re.S
    )
    return re.sub(r"<[^>]+>", " ", body)


@pytest.mark.slow
def test_the_page_is_made_in_both_languages(tmp_path: Path) -> None:
    """Half of a Chinese page in English, or the page not made at all."""
    zh, en = (p.read_text("utf-8") for p in make_pages(shipped(), tmp_path))
    answer = {lang: told(load(), lang) for lang in ("zh", "en")}
    assert answer["zh"] in zh and answer["en"] in en
    allowed = {"opslib", "seed", "data", "json"}
    assert {w.lower() for w in LATIN.findall(_texts(zh))} <= allowed
    assert not HAN.search(_texts(en))
    assert sorted(p.name for p in (tmp_path / "zh").iterdir()) == ["data.json", "index.html"]


def told(result: Result, lang: str) -> str:
    """The page's first sentence."""
    from opslib.scorecard.told import lead

    with speaking(lang):  # type: ignore[arg-type]
        return str(lead(result))


def test_notebook_shows_the_file_it_is_given(tmp_path: Path) -> None:
    """A measurement of one's own would be made, and the shipped one shown."""
    own = load().model_copy(update={"false_by_rule": {"mine": 7}})
    save(own, tmp_path / "own.json")
    assert open_scorecard(tmp_path / "own.json").result == own
    assert open_scorecard().result == load()
