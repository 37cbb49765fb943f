"""What became of a number of trials."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """`held`: trials in which the promise held. `wanted`, `got`: what could be kept in them, and what was, in rows or lines."""

    tried: int = 0
    held: int = 0
    wanted: int = 0
    got: int = 0
    slowest: float = 0.0
    failures: list[str] = field(default_factory=list)

    def count(self, fault: str, seconds: float = 0.0) -> None:
        """Count a trial. `fault`: what was wrong, "" if nothing."""
        self.tried += 1
        self.held += not fault
        self.slowest = max(self.slowest, seconds)
        if fault:
            self.failures.append(fault)

    @property
    def share(self) -> float:
        """How much of what could be kept was kept, 0 to 1."""
        return self.got / self.wanted if self.wanted else 1.0

    def told(self, name: str) -> str:
        """Return a line for a table."""
        kept = f", {self.got:,} of {self.wanted:,} rows kept ({self.share:.1%})" if self.wanted else ""
        slowest = f", the slowest {self.slowest:.2f} s" if self.slowest else ""
        rows = [f"{name:20} tried {self.tried:5}, held {self.held:5}, failed {self.tried - self.held}{kept}{slowest}"]
        return "\n".join([*rows, *(f"    {fault}" for fault in self.failures[:10])])
