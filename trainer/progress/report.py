"""One page for a coach, made only when the learner asks for it: self-contained HTML, every text escaped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from ..coach.debrief import OUTCOMES
from ..history import History
from ..safe_text import visible
from ..scenario import Outcome
from . import skills

#: The most sessions that are listed.
LATEST = 12
_STYLE = (
    "body{font-family:sans-serif;max-width:46em;margin:2em auto;color:#1F2430}"
    "h1{font-size:1.6em}table{border-collapse:collapse;width:100%}"
    "td,th{text-align:left;padding:.25em .6em;border-bottom:1px solid #D8D2C5;vertical-align:top}p.quiet{color:#59606B}"
)


def report(history: History, whose: str, today: date) -> str:
    """Return the page as HTML that needs no other file."""
    figures = history.figures
    effects, months, outcomes = figures.effects(), figures.sessions_by_month(), figures.outcomes()
    shares = [skills.share_of_asks(effects), *(skills.share_of_asks(effects, held) for held in (False, True))]
    uses = [skills.use_per_session(effects, months, move) for move in ("label", "open_question", "pressure")]
    rows = [
        ("Talks", str(sum(months.values()))),
        ("Lines", str(sum(effect.lines for effect in effects))),
        *(
            (f"Ended, {'unseen' if held else 'practised'}: {OUTCOMES[Outcome(name)][0].lower()}", str(n))
            for held, name, n in sorted(outcomes)
        ),
    ]
    parts = [
        f"<h1>Practice review: {_shown(whose)}</h1>",
        f"<p class=quiet>Made on {today:%d %B %Y}, on the learner's order. Figures come from their own lines; “n” is how many stand behind one. "
        "The technique is a craft hypothesis (grade C).</p>",
        _table(("", ""), rows),
        "<h2>Asks that could be granted with a “no”</h2>",
        _table(*_split(skills.table_of([one for one in shares if one.points]))),
        "<h2>Moves per talk</h2>",
        _table(*_split(skills.table_of([one for one in uses if one.points]))),
        "<h2>The latest talks</h2>",
        _table(("when", "talk", "level", "asks, no-oriented", "resistance", "outcome"), _latest(history)),
    ]
    made = history.notes.last_commitment()
    if made is not None:
        parts.append(f"<h2>Commitment</h2><p>“{_shown(made.text)}” {_shown(made.how)}</p>")
    return f"<!doctype html><html lang=en><meta charset=utf-8><title>Practice review</title><style>{_STYLE}</style>{''.join(parts)}</html>\n"


def _shown(text: str) -> str:
    """Return a text as HTML in which nothing acts."""
    return escape(visible(text))


def _latest(history: History) -> list[tuple[str, ...]]:
    return [
        (
            line.started[:10], line.title, line.level, f"{line.no_oriented} of {line.no_oriented + line.yes_oriented}",
            f"{line.first} → {line.last}", OUTCOMES[Outcome(line.outcome)][0],
        )
        for line in history.figures.sessions()[:LATEST]
    ]  # fmt: skip


def _split(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], Sequence[tuple[str, ...]]]:
    return rows[0], rows[1:]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th>{_shown(cell)}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{_shown(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{top}</tr>{body}</table>"
