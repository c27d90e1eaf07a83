"""Messages: once, retried, and without secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from opslib.run.notices import notify
from opslib.run.result import RunResult

ADDRESS = "dingtalk://token-canary"


def result(state: str = "ok") -> RunResult:
    lines = ["secret = 'canary'"]
    ended = RunResult("x", state, "daily_review", "s1", "2026-11-20", "zh", findings=3)
    return RunResult(**{**ended.as_json(), "detail": lines, "message": "单元出错"})


class Post:
    """A sender that remembers, and fails for the addresses it is told to."""

    def __init__(self, *down: str) -> None:
        self.down, self.sent = set(down), list[tuple[str, str, str]]()

    def __call__(self, address: str, title: str, text: str) -> bool:
        if address in self.down:
            return False
        self.sent.append((address, title, text))
        return True


@pytest.fixture(autouse=True)
def addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPS_BOSS", ADDRESS)
    monkeypatch.setenv("OPS_TEAM", "wecom://other")


def test_each_recipient_hears_once(tmp_path: Path) -> None:
    """A run again in the evening would ring everybody's phone again."""
    post = Post()
    names = ["OPS_BOSS", "OPS_TEAM"]
    assert set(notify(result(), names, workspace=tmp_path, send=post).values()) == {"sent"}
    assert set(notify(result(), names, workspace=tmp_path, send=post).values()) == {"before"}
    assert [a for a, _, _ in post.sent] == [ADDRESS, "wecom://other"]


def test_only_the_unsent_is_tried_again(tmp_path: Path) -> None:
    """One mail server down would make everybody else hear twice, or the one never."""
    names = ["OPS_BOSS", "OPS_TEAM"]
    first = notify(result(), names, workspace=tmp_path, send=Post(ADDRESS))
    assert first == {"OPS_BOSS": "waiting", "OPS_TEAM": "sent"}
    post = Post()
    second = notify(result(), names, workspace=tmp_path, send=post)
    assert second["OPS_TEAM"] == "before" and [a for a, _, _ in post.sent] == [ADDRESS]


def test_failure_after_success_is_news(tmp_path: Path) -> None:
    """A report that breaks later in the day would break silently."""
    post = Post()
    notify(result("failed"), ["OPS_BOSS"], workspace=tmp_path, send=post)
    notify(result("ok"), ["OPS_BOSS"], workspace=tmp_path, send=post)
    assert [t.rpartition("：")[2].rpartition(": ")[2] for _, t, _ in post.sent] == ["失败", "完成"]


def test_recipient_without_address_waits(tmp_path: Path) -> None:
    """A machine without the variable would lose the message for good."""
    assert notify(result(), ["OPS_NOBODY"], workspace=tmp_path, send=Post()) == {
        "OPS_NOBODY": "waiting"
    }


def test_no_address_and_no_traceback_is_kept_or_sent(tmp_path: Path) -> None:
    """The token of the chat would lie in the outbox, code with secrets in the chat."""
    post = Post()
    notify(result("failed"), ["OPS_BOSS"], workspace=tmp_path, send=post)
    box = (tmp_path / "reports" / ".outbox.jsonl").read_text("utf-8")
    assert "canary" not in box and "canary" not in "".join(post.sent[0][1:])
    assert "OPS_BOSS" in box and "3" in post.sent[0][2]


def test_crash_while_sending_repeats_at_most_one(tmp_path: Path) -> None:
    """After a crash everybody would be told again."""
    post = Post()

    def crashing(address: str, title: str, text: str) -> bool:
        if post.sent:
            raise KeyboardInterrupt
        return post(address, title, text)

    names = ["OPS_BOSS", "OPS_TEAM"]
    with pytest.raises(KeyboardInterrupt):
        notify(result(), names, workspace=tmp_path, send=crashing)
    notify(result(), names, workspace=tmp_path, send=post)
    assert [a for a, _, _ in post.sent] == [ADDRESS, "wecom://other"]
