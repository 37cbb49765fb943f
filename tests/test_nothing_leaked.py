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
from trainer.gui import style
from trainer.gui.app import application, build
app = application()
style.apply(app, style.LIGHT)
window = build(Path(sys.argv[1]), pause=0)
window.show()
window.show_first()
window.library.start.click()
for line in ("Hello! https://example.com", "Can we have a coffee?", "It sounds like your weeks are full."):
    window.practice.composer.setPlainText(line)
    window.practice.send.click()
    app.processEvents()
window.talk.end_talk()
window.show_progress()
for part in range(4):
    window.progress.parts.setCurrentIndex(part)
    app.processEvents()
window.show_drills()
window.more.drills.start.click()
window.show_evidence()
window.show_options()
window.show_own_talk()
window.show_workshop()
window.more.workshop.stage.begin("coffee_new_acquaintance", "easy", 1)
window.more.workshop.wall.open()
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
