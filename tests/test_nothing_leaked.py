"""No network, no word of the learner's in a log, nothing out of a file that comes from strangers."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from .conftest import ROOT

TOUR = """
import sys

def watch(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")):
        raise SystemExit(f"the network was touched: {event} {arguments}")

sys.addaudithook(watch)
from pathlib import Path
from trainer.gui.kit import style
from trainer.gui.app import application, build
from trainer.gui.shell.page_registry import PAGES
app = application()
style.apply(app, style.LIGHT)
program = build(Path(sys.argv[1]), pause=0)
window, navigator, page = program.window, program.navigator, program.navigator.page
window.show()
program.talk.show_first()
page("library").start.click()
for line in ("Hello! https://example.com", "Can we have a coffee?", "It sounds like your weeks are full."):
    page("practice").composer.setPlainText(line)
    page("practice").send.click()
    app.processEvents()
program.talk.end_talk()
navigator.go("progress")
for part in range(4):
    page("progress").parts.setCurrentIndex(part)
    app.processEvents()
navigator.go("drills")
page("drills").start.click()
navigator.go("evidence")
navigator.go("settings")
navigator.go("own_talk")
navigator.go("workshop")
program.workshop_model().running.begin("coffee_new_acquaintance", "easy", 1)
program.workshop.audience.open()
for row in PAGES:  # those that are not walked through above are at least shown
    navigator.go(row.name)
    app.processEvents()
app.processEvents()
window.close()
assert "PySide6.QtNetwork" not in sys.modules
print("the tour is over")
"""


def test_the_whole_tour_opens_no_connection(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", TOUR, str(tmp_path / "x.sqlite")],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=120,
    )
    assert "the tour is over" in done.stdout, done.stdout + done.stderr


def test_the_watch_would_notice() -> None:
    code = TOUR.split("from pathlib")[0] + "import socket\nsocket.socket()\nprint('unnoticed')"
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=ROOT)
    assert "unnoticed" not in done.stdout and "the network was touched" in done.stderr


def test_no_module_of_ours_imports_the_network() -> None:
    for path in (ROOT / "trainer").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            names.append(getattr(node, "module", None) or "")
            for name in names:
                assert name.split(".")[0] not in ("socket", "urllib", "http", "requests", "ssl"), path
                assert "QtNetwork" not in name, path
