"""The table of states, a page after the other. A page of the table of pages without a row here fails a test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from fsrs import Rating
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from trainer.drills import DrillKind
from trainer.drills.cards import Card
from trainer.drills.load import load_cards
from trainer.drills.queue import Queue
from trainer.drills.schedule import review
from trainer.drills.sitting import Sitting
from trainer.drills.summary import summary
from trainer.gui.background.backup_reader import BackupReader
from trainer.gui.kit.widgets import ScrollArea
from trainer.gui.progress.page import GLANCE, PHRASES, SKILLS, TALKS
from trainer.packs import install_here, look_into
from trainer.workshop import Phase

from ..conftest import ROOT, SCENARIOS
from ..gui import Gui, child, proposed
from .opening import LONG_WORD, NOW, State, dialog_of, settle

TALK = (
    "It sounds like your weeks are full to the brim just now, and I am one more person who wants something.",
    "Can we have a coffee this week?",
)
AGREED = (
    "What do you do all week?",
    "It sounds like your weeks are full.",
    "I could bring the old maps, half an hour is plenty.",
    "Would it be a bad idea to have a coffee?",
)
ROOM = (
    "Could you give me half an hour on Tuesday, or any other day of the week, since it would help all of us on the ward a lot?",
    "It sounds like there's hardly a minute left.",
    "You have to give me ten minutes.",
    "Would it be a bad idea to meet on Tuesday?",
)


# -- library -----------------------------------------------------------------------------------------------------------


def page(name: str) -> Callable[[Gui], QWidget]:
    """Show a page as it is at first."""

    def show(gui: Gui) -> QWidget:
        gui.go(name)
        return gui.window

    return show


def library_returning(gui: Gui) -> QWidget:
    start(gui)
    say(gui, "Hello!")
    gui.go("library")
    gui.library.remind("On Thursday I will ask Ben whether a coffee would be a bad idea, before the meeting starts.")
    gui.library.notice.say("“Long walks” was installed. You can remove it under Data → Scenario packs.")
    return gui.window


def many_and_broken(folder: Path) -> tuple[Path, ...]:
    """Twenty scenarios more, one of them broken, one with a very long title."""
    more = folder / "more"
    more.mkdir()
    text = (ROOT / "tests" / "sound.yaml").read_text(encoding="utf-8")
    for number in range(20):
        title = f"A walk along {LONG_WORD}" if number == 3 else f"Walk number {number}"
        (more / f"walk_{number}.yaml").write_text(text.replace("A short walk", title), encoding="utf-8")
    (more / "broken.yaml").write_text(text.replace("level: easy", "level: esay"), encoding="utf-8")
    return SCENARIOS, more


def none(folder: Path) -> tuple[Path, ...]:
    (folder / "empty").mkdir()
    return (folder / "empty",)


def library_long(gui: Gui) -> QWidget:
    rows = [row for row, entry in enumerate(gui.library._entries) if LONG_WORD[:20] in entry.title]
    gui.library.list.setCurrentRow(rows[0])
    return gui.window


def own_talk_filled(gui: Gui) -> QWidget:
    gui.go("own_talk")
    form = gui.page("own_talk")
    form.name.setText("Ms Okafor")
    form.want.setText("two days a week from home, Tuesdays and Thursdays")
    form.make.click()
    return gui.window


def file_gone(show: Callable[[Gui], QWidget]) -> Callable[[Gui], QWidget]:
    """Bring a state up, and take the file away under it."""

    def shown(gui: Gui) -> QWidget:
        looked_at = show(gui)
        path = gui.program.stored.database
        assert path is not None
        gui.history.profiles.add("Somebody", "learner", NOW)
        path.unlink()
        gui.program.stored.look()
        settle()
        gui.program.stored.keeper.give_up()  # nothing is asked when the picture is taken
        return looked_at

    return shown


# -- practice ----------------------------------------------------------------------------------------------------------


def start(gui: Gui, name: str = "coffee_new_acquaintance", level: str = "") -> None:
    gui.program.practice.start(SCENARIOS / f"{name}.yaml", level)
    settle()


def say(gui: Gui, *lines: str) -> None:
    for line in lines:
        gui.program.practice.say(line)
        settle()


def talk(
    *lines: str, name: str = "coffee_new_acquaintance", then: Callable[[Gui], None] | None = None
) -> Callable[[Gui], QWidget]:
    def show(gui: Gui) -> QWidget:
        start(gui, name)
        say(gui, *lines)
        if then is not None:
            then(gui)
            settle()
        return gui.window

    return show


def typing(gui: Gui) -> None:
    composer = gui.practice.composer
    composer.setPlainText(
        "It sounds like your weeks are full. Would it be a bad idea to have a coffee on Tuesday? Feel free to say no."
    )
    gui.practice._read_live(composer.toPlainText())


def everything_shown(gui: Gui) -> None:
    gui.practice.person.thought_toggle.setChecked(True)
    gui.practice.person.detail_toggle.setChecked(True)
    for _ in range(3):
        gui.program.talk.next_hint()


def another_attempt(gui: Gui) -> None:
    gui.program.talk.try_from(1)
    say(gui, "You have to find the time, everybody does.")


def half_typed(gui: Gui) -> None:
    start(gui)
    say(gui, *AGREED[:-1])
    gui.practice.pause = 10_000
    gui.program.practice.say(AGREED[-1])
    session = gui.program.practice.session
    assert session is not None and session.outcome is not None, "a sheet of a talk that is over shows one that is not"
    gui.practice.composer.setPlainText("And would you like to see the old maps on the way?")
    gui.practice._reply()


def rating(gui: Gui) -> None:
    gui.practice.say_first = True
    gui.practice.composer.setPlainText("Would it be a bad idea to meet?")
    gui.practice._send()


def no_such_talk(gui: Gui) -> None:
    gui.practice._send()


# -- debrief -----------------------------------------------------------------------------------------------------------


def debrief_after(
    *lines: str, name: str = "coffee_new_acquaintance", then: Callable[[Gui], None] | None = None
) -> Callable[[Gui], QWidget]:
    def show(gui: Gui) -> QWidget:
        talk(*lines, name=name, then=then)(gui)
        gui.program.practice.give_up()
        gui.go("debrief")
        return gui.window

    return show


def debrief_below(gui: Gui) -> QWidget:
    debrief_after(*TALK)(gui)
    settle()
    child(gui.debrief, ScrollArea).verticalScrollBar().setValue(100_000)
    gui.debrief.curve.choose(1)
    return gui.window


# -- drills ------------------------------------------------------------------------------------------------------------


def card_of(kind: DrillKind) -> Card:
    """Return the card of a kind with the most text on it."""

    def length(card: Card) -> int:
        return len(card.situation + card.prompt + card.says + card.explanation + "".join(card.lines))

    return max((card for card in load_cards((SCENARIOS / "drills",)) if card.kind is kind), key=length)


def drill(kind: DrillKind, answer: str = "", hint: bool = False, clock: bool = False) -> Callable[[Gui], QWidget]:
    """Show a card of a kind; with an `answer`, its verdict."""

    def show(gui: Gui) -> QWidget:
        gui.go("drills")
        page = gui.drills
        page.in_time = clock
        card = card_of(kind)
        gui.program.drills.begin_with(Queue((card,), 1, 0))
        if hint:
            page.show_hint()
        if answer:
            others = (one for one in ("1", "2", "3", "4") if one != card.answer)
            given = {"right": card.model or card.answer, "wrong": next(others)}.get(answer, answer)
            if card.typed:
                child(page.view.answer, QLineEdit).setText(given)
            page._given(page.view.answer, given)
        return gui.window

    return show


def nothing_typed(gui: Gui) -> QWidget:
    """Show what *Check* says when nothing has been typed."""
    window = drill(DrillKind.FLIP)(gui)
    child(gui.drills.view.answer, QPushButton).click()
    return window


def drills_done(gui: Gui, heap: bool = False) -> QWidget:
    """Show the end of a sitting; with a `heap`, more is due."""
    cards = [card for card in load_cards((SCENARIOS / "drills",)) if card.difficulty == 1]
    by_kind = [next(card for card in cards if card.kind is kind) for kind in DrillKind]
    known = {card.id: review(None, Rating.Good, NOW - timedelta(days=9)) for card in (by_kind if heap else by_kind[:2])}
    sitting = Sitting.of(Queue(tuple(by_kind[:4]), 2), known, set())
    for card, given in zip(by_kind, ("", "nothing", "", "It rained."), strict=False):
        sitting.answer(given or card.model or card.answer, 9.0, False, NOW)
    gui.go("drills")
    gui.drills.show_end(summary(sitting.done, sitting.memories, cards, NOW))
    return gui.window


def new_here(gui: Gui) -> QWidget:
    gui.go("drills")
    gui.drills.greet("10 cards are new.", ready=True, new_here=True)
    return gui.window


# -- progress ----------------------------------------------------------------------------------------------------------


def progress(part: int, choose: bool = False) -> Callable[[Gui], QWidget]:
    def show(gui: Gui) -> QWidget:
        gui.go("progress")
        gui.progress.parts.setCurrentIndex(part)
        settle()
        if choose:
            gui.progress.sessions.table.selectRow(2)
            gui.progress.sessions.compare.click()
        return gui.window

    return show


# -- workshop ----------------------------------------------------------------------------------------------------------


def workshop(
    steps: int, audience: bool = False, then: Callable[[Any], object] | None = None
) -> Callable[[Gui], QWidget]:
    """Run a workshop so many steps. `audience`: look at the audience window instead of the console."""

    def show(gui: Gui) -> QWidget:
        gui.go("workshop")
        running = gui.program.workshop_model().running
        running.begin("meeting_busy_manager", "medium", 3, 45)
        gui.program.workshop.audience.open()
        for number in range(steps):
            if number == 2:
                for line in ROOM:
                    running.step(proposed(line))
            if number in (3, 5):
                running.step(lambda w: w.voted(0, 4).voted(1, 9).voted(3, 12))
            if number == 6:
                running.step(lambda w: w.guessed(-5))
            running.forward()
        if then is not None:
            then(running)
        settle()
        window = gui.program.workshop.audience.window
        assert window is not None
        window.resize(gui.window.size())
        return window if audience else gui.window

    return show


def compared(running: Any) -> None:
    running.rewind(1)
    running.step(lambda w: w.proposed("You have to give me ten minutes."))
    running.say_now(0)
    running.step(lambda w: w.at(Phase.COMPARE))


def interrupted(gui: Gui) -> QWidget:
    workshop(3)(gui)
    gui.program.workshop.audience.close()
    gui.program.workshop_model().running.workshop = None
    gui.workshop.refresh()
    return gui.window


def refused(gui: Gui) -> QWidget:
    workshop(3)(gui)
    field = child(gui.window, QLineEdit, "proposal")
    field.setText("Could you " + "possibly " * 20 + "meet me?")
    field.returnPressed.emit()
    return gui.window


# -- dialogs -----------------------------------------------------------------------------------------------------------


def asked(request: Callable[[Gui], object]) -> Callable[[Gui], QWidget]:
    """Make a request, and look at the dialog it opens."""

    def show(gui: Gui) -> QWidget:
        request(gui)
        return dialog_of(gui)

    return show


def with_backup(gui: Gui) -> None:
    gui.history.back_up(NOW.date())
    gui.program.data_file.restore_backup()
    reader: BackupReader | None = gui.window.findChild(BackupReader)
    while reader is not None and reader.reading:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def with_file_gone(gui: Gui) -> None:
    """The question that comes up when the window is closed, and the file is not there any more."""
    path = gui.program.stored.database
    assert path is not None
    gui.history.profiles.add("Somebody", "learner", NOW)
    path.unlink()
    gui.program.stored.keeper.look()
    gui.program.data_file.may_leave()
    gui.program.stored.keeper.give_up()  # nothing is asked when the picture is taken


def offer(fault: bool) -> Callable[[Gui], object]:
    def request(gui: Gui) -> None:
        from ..test_packs import CARDS, SOUND, zipped

        path = Path(str(gui.program.stored.database)).parent / "walks.zip"
        text = SOUND.replace(b"level: easy", b"level: esay") if fault else SOUND
        zipped(path, {"walk.yaml": text, "drills/cards.yaml": CARDS, "notes.txt": b"no"})
        gui.program.packs._offer(look_into(path))

    return request


def packs(gui: Gui) -> None:
    from ..test_packs import SOUND, zipped

    path = Path(str(gui.program.stored.database)).parent / "walks.zip"
    zipped(path, {"walk.yaml": SOUND})
    install_here(look_into(path))
    gui.program.packs.show_packs()


def in_workshop(request: Callable[[Gui], object]) -> Callable[[Gui], object]:
    def show(gui: Gui) -> object:
        workshop(3)(gui)
        return request(gui)

    return show


def bug(gui: Gui) -> QWidget:
    from trainer.gui.shell.bug_report import bug_box

    box = bug_box("Safe No 0.1.0, Python 3.11.7\nRuntimeError\napp.py:120 run\npage.py:77 show_card\n", gui.window)
    box.open()
    return box


BOTH = ("Safe No", "Safe No – audience")
STATES = (
    State("welcome", "first", page("welcome")),
    State("library", "first", page("library")),
    State("library", "returning", library_returning),
    State("library", "many, broken, long", library_long, folders=many_and_broken),
    State("library", "empty", page("library"), folders=none),
    State("library", "file gone", file_gone(page("library"))),
    State("own_talk", "empty", page("own_talk")),
    State("own_talk", "filled", own_talk_filled),
    State("practice", "start", talk()),
    State("practice", "talk", talk(*TALK)),
    State("practice", "typing", talk(TALK[0], then=typing)),
    State("practice", "everything shown", talk(*TALK, then=everything_shown)),
    State("practice", "another attempt", talk(*TALK, then=another_attempt)),
    State("practice", "agreed", talk(*AGREED)),
    State("practice", "ended while typing", talk(then=half_typed)),
    State("practice", "say it aloud", talk(TALK[0], then=rating)),
    State("practice", "long word", talk(LONG_WORD, "Hello " + LONG_WORD)),
    State("practice", "test", talk(TALK[0], name="coffee_competitor")),
    State("practice", "file gone", file_gone(talk(*TALK))),
    State("practice", "nothing typed", talk(then=no_such_talk)),
    State("debrief", "unfinished", debrief_after(*TALK)),
    State("debrief", "agreed", debrief_after(*AGREED)),
    State("debrief", "two attempts", debrief_after(*TALK, then=another_attempt)),
    State("debrief", "bargain", debrief_after("It sounds like your hands are tied this year.", "Would it be out of the question to look at six percent?", name="salary_no_budget")),
    State("debrief", "below", debrief_below),
    State("drills", "done", drills_done),
    State("drills", "due", page("drills"), practised=True),
    State("drills", "file gone", file_gone(drill(DrillKind.FLIP))),
    State("drills", "flip", drill(DrillKind.FLIP)),
    State("drills", "flip, nothing typed", nothing_typed),
    State("drills", "flip, hint, clock", drill(DrillKind.FLIP, hint=True, clock=True)),
    State("drills", "flip, wrong", drill(DrillKind.FLIP, "Can we do it?")),
    State("drills", "flip, another day", drill(DrillKind.FLIP, "Would it be a bad idea to do it on 31 December?")),
    State("drills", "flip, your call", drill(DrillKind.FLIP, "If the bank agrees, would you feel left out if Marc read the lease for all three of us on Friday?")),
    State("drills", "no means", drill(DrillKind.NO_MEANS)),
    State("drills", "no means, right", drill(DrillKind.NO_MEANS, "right")),
    State("drills", "spot", drill(DrillKind.SPOT)),
    State("drills", "spot, wrong", drill(DrillKind.SPOT, "wrong")),
    State("drills", "name", drill(DrillKind.NAME)),
    State("drills", "name, right", drill(DrillKind.NAME, "right")),
    State("drills", "name, your call", drill(DrillKind.NAME, "It sounds like you have been round that block before.")),
    State("drills", "say", drill(DrillKind.SAY)),
    State("drills", "say, right", drill(DrillKind.SAY, "right")),
    State("drills", "say, wrong", drill(DrillKind.SAY, "You owe me that, so decide today or forget it.")),
    State("drills", "new here", new_here),
    State("drills", "done, more due", lambda gui: drills_done(gui, heap=True)),
    State("progress", "empty", page("progress")),
    State("progress", "file gone", file_gone(progress(GLANCE)), practised=True),
    State("progress", "at a glance", progress(GLANCE), practised=True),
    State("progress", "skills", progress(SKILLS), practised=True),
    State("progress", "talks", progress(TALKS, choose=True), practised=True),
    State("progress", "talks, empty", progress(TALKS)),
    State("progress", "phrases", progress(PHRASES), practised=True),
    State("workshop", "start", page("workshop")),
    State("workshop", "interrupted", interrupted),
    State("workshop", "brief", workshop(0), windows=BOTH),
    State("workshop", "talk", workshop(1), windows=BOTH),
    State("workshop", "proposals", workshop(3), windows=BOTH),
    State("workshop", "file gone", file_gone(workshop(3)), windows=BOTH),
    State("workshop", "refused", refused, windows=BOTH),
    State("workshop", "discussion", workshop(4), windows=BOTH),
    State("workshop", "prediction", workshop(6), windows=BOTH),
    State("workshop", "answer", workshop(7), windows=BOTH),
    State("workshop", "rewound, hidden", workshop(7, then=lambda running: (running.rewind(1), running.toggle("blank"))), windows=BOTH),
    State("audience", "brief", workshop(0, audience=True), windows=BOTH),
    State("audience", "talk", workshop(1, audience=True), windows=BOTH),
    State("audience", "vote", workshop(3, audience=True), windows=BOTH),
    State("audience", "discussion", workshop(4, audience=True), windows=BOTH),
    State("audience", "second vote", workshop(5, audience=True), windows=BOTH),
    State("audience", "prediction", workshop(6, audience=True), windows=BOTH),
    State("audience", "answer", workshop(7, audience=True), windows=BOTH),
    State("audience", "thoughts, light", workshop(7, audience=True, then=lambda running: running.show(thoughts=True, dark=False)), windows=BOTH),
    State("audience", "compared", workshop(7, audience=True, then=compared), windows=BOTH),
    State("audience", "largest text", workshop(3, audience=True, then=lambda running: running.show(size=160)), windows=BOTH),
    State("audience", "hidden", workshop(1, audience=True, then=lambda running: running.toggle("blank")), windows=BOTH),
    State("evidence", "first", page("evidence")),
    State("settings", "first", page("settings")),
    State("dialogs", "commands", asked(lambda gui: gui.window.request("show_palette")), windows=("Safe No", "Commands")),
    State("dialogs", "keys", asked(lambda gui: gui.window.request("show_keys")), windows=("Safe No", "Keys")),
    State("dialogs", "about", asked(lambda gui: gui.window.request("show_about")), windows=("Safe No", "About Safe No")),
    State("dialogs", "packs, none", asked(lambda gui: gui.program.packs.show_packs()), windows=("Safe No", "Scenario packs")),
    State("dialogs", "packs", asked(packs), windows=("Safe No", "Scenario packs")),
    State("dialogs", "install", asked(offer(False)), windows=("Safe No", "Install a pack")),
    State("dialogs", "install, faults", asked(offer(True)), windows=("Safe No", "Install a pack")),
    State("dialogs", "erase", asked(lambda gui: gui.program.data.erase_session(gui.history.raw.uid_of(1))), practised=True, windows=("Safe No", "Erase")),
    State("dialogs", "erase everything", asked(lambda gui: gui.program.data.erase_all()), windows=("Safe No", "Erase")),
    State("dialogs", "switch learner", asked(lambda gui: gui.program.data.choose_profile()), windows=("Safe No", "Switch learner")),
    State("dialogs", "new learner", asked(lambda gui: gui.program.dialogs.line("A new learner", "Name", "Continue")), windows=("Safe No", "A new learner")),
    State("dialogs", "restore", asked(with_backup), practised=True, windows=("Safe No", "Restore a backup")),
    State("dialogs", "export", asked(lambda gui: gui.program.data_file.export_data()), practised=True, windows=("Safe No", "Export")),
    State("dialogs", "file gone", asked(with_file_gone), windows=("Safe No", "Before you go")),
    State("dialogs", "end workshop", asked(in_workshop(lambda gui: gui.program.workshop._end())), windows=(*BOTH, "End the workshop")),
    State("dialogs", "bug", bug, windows=("Safe No", "Safe No")),
)  # fmt: skip
