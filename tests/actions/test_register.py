"""The action list: nothing asked twice, nothing that was marked ever lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opslib.actions import Action, Actions, Proposal, accept_run, from_findings, merged, this_week
from opslib.actions.register import HEAD
from opslib.errors import ParameterError, StoreError, UnknownName
from opslib.places import templates
from opslib.workspace import Workspace

WEEK = date(2026, 11, 9), date(2026, 11, 15)
REPORT = "weekly_promotion_review"
BID = Proposal(
    REPORT, "word_raise.aa", "keyword", "杯子", "出价提到 2 元。", "profit", 50, 120, 300, 3
)
PLAN = Proposal(
    REPORT, "plan_more.bb", "plan", "计划一", "预算加到 80 元。", "profit", -10, 90, 200, 5
)


def later(weeks: int) -> tuple[date, date]:
    return WEEK[0] + timedelta(days=7 * weeks), WEEK[1] + timedelta(days=7 * weeks)


@pytest.fixture
def kept(tmp_path: Path) -> Actions:
    return Actions(Workspace.init(tmp_path / "w", platform="1688", shop="s1"), "s1")


def edit(actions: Actions, id: str, **cells: object) -> None:
    """Change cells of one action as somebody does in Excel."""
    book = openpyxl.load_workbook(actions.path)
    page = book.worksheets[0]
    for row in page.iter_rows(min_row=2):
        if row[0].value == id:
            for name, value in cells.items():
                row[list(HEAD).index(name)].value = value
    book.save(actions.path)


def test_a_second_run_of_the_week_changes_nothing(kept: Actions) -> None:
    """Otherwise each run of Monday's report would fill the register with the same work again."""
    assert kept.accept([BID, PLAN], WEEK) == ""
    first = kept.all()
    kept.accept([PLAN, BID], WEEK)
    assert kept.all() == first and len(first) == 2
    assert [a.due for a in first] == [date(2026, 11, 20)] * 2


def test_an_open_action_goes_on_under_its_id(kept: Actions) -> None:
    """A new id each week would cut the prediction off from what was done in the end."""
    kept.accept([BID], WEEK)
    (before,) = kept.all()
    kept.accept([replace(BID, mid=150.0, what="出价提到 2.2 元。")], later(1))
    (after,) = kept.all()
    assert after.id == before.id and after.date == WEEK[1] and after.last_on == later(1)[1]
    assert (after.mid, after.what) == (150.0, "出价提到 2.2 元。")


def test_the_report_shows_the_id_that_is_kept_later(kept: Actions) -> None:
    """The page is made before the register is written: both must name an action alike."""
    shown = kept.asked([BID, PLAN], WEEK)
    kept.accept([BID, PLAN], WEEK)
    assert {a.id for a in shown} == {a.id for a in kept.all()}


def test_a_dismissed_action_is_silent_for_four_weeks(kept: Actions) -> None:
    """Whoever said no must not read the same proposal next Monday."""
    kept.accept([BID], WEEK)
    kept.mark(kept.all()[0].id, "dismissed", on=date(2026, 11, 16))
    for weeks in (0, 1, 2, 3):
        kept.accept([BID], later(weeks))
        assert [a.state for a in kept.all()] == ["dismissed"]
    kept.accept([BID], later(5))
    assert sorted(a.state for a in kept.all()) == ["dismissed", "todo"]


def test_what_is_done_is_not_asked_for_by_figures_from_before_it(kept: Actions) -> None:
    """The week in which the bid was changed still shows the old bid's figures."""
    kept.accept([BID], WEEK)
    kept.mark(kept.all()[0].id, "done", on="2026-11-17")
    assert kept.asked([BID], WEEK) == [] and kept.asked([BID], later(1)) == []
    assert len(kept.asked([BID], later(2))) == 1


def test_a_mark_in_excel_survives_the_next_run(kept: Actions) -> None:
    """The operator works in Excel; a run that forgot their ticks would end that."""
    kept.accept([BID, PLAN], WEEK)
    id = kept.all()[0].id
    edit(kept, id, state="已完成", done_on="2026-11-16", owner="小李", note="提了两次")
    assert kept.accept([BID, PLAN], later(1)) == ""
    done = kept.get(id)
    assert (done.state, done.done_on) == ("done", date(2026, 11, 16))
    assert (done.owner, done.note) == ("小李", "提了两次")
    assert done.measure == "profit" and done.report == REPORT


def test_import_alone_takes_the_mark_in(kept: Actions) -> None:
    """`opslib import` reads the register like every other file."""
    kept.accept([BID], WEEK)
    id = kept.all()[0].id
    edit(kept, id, state="不做")
    (file,) = [
        f for f in kept.workspace.import_files() if f.format == "action_register" and f.rows["read"]
    ]
    assert file.state == "replaced" and file.table == "action"
    assert Actions(kept.workspace, "s1").get(id).state == "dismissed"


def test_a_mark_in_the_notebook_wins_over_an_older_file(kept: Actions, monkeypatch) -> None:
    """Excel holds the file open: the mark is kept, and saving the old file does not undo it."""
    kept.accept([BID, PLAN], WEEK)
    id = kept.all()[0].id

    def locked(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr("opslib.actions.register.os.replace", locked)
    told = kept.mark(id, "done", on="2026-11-18")
    assert "Excel" in told and kept.get(id).state == "done"
    assert not list(kept.path.parent.glob(".*.xlsx")), "the draft stays behind"
    monkeypatch.undo()
    edit(kept, "", note="")  # saved again as it was, with the old state
    assert kept.sync() == ""
    assert (kept.get(id).state, kept.get(id).done_on) == ("done", date(2026, 11, 18))
    edit(kept, id, state="待办", done_on=None)  # and now really changed
    kept.sync()
    assert kept.get(id).state == "todo" and kept.get(id).done_on is None


def test_a_mark_saved_just_before_a_crash_is_not_lost(kept: Actions, monkeypatch) -> None:
    """Killed between writing the file and noting that it was written: Excel's word still counts."""
    kept._seen = kept._digest()
    monkeypatch.setattr(Actions, "_write", _only_first(Actions._write))
    kept.accept([BID], WEEK)
    monkeypatch.undo()
    id = kept.all()[0].id
    edit(kept, id, state="已完成", done_on="2026-11-16")
    kept.sync()
    assert kept.get(id).state == "done"


def _only_first(write):
    calls = []

    def once(self, rows):
        calls.append(rows)
        if len(calls) == 1:
            write(self, rows)

    return once


def test_an_action_of_ones_own_gets_a_number(kept: Actions) -> None:
    """What the operator did unasked is judged next week like everything else."""
    kept.accept([BID], WEEK)
    book = openpyxl.load_workbook(kept.path)
    page = book.worksheets[0]
    own = {"state": "已完成", "subject": "670000000001", "what": "换主图", "dimension": "商品"}
    for name, value in own.items():
        page.cell(3, list(HEAD).index(name) + 1).value = value
    page.cell(3, list(HEAD).index("done_on") + 1).value = "2026-11-12"
    book.save(kept.path)
    kept.sync()
    kept.sync()
    (mine,) = kept.all("done")
    assert len(mine.id) == 12 and mine.dimension == "product"
    assert mine.done_on == date(2026, 11, 12) and len(kept.all()) == 2


def test_what_concerns_the_whole_shop_is_written_and_read_back(kept: Actions) -> None:
    """Hours have no subject: a row without one was refused, and the register renewed no more."""
    hours = Proposal(REPORT, "hours_weight.cc", "shop", "", "调时段系数。", "value", 1, 9, 20, 10)
    assert kept.accept([hours, BID], WEEK) == "" and kept.sync() == ""
    action = next(a for a in kept.all() if a.dimension == "shop")
    assert action.subject == "" and kept.mark(action.id, "done", on="2026-11-16") == ""
    assert kept.sync() == "" and kept.get(action.id).state == "done"
    cells = next(openpyxl.load_workbook(kept.path).worksheets[0].iter_rows(min_row=3))
    assert "全店" in [c.value for c in cells]


def test_a_deleted_register_comes_back_whole(kept: Actions) -> None:
    """The store is the truth: a lost file costs nothing that was ever read."""
    kept.accept([BID, PLAN], WEEK)
    kept.mark(kept.all()[0].id, "done", on="2026-11-16")
    before = kept.all()
    kept.path.unlink()
    assert kept.sync() == "" and kept.all() == before
    rows = [*openpyxl.load_workbook(kept.path).worksheets[0].values]
    assert {r[0] for r in rows[1:] if r[0]} == {a.id for a in before}
    assert {r[1] for r in rows[1:] if r[0]} == {"待办", "已完成"}


def test_a_renamed_column_leaves_the_file_alone(kept: Actions) -> None:
    """Writing over a file that was not understood would lose what stands in it."""
    kept.accept([BID], WEEK)
    book = openpyxl.load_workbook(kept.path)
    book.worksheets[0].cell(1, 2).value = "情况"
    book.save(kept.path)
    raw = kept.path.read_bytes()
    told = kept.accept([BID, PLAN], WEEK)
    assert "动作状态" in told or "行动登记表" in told
    assert kept.path.read_bytes() == raw
    assert len(kept.all()) == 2, "the proposals themselves are kept"


def test_two_rows_with_one_id_leave_the_file_alone(kept: Actions) -> None:
    """Which of the two is meant, only the operator knows."""
    kept.accept([BID], WEEK)
    id = kept.all()[0].id
    book = openpyxl.load_workbook(kept.path)
    page = book.worksheets[0]
    for c in range(1, len(HEAD) + 1):
        page.cell(3, c).value = page.cell(2, c).value
    page.cell(3, 2).value = "不做"
    book.save(kept.path)
    raw = kept.path.read_bytes()
    assert "第 3 行" in kept.sync()
    assert kept.path.read_bytes() == raw and kept.get(id).state == "todo"


def test_marking_what_is_not_there(kept: Actions) -> None:
    """A slip of the pen names the nearest id, a wrong state the three there are."""
    kept.accept([BID], WEEK)
    id = kept.all()[0].id
    with pytest.raises(UnknownName):
        kept.mark(id[:-1] + "x", "done", on="2026-11-16")
    with pytest.raises(UnknownName):
        kept.mark(id, "finished", on="2026-11-16")
    with pytest.raises(ParameterError):
        kept.mark(id, "done", on="soon")
    with pytest.raises(ParameterError):
        kept.mark(id, "done")  # no data yet, so no last day to take
    assert kept.get(id).state == "todo"


def test_a_day_in_the_future_is_refused(kept: Actions, monkeypatch) -> None:
    """2027 for 2026 would put the action beyond every week that is ever judged."""
    kept.accept([BID], WEEK)
    monkeypatch.setattr(Actions, "newest", lambda self: date(2026, 11, 20))
    with pytest.raises(ParameterError):
        kept.mark(kept.all()[0].id, "done", on="2027-11-16")
    assert kept.mark(kept.all()[0].id, "done", on="2026-11-22") == ""


def test_a_day_in_the_future_in_the_register_is_told(kept: Actions, monkeypatch) -> None:
    """The row is kept as it was written, and whoever wrote it hears of it."""
    kept.accept([BID], WEEK)
    monkeypatch.setattr(Actions, "newest", lambda self: date(2026, 11, 20))
    edit(kept, kept.all()[0].id, state="已完成", done_on="2027-11-16")
    assert "2027-11-16" in kept.sync()
    assert kept.all()[0].done_on == date(2027, 11, 16)


def test_a_busy_store_is_told(kept: Actions, monkeypatch) -> None:
    """Two runs at once: the second one waits, and says so when it waits in vain."""
    from filelock import FileLock

    monkeypatch.setattr("opslib.actions.book._LOCK_SECONDS", 0.1)
    kept.accept([BID], WEEK)
    lock = FileLock(kept.workspace.root / "store" / ".locks" / "actions-s1.lock")
    with lock, pytest.raises(StoreError):
        kept.accept([PLAN], WEEK)


def test_only_the_newest_week_asks(kept: Actions, tmp_path: Path, monkeypatch) -> None:
    """A report of March made in November must not ask for March's work."""
    found = {"findings": [{"id": "word_raise.aa", "rule": "word_raise", "action": "提价",
              "minutes": 3, "money": {"low": 1, "mid": 2, "high": 3},
              "subject": {"dimension": "keyword", "member": "杯子", "name": ""}}]}  # fmt: skip
    file = tmp_path / "data.json"
    file.write_text(json.dumps(found), "utf-8")
    run = SimpleNamespace(report=REPORT, exit_code=0, data=str(file), shop="s1", as_of="2026-11-15")
    opened = kept.workspace
    monkeypatch.setattr(Actions, "newest", lambda self: date(2026, 11, 18))
    for other in (
        {"as_of": "2026-11-08"},
        {"exit_code": 1},
        {"report": "daily_review"},
        {"data": None},
    ):
        assert accept_run(opened, SimpleNamespace(**{**vars(run), **other})) == ""
    assert accept_run(opened, run, known_at="2026-11-16T09:00") == ""
    assert kept.all() == []
    assert accept_run(opened, run) == ""
    kept._forget()
    (action,) = kept.all()
    assert (action.subject, action.mid, action.measure) == ("杯子", 2.0, "profit")


def test_the_empty_register_has_the_columns_that_are_written() -> None:
    """The file that a new workspace gets and the one that a run writes are one table."""
    page = openpyxl.load_workbook(templates() / "registers" / "行动登记表.xlsx").worksheets[0]
    assert [c.value for c in page[1]] == list(HEAD.values())


def test_drop_downs_come_with_the_register(kept: Actions) -> None:
    """Free words for a state would not be understood on the way back."""
    kept.accept([BID], WEEK)
    page = openpyxl.load_workbook(kept.path).worksheets[0]
    assert '"待办,已完成,不做"' in {v.formula1 for v in page.data_validations.dataValidation}


def test_a_week_holds_so_many_minutes() -> None:
    """Forty hours of advice is no advice: most money first, what fits stays."""
    many = [replace(BID, finding=f"f{i}", mid=float(i), minutes=50) for i in range(9)]
    assert [p.mid for p in this_week(many, minutes=120)] == [8.0, 7.0]


def test_findings_become_proposals() -> None:
    """The page's own figures are what the register shows."""
    found = {
        "id": "x.1", "rule": "word_lower", "action": "降价", "minutes": 3,
        "money": None, "subject": {"dimension": "product", "member": "", "name": "茶杯"},
    }  # fmt: skip
    (made,) = from_findings(REPORT, [found])
    assert (made.subject, made.mid, made.minutes, made.measure) == ("茶杯", None, 3, "profit")


def test_a_second_page_in_another_language_speaks_its_own() -> None:
    """The English page of a week would ask for things in Chinese, as its first page did."""
    kept, _ = merged([], [BID], WEEK)
    after, asked = merged(kept, [replace(BID, what="Raise its bid to 2.")], WEEK)
    assert [a.what for a in asked] == ["Raise its bid to 2."]
    assert [a.what for a in after] == [BID.what] and asked[0].id == after[0].id


steps = st.lists(
    st.tuples(st.sampled_from(["run", "done", "dismissed", "todo"]), st.integers(0, 2)), max_size=12
)


@given(steps)
def test_no_sequence_doubles_or_revives(moves: list[tuple[str, int]]) -> None:
    """Whatever is run and marked in whatever order: one open action a thing, none comes back."""
    kept: list[Action] = []
    week = 0
    for what, pick in moves:
        if what == "run":
            week += 1
            closed = {a.id: a.state for a in kept if a.state != "todo"}
            kept, asked = merged(kept, [BID, PLAN], later(week))
            again, same = merged(kept, [PLAN, BID], later(week))
            assert {a.id for a in again} == {a.id for a in kept}
            assert {a.id for a in same} == {a.id for a in asked}
            assert {a.id: a.state for a in kept if a.id in closed} == closed
        elif pick < len(kept):
            on = None if what == "todo" else later(week)[1]
            kept[pick] = replace(kept[pick], state=what, done_on=on)  # type: ignore[arg-type]
            if what == "todo":
                key = kept[pick].key
                kept = [a for a in kept if a is kept[pick] or a.key != key or a.state != "todo"]
    for key in {a.key for a in kept}:
        assert sum(a.key == key and a.state == "todo" for a in kept) <= 1
