"""The learner's day: it turns at four in the morning, so that who practises past midnight is still in the same evening."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

#: The hour at which a day begins, by the clock on the wall.
TURNS_AT = 4


def day_of(moment: datetime) -> date:
    """Return the learner's day that an aware moment belongs to, in the time zone of the system."""
    # Wall-clock time without a zone: on the nights when clocks change, four is still four.
    return (moment.astimezone().replace(tzinfo=None) - timedelta(hours=TURNS_AT)).date()


def beginning_of(day: date) -> datetime:
    """Return when a day of the learner's began or begins, in UTC."""
    return datetime.combine(day, time(TURNS_AT)).astimezone(UTC)


def told(day: date, today: date) -> str:
    """Return a day as people say it: today, tomorrow, on Friday, on 12 December, on 3 January 2028."""
    ahead = (day - today).days
    if ahead <= 1:
        return "today" if ahead <= 0 else "tomorrow"
    if ahead < 7:
        return f"on {day:%A}"
    # Above ten months off, the day alone might be taken for the one that is near.
    return f"on {day.day} {day:%B}" + (f" {day.year}" if ahead > 300 else "")
