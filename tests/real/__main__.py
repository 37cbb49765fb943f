"""`python -m tests.real [--times] [journey …]`: goes on all journeys, two at a time, and tells what failed."""

from __future__ import annotations

import shutil
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from .display import NEEDED
from .journey import Journey, Outcome, travel
from .journeys import JOURNEYS

#: Journeys at a time; each has a display of its own.
AT_ONCE = 2


def chosen(names: Sequence[str]) -> list[Journey]:
    """The journeys of these names, all for none. Raises ValueError for a name there is none of."""
    known = {journey.name: journey for journey in JOURNEYS}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ValueError(f"There is no journey {', '.join(unknown)}; there are {', '.join(known)}.")
    return [known[name] for name in names] if names else list(JOURNEYS)


def tell(outcome: Outcome, times: bool) -> None:
    """A line for each step that failed, then one for the journey. `times`: how long each step took, too."""
    for seconds, text in outcome.took if times else ():
        print(f"{seconds:5.1f} s {outcome.journey.name}: {text}")
    for line in outcome.failed:
        print(f"FAILED {line}")
    for text in outcome.unreached:
        print(f"not reached {outcome.journey.name}: {text}")
    for note in outcome.notes:
        print(f"note {outcome.journey.name}: {note}")
    dead = f", keys that did nothing: {len(outcome.dead)} ({_counted(outcome.dead)})" if outcome.dead else ""
    print(
        f"{outcome.journey.name}: {outcome.passed} passed, {len(outcome.failed)} failed, "
        f"{len(outcome.unreached)} not reached{dead}; {outcome.seconds:.0f} s",
        flush=True,
    )


def _counted(keys: Sequence[str]) -> str:
    """Each key once, with how often it did nothing."""
    return ", ".join(f"{key} ×{times}" if times > 1 else key for key, times in Counter(keys).items())


def main(arguments: Sequence[str]) -> int:
    """The exit code: 1 when a step failed or was not reached, 2 when nothing could be tried."""
    missing = sorted({package for program, package in NEEDED.items() if shutil.which(program) is None})
    if missing:
        print(
            f"These packages are missing: {' '.join(missing)}. As root, “sh .ci/real-libs” installs them.",
            file=sys.stderr,
        )
        return 2
    try:
        journeys = chosen([name for name in arguments if name != "--times"])
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    begun = time.monotonic()
    outcomes = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for outcome in pool.map(travel, journeys):
            outcomes.append(outcome)
            tell(outcome, "--times" in arguments)
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(len(outcome.failed) + len(outcome.unreached) for outcome in outcomes)
    dead = sum(len(outcome.dead) for outcome in outcomes)
    print(f"{dead} keys did nothing; {time.monotonic() - begun:.0f} s")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
