"""README in both languages says what the code does: commands, options, codes, lists, lines."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pytest
import typer.main

from opslib import errors
from opslib.cli import app
from opslib.cli.listing import LISTS
from opslib.held import guide_coverage
from opslib.rules.coverage import STATES
from opslib.run.result import EXIT
from opslib.run.schedule import Plan, lines

HOME = Path(__file__).resolve().parents[2]
ENGLISH, CHINESE = HOME / "README.md", HOME / "README.zh-CN.md"
READMES = [ENGLISH, CHINESE]
HAN = re.compile(r"[\u4e00-\u9fff]")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks(path: Path) -> list[tuple[str, str]]:
    """Code blocks: language and content."""
    return FENCE.findall(text(path))


def prose(path: Path) -> str:
    """Everything but code blocks."""
    return FENCE.sub("", text(path))


def spans(path: Path) -> list[str]:
    return [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", prose(path))]


def calls(path: Path) -> list[list[str]]:
    """Every call of opslib that a reader is shown, word by word."""
    shown = [line for _, content in blocks(path) for line in content.splitlines()]
    found = []
    for line in [*shown, *spans(path)]:
        for part in re.findall(r"(?:^|\s|\\|/|\")opslib(?:\.exe)? +([^&;|>\"#]+)", f"{line}|"):
            found.append(shlex.split(part.split("|")[0].replace("\\", "/")))
    return [words for words in found if words and re.fullmatch(r"[a-z]+", words[0])]


def command(words: list[str]) -> tuple[str, Any]:
    """The command meant, with its group's name in front."""
    assert words[0] in COMMANDS, f"opslib {' '.join(words)}"
    found = COMMANDS[words[0]]
    if hasattr(found, "commands"):
        assert words[1] in found.commands, f"opslib {' '.join(words)}"
        return " ".join(words[:2]), found.commands[words[1]]
    return words[0], found


def options(found: Any) -> set[str]:
    return {name for p in found.params for name in (*p.opts, *p.secondary_opts)}


def every_command() -> set[str]:
    return {
        f"{name} {sub}" if sub else name
        for name, found in COMMANDS.items()
        for sub in (getattr(found, "commands", None) or [""])
    }


@pytest.mark.parametrize("path", READMES, ids=lambda p: p.name)
def test_every_shown_command_and_option_exists(path: Path) -> None:
    """A reader would type the first line of the documentation and be told it is wrong."""
    shown = calls(path)
    assert len(shown) >= 15
    for words in shown:
        _, found = command(words)
        given = {word.split("=")[0] for word in words[1:] if word.startswith("-")}
        assert given <= options(found), f"opslib {' '.join(words)}"


@pytest.mark.parametrize("path", READMES, ids=lambda p: p.name)
def test_every_command_is_shown(path: Path) -> None:
    """A command that no document names is found by nobody."""
    assert {command(words)[0] for words in calls(path)} == every_command()


@pytest.mark.parametrize("path", READMES, ids=lambda p: p.name)
def test_exit_codes_are_those_of_the_code(path: Path) -> None:
    """A scheduler's script would treat a report that waits as a broken one."""
    known = {c.exit_code for c in vars(errors).values() if hasattr(c, "exit_code")}
    known |= set(EXIT.values())
    line = re.search(r"(?:Exit codes: |退出码：)([^.。]+)", text(path))
    assert line
    told = [int(code) for code in re.findall(r"\b(\d)(?=[ \u4e00-\u9fff])", f"{line[1]} ")]
    assert told == sorted(known)


@pytest.mark.parametrize("path", READMES, ids=lambda p: p.name)
def test_list_names_are_those_of_the_code(path: Path) -> None:
    """`opslib list` would refuse a name that the README gives, or hide one it has."""
    named = re.search(r"`opslib list ([a-z]+\|[a-z|]+)`", text(path))
    assert named and named[1].split("|") == [*LISTS]


@pytest.mark.parametrize("path", READMES, ids=lambda p: p.name)
def test_the_counts_of_guide_items_are_those_of_the_code(path: Path) -> None:
    """A reader would believe that more of the guides is built than there is, or less."""
    states = Counter(row["state"] for row in guide_coverage(None))
    told = re.search(r"(?:It shows the|指南共) 283[^。]+?(?:\. |。)", text(path), re.DOTALL)
    assert told and [int(n) for n in re.findall(r"\d+", told[0])] == [
        sum(states.values()),
        *(states[state] for state in STATES),
    ]


@pytest.mark.parametrize("path", READMES, ids=lambda p: p.name)
def test_the_scheduled_lines_are_those_that_are_printed(path: Path) -> None:
    """An operator would copy a line from the README that the program no longer understands."""
    program, folder = "/home/me/opslib/.venv/bin/opslib", PurePosixPath("/home/me/my_shop")
    plan = Plan("daily_review", folder, "my_shop", at="08:30", program=program)
    drive = PureWindowsPath(r"C:\my_shop")
    exe = r"C:\opslib\.venv\Scripts\opslib.exe"
    other = Plan("daily_review", drive, "my_shop", at="08:30", program=exe)
    shown = [content for _, content in blocks(path)]
    for kind, one in (("cron", plan), ("systemd", plan), ("windows", other)):
        assert lines(kind, one) in shown, kind


def without_words(content: str) -> list[str]:
    """A block without its comments and without the shop's name."""
    bare = [re.sub(r"(^|\s+)# .*$", "", line).rstrip() for line in content.splitlines()]
    return [re.sub(r'--name "[^"]*"', "--name", line) for line in bare]


def test_both_languages_show_the_same_code() -> None:
    """One of them would be wrong, and its readers the last to learn it."""
    one, other = (
        [(lang, without_words(content)) for lang, content in blocks(path)] for path in READMES
    )
    assert one == other and len(one) >= 7


def test_both_languages_have_the_same_parts() -> None:
    """A section that one language lacks is a feature that half of the readers do not have."""
    shapes = []
    for path in READMES:
        found = re.findall(r"^(#+ |\| |- )", prose(path), re.MULTILINE)
        shapes.append(found)
    assert shapes[0] == shapes[1]


def test_nothing_is_left_in_the_other_language() -> None:
    """A paragraph that was never translated tells a reader that nobody looked."""
    english = re.sub(r"\[中文\]\([^)]*\)", "", prose(ENGLISH))
    assert [line for line in english.splitlines() if HAN.search(line)] == []
    chinese = re.sub(r"`[^`]*`|\[[^\]]*\]\([^)]*\)", "", prose(CHINESE))
    for paragraph in re.split(r"\n\s*\n|\n(?=[-|#])", chinese):
        words = re.findall(r"[A-Za-z]{3,}", paragraph)
        assert HAN.search(paragraph) or len(words) <= 4, paragraph


@pytest.mark.parametrize("path", [*READMES, HOME / "CONTRIBUTING.md"], ids=lambda p: p.name)
def test_files_and_targets_that_are_named_exist(path: Path) -> None:
    """A newcomer would look for a file that has moved."""
    from make import COMMANDS as targets

    for link in re.findall(r"\]\(([^)#:]+)\)", text(path)):
        assert (HOME / link).exists(), link
    for span in spans(path):
        if re.match(r"(tests|templates|data_samples|opslib|notebooks|bench)/[\w/.-]*$", span):
            assert (HOME / span).exists(), span
        if target := re.fullmatch(r"make(?:\.bat)? (\w+)", span):
            assert target[1] in targets, span


def test_the_python_lines_run(imported: Path) -> None:
    """The first thing that an analyst copies must not raise."""
    code = next(content for lang, content in blocks(ENGLISH) if lang == "python")
    assert '"../my_shop"' in code and "shop.findings" in code
    world: dict[str, Any] = {}
    exec(code.replace('"../my_shop"', repr(str(imported))), world)
    assert world["shop"].identity.id == "cotton1688"


def test_every_command_helps_in_both_languages() -> None:
    """Whoever reads only Chinese, or only English, is left alone with the options."""
    for name, found in COMMANDS.items():
        said = found.help or ""
        assert HAN.search(said) and re.search(r"[A-Za-z]{4,}", said), name
