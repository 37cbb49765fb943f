"""The `bargain` of a scenario file: what is bargained over, how far they go, and what else they can give."""

from __future__ import annotations

from collections.abc import Mapping

from .model import Bargain, Swap
from .node_reader import Builder
from .tree import Node

UNITS = ("money", "percent")


def build_bargain(b: Builder, top: Mapping[str, Node]) -> Bargain | None:
    """Build the bargain of a file and note its faults; None if the file has none."""
    if "bargain" not in top:
        return None
    node = top["bargain"]
    values = b.keys(node, ["unit", "wanted", "offer", "limit", "steps"], ["currency", "swaps"], where="bargain")
    unit = b.text(values, "unit")
    if unit not in UNITS and "unit" in values:
        b.fault(values["unit"], "'unit' is money or percent", "unknown-value")
    if unit == "money" and "currency" not in values:
        b.fault(node, "money needs a 'currency', such as USD", "missing-key")
    bargain = Bargain(
        unit=unit,
        currency=b.text(values, "currency"),
        wanted=b.amount(values, "wanted"),
        offer=b.amount(values, "offer"),
        limit=b.amount(values, "limit"),
        steps=tuple(b.checked_amount(item, "steps") for item in b.items(values, "steps")),
        swaps=_swaps(b, values),
    )
    if all((bargain.offer, bargain.limit, bargain.wanted)) and not bargain.offer <= bargain.limit <= bargain.wanted:
        b.fault(node, "the first offer is at most the limit, and the limit at most what is wanted", "bargain-order")
    return bargain


def _swaps(b: Builder, values: Mapping[str, Node]) -> tuple[Swap, ...]:
    found: dict[str, Swap] = {}
    for node in b.items(values, "swaps"):
        parts = b.keys(node, ["id", "cues", "say"], where="a swap")
        swap = Swap(b.text(parts, "id"), b.texts(parts, "cues"), b.text(parts, "say"))
        if swap.id and swap.id in found:
            b.fault(parts["id"], f"the swap {swap.id!r} stands here twice", "double-swap")
        found[swap.id] = swap
    return tuple(found.values())
