"""Tell people how a run went: once per run, outcome and recipient, and never a secret.

A recipient is the name of an environment variable that holds an apprise address (DingTalk, WeCom,
Feishu, mail ...); the address itself is written nowhere.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Callable, Sequence

from filelock import FileLock

from ..labels import Label
from .publish import Key, write_whole
from .result import RunResult

OUTBOX = ".outbox.jsonl"
KEPT = 2000
Send = Callable[[str, str, str], bool]


def notify(
    result: RunResult, recipients: Sequence[str], *, workspace: Path, send: Send | None = None
) -> dict[str, str]:
    """Send the outcome of a run to each recipient once; also whatever could not be sent before.

    Returns for each recipient "sent", "waiting" (to be tried again next time) or "before" (was
    already told). send(address, title, text) -> delivered; by default apprise.
    """
    reports = Path(workspace) / "reports"
    key = f"{Key(result.report, result.shop, result.as_of, result.lang)}.{result.state}"
    (reports / ".locks").mkdir(parents=True, exist_ok=True)
    with FileLock(reports / ".locks" / "outbox.lock", timeout=60):
        box = _read(reports / OUTBOX)
        told = {(m["key"], m["recipient"]) for m in box}
        fresh = [name for name in recipients if (key, name) not in told]
        title, text = words(result)
        box += [
            {"key": key, "recipient": n, "title": title, "text": text, "sent": False} for n in fresh
        ]
        _deliver(reports, box, send or _apprise)
    now = {m["recipient"]: m["sent"] for m in box if m["key"] == key}
    return {
        n: "before" if n not in fresh and now[n] else "sent" if now[n] else "waiting"
        for n in recipients
    }


def words(result: RunResult) -> tuple[str, str]:
    """Title and text of the message: outcome, section, last lines; no parameters, no addresses."""
    title = f"{result.report} · {result.shop} · {result.as_of}: {STATES[result.state]}"
    found = [] if result.findings is None else [str(FOUND.format(n=result.findings))]
    return title, "\n".join([*found, *filter(None, [result.section, result.message])])


def _deliver(reports: Path, box: list[dict[str, Any]], send: Send) -> None:
    """Send what waits; mark each message right after it went: a crash repeats at most one."""
    for message in box:
        address = os.environ.get(message["recipient"], "")
        if not message["sent"] and address:
            message["sent"] = bool(send(address, message["title"], message["text"]))
            _write(reports / OUTBOX, box)
    _write(reports / OUTBOX, box)


def _apprise(address: str, title: str, text: str) -> bool:
    import apprise

    post = apprise.Apprise()
    return bool(post.add(address) and post.notify(title=title, body=text))


def _read(path: Path) -> list[dict[str, Any]]:
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return [json.loads(line) for line in lines]


def _write(path: Path, box: list[dict[str, Any]]) -> None:
    lines = (json.dumps(m, ensure_ascii=False) + "\n" for m in box[-KEPT:])
    write_whole(path, "".join(lines))


FOUND = Label("{n} 条发现", "{n} finding(s)")
STATES = {
    "ok": Label("完成", "done"),
    "nothing_to_report": Label("一切正常", "all normal"),
    "not_ready": Label("数据未到", "data not ready"),
    "failed": Label("失败", "failed"),
    "timed_out": Label("超时", "timed out"),
    "locked": Label("正在另一处运行", "already running"),
}
