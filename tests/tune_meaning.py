"""Tune all-MiniLM-L6-v2 to talks: a line, read after the reply before it, shall lie near to what asks for the same answer.

    pip install torch==2.13.0          (the processor's build; needed for nothing else)
    python -m tests.tune_meaning       some 40 minutes on two cores; `make meaning` runs it

Written: build/meaning/tuned.npz, which `tests/make_meaning.py` rounds. What is learned from: the examples and answers of the
scenarios, and the labelled turns of lines/turns.jsonl that `tests/fit_sides.py` is fitted to; those it keeps out are kept out
here too. In each step some sides of one scenario are asked for, in an example that is not shown otherwise, in typing errors,
with a remark before it, after the reply that led to it; the more its vector is nearer to others than to an example and an
answer of its own side, the more is corrected. Sides that are easily mixed up are taken on purpose, once it is known which. A
part of the error is how far an example moves from where the model as published has it.

Sources: Reimers & Gurevych, Sentence-BERT, 2019; Oord et al., Contrastive Predictive Coding, 2018; Karpukhin et al., Dense
Passage Retrieval, 2020 (negatives from the batch, and hard ones).
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch.nn import functional

from trainer.counterpart.acts import acts
from trainer.counterpart.examples import plain
from trainer.counterpart.sides import Sayable, sayables
from trainer.meaning.encoder import HEADS, LAYERS, SIZE, in_talk
from trainer.meaning.word_pieces import WordPieces
from trainer.scenario import load

from .conftest import ROOT
from .fit_sides import LINES, is_held
from .make_meaning import TUNED, original

#: One pass after another: steps, the highest rate of learning, turns of a step, and whether what is easily mixed up is known.
PASSES = ((200, 4e-5, 0, False), (300, 8e-5, 40, False), (300, 7e-5, 36, True))
#: Topics and acts of a step; sides at most; how much one vector has to be nearer than others (a temperature); how much it
#: counts that an example moves.
TOPICS, ACTS, MOST_SIDES, SHARP, STAYS = 8, 16, 170, 0.05, 0.3
#: How often an example gets a reply before it that led elsewhere, a remark, a typing error.
ELSEWHERE, REMARK, TYPO = 0.6, 0.35, 0.15
#: How many rivals of a turn are remembered, and taken in a step.
RIVALS, TAKEN = 8, 2


class Model(torch.nn.Module):
    """The six layers of `trainer.meaning.encoder`, to be learned; the vectors of the word pieces stay as they are."""

    def __init__(self, tensors: Mapping[str, np.ndarray]) -> None:
        super().__init__()
        self.words = torch.from_numpy(tensors["embeddings.word_embeddings.weight"].copy())
        self.learned = torch.nn.ParameterDict(
            {
                name.replace(".", "/"): torch.nn.Parameter(torch.from_numpy(tensor.copy()))
                for name, tensor in tensors.items()
                if name.startswith(("encoder.layer.", "embeddings."))
                and "word_embeddings" not in name
                and tensor.dtype == np.float32
            }
        )

    def _of(self, name: str) -> torch.Tensor:
        found: torch.Tensor = self.learned[name.replace(".", "/")]
        return found

    def _linear(self, seen: torch.Tensor, name: str) -> torch.Tensor:
        return functional.linear(seen, self._of(name + ".weight"), self._of(name + ".bias"))

    def _normed(self, seen: torch.Tensor, name: str) -> torch.Tensor:
        return functional.layer_norm(seen, (SIZE,), self._of(name + ".weight"), self._of(name + ".bias"), 1e-12)

    def forward(self, cut: Sequence[Sequence[int]]) -> torch.Tensor:
        """Return the vectors of lines, given as numbers of pieces: shape (lines, 384)."""
        longest = max(map(len, cut))
        numbers = torch.tensor([[*line, *[0] * (longest - len(line))] for line in cut])
        there = torch.tensor([[1.0] * len(line) + [0.0] * (longest - len(line)) for line in cut])
        places = self._of("embeddings.position_embeddings.weight")[:longest]
        seen = (
            functional.embedding(numbers, self.words) + places + self._of("embeddings.token_type_embeddings.weight")[0]
        )
        seen = self._normed(seen, "embeddings.LayerNorm")
        hidden = (1 - there[:, None, None, :]) * -1e9
        for layer in range(LAYERS):
            seen = self._layer(seen, hidden, f"encoder.layer.{layer}.")
        mean = (seen * there[:, :, None]).sum(1) / there.sum(1, keepdim=True)
        return functional.normalize(mean.float(), dim=-1)

    def _layer(self, seen: torch.Tensor, hidden: torch.Tensor, at: str) -> torch.Tensor:
        lines, pieces, _ = seen.shape
        parts = [
            self._linear(seen, f"{at}attention.self.{part}").view(lines, pieces, HEADS, SIZE // HEADS).transpose(1, 2)
            for part in ("query", "key", "value")
        ]
        mixed = (
            functional.scaled_dot_product_attention(*parts, attn_mask=hidden)
            .transpose(1, 2)
            .reshape(lines, pieces, SIZE)
        )
        attended = self._linear(mixed, at + "attention.output.dense")
        seen = self._normed(seen + attended, at + "attention.output.LayerNorm")
        wide = functional.gelu(self._linear(seen, at + "intermediate.dense"))
        return self._normed(seen + self._linear(wide, at + "output.dense"), at + "output.LayerNorm")

    def tensors(self) -> dict[str, np.ndarray]:
        """Return what was learned, by the names of the data package."""
        return {name.replace("/", "."): tensor.detach().numpy() for name, tensor in self.learned.items()}


@dataclass
class Material:
    """One scenario: what can be said, which of it belongs to a topic, and the labelled turns with what is right."""

    sides: tuple[Sayable, ...]
    topics: dict[str, list[int]]
    turns: list[tuple[str, str, list[int]]]
    rivals: dict[tuple[str, str], list[int]] = field(default_factory=dict)


class Cut:
    """Lines → numbers of pieces, with the reply before them, as `Encoder` cuts them."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self._pieces = WordPieces(pieces)

    def __call__(self, line: str, after: str = "") -> list[int]:
        return in_talk(self._pieces, line, after)


@dataclass
class Step:
    """What one step compares: asked lines, an example and an answer of each side, and which of these are right or left out."""

    asked: list[list[int]]
    examples: list[list[int]]
    answers: list[list[int]]
    right: torch.Tensor
    left_out: torch.Tensor


class Steps:
    """Draws steps. `materials`: by scenario."""

    def __init__(self, materials: Mapping[str, Material], cut: Cut, chance: random.Random) -> None:
        self._materials, self._cut, self._chance = list(materials.values()), cut, chance
        self._acts = [[plain(one) for one in act.examples] for act in acts().values() if len(act.examples) > 1]
        told = [one for act in self._acts for one in act] + [
            plain(one)
            for each in self._materials
            for side in each.sides
            if side.kind == "reaction"
            for one in side.side.examples
        ]
        self._remarks = [
            one
            for one in told
            if one.partition(" ")[0] not in ("what", "who", "when", "where", "how", "why", "do", "is", "are")
        ]

    def draw(self, many: int, hard: bool) -> Step:
        """Return a step with at most `many` labelled turns."""
        at = self._chance.choice(self._materials)
        turns = self._chance.sample(at.turns, min(many, len(at.turns)))
        drawn = self._some_sides(at, TOPICS if turns else 2 * TOPICS)
        sides = [*drawn, *(place for turn in turns for place in self._around(at, turn, hard))]
        sides = list(dict.fromkeys(sides))[:MOST_SIDES]
        shown = {place: self._chance.choice(at.sides[place].side.examples) for place in sides}
        asked: list[tuple[list[int], list[int], set[str]]] = []
        for place in drawn:
            if place in shown:
                asked.append(self._example(at, place, shown))
        for after, text, right in turns:
            asked.append((self._cut(self._typed(plain(text)), plain(after)), right, set()))
        acts_now = self._chance.sample(self._acts, ACTS)
        for number, examples in enumerate(acts_now):
            line, own = self._chance.sample(examples, 2)
            asked.append((self._cut(line, self._reply(at)), [-1 - number], set()))
            acts_now[number] = [own]
        return self._step(at, asked, sides, shown, [one for (one,) in acts_now])

    def _some_sides(self, at: Material, many: int) -> list[int]:
        found: list[int] = []
        for places in self._chance.sample(list(at.topics.values()), min(many, len(at.topics))):
            own = [place for place in places if at.sides[place].kind not in ("follow_up", "worry")]
            later = [place for place in places if place not in own]
            found += own[:1] + self._chance.sample(own[1:], min(2, len(own[1:])))
            found += self._chance.sample(later, min(3, len(later)))
        return found

    def _around(self, at: Material, turn: tuple[str, str, list[int]], hard: bool) -> list[int]:
        """Return the sides that a turn asks for, and some that it could be taken for."""
        after, text, right = turn
        found = list(right)
        for place in right:
            others = [one for one in at.topics[at.sides[place].topic] if one not in right]
            found += self._chance.sample(others, min(2, len(others)))
        rivals = at.rivals.get((after, text), []) if hard else []
        return found + self._chance.sample(rivals, min(TAKEN, len(rivals)))

    def _example(self, at: Material, place: int, shown: dict[int, str]) -> tuple[list[int], list[int], set[str]]:
        """Return an example of a side as somebody would type it, and what it cannot be told from without the reply before it."""
        side = at.sides[place]
        line = self._chance.choice(side.side.examples)
        others = [one for one in side.side.examples if one != line]
        shown[place] = self._chance.choice(others) if others else shown[place]
        follows, after = side.kind in ("follow_up", "worry"), ""
        if follows and self._chance.random() < 0.85:
            led = [one for one in at.topics[side.topic] if one != place and at.sides[one].side.say]
            first = [one for one in led if at.sides[one].kind == "main"]
            of = first if first and self._chance.random() < 0.65 else led
            after = plain(self._chance.choice(at.sides[self._chance.choice(of)].side.say)) if of else ""
        elif not follows:
            after = self._reply(at)
        if self._chance.random() < REMARK:
            line = f"{self._chance.choice(self._remarks)} {plain(line)}"
        unknown = {side.topic} if follows and not after else set()
        return self._cut(self._typed(plain(line)), after), [place], unknown

    def _reply(self, at: Material) -> str:
        """Return a reply that led elsewhere, or none."""
        side = self._chance.choice(at.sides)
        return plain(self._chance.choice(side.side.say)) if side.side.say and self._chance.random() < ELSEWHERE else ""

    def _typed(self, line: str) -> str:
        """Return a line, now and then with a typing error."""
        if self._chance.random() >= TYPO or len(line) < 5:
            return line
        signs, place = list(line), self._chance.randrange(len(line) - 1)
        kind = self._chance.randrange(3)
        if kind == 0:
            del signs[place]
        elif kind == 1:
            signs[place], signs[place + 1] = signs[place + 1], signs[place]
        else:
            signs = [sign for sign in signs if sign != "'"]
        return "".join(signs)

    def _step(
        self,
        at: Material,
        asked: Iterable[tuple[list[int], list[int], set[str]]],
        sides: list[int],
        shown: Mapping[int, str],
        own_acts: list[str],
    ) -> Step:
        column = {place: number for number, place in enumerate(sides)}
        column |= {-1 - number: len(sides) + number for number in range(len(own_acts))}
        lines, right, out = [], [], []
        for cut, wanted, topics in asked:
            hits = [column[place] for place in wanted if place in column]
            if hits:
                lines.append(cut)
                right.append([number in hits for number in range(len(column))])
                other = [bool(topics) and at.sides[place].topic not in topics for place in sides]
                out.append([*other, *[bool(topics)] * len(own_acts)])
        answers = [self._chance.choice(at.sides[place].side.say or (shown[place],)) for place in sides]
        return Step(
            lines,
            [self._cut(plain(shown[place])) for place in sides] + [self._cut(one) for one in own_acts],
            [self._cut(plain(one)) for one in answers],
            torch.tensor(right),
            torch.tensor(out),
        )


def main() -> None:
    tensors, pieces = original()
    torch.manual_seed(1)
    model, published, cut = Model(tensors), Model(tensors), Cut(pieces)
    materials = {path.stem: material(path.stem) for path in sorted((ROOT / "scenarios").glob("*.yaml"))}
    steps = Steps(materials, cut, random.Random(1))
    for many, rate, turns, hard in PASSES:
        if hard:
            for each in materials.values():
                find_rivals(model, cut, each)
        learn(model, published, steps, (many, rate, turns, hard))
    np.savez(TUNED, **model.tensors())  # type: ignore[arg-type]


def material(name: str) -> Material:
    """Return what one scenario gives to learn from."""
    sides = tuple(one for one in sayables(load(ROOT / "scenarios" / f"{name}.yaml")) if one.side.examples)
    topics: dict[str, list[int]] = defaultdict(list)
    for place, side in enumerate(sides):
        topics[side.topic].append(place)
    said = {text: place for place, side in reversed(list(enumerate(sides))) for text in side.side.say}
    said |= {f"met:{side.topic.partition(':')[2]}": place for place, side in enumerate(sides) if side.kind == "met"}
    turns = []
    for row in map(json.loads, LINES.read_text(encoding="utf-8").splitlines()):
        right = [said[text] for text in row["right"] if text in said]
        if row["scenario"] == name and right and not is_held(name, row["text"]):
            turns.append((row["after"], row["text"], right))
    return Material(sides, dict(topics), turns)


def learn(model: Model, published: Model, steps: Steps, plan: tuple[int, float, int, bool]) -> None:
    """Learn for one pass; the rate rises for 30 steps and then falls to nothing."""
    many, rate, turns, hard = plan
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01)
    for number in range(1, many + 1):
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1, number / 30) * (1 - number / (many + 1))
        step = steps.draw(turns, hard)
        with torch.autocast("cpu", torch.bfloat16):
            asked, examples, answers = model(step.asked), model(step.examples), model(step.answers)
            with torch.no_grad():
                before = published(step.examples)
        moved = (1 - (examples * before).sum(-1)).mean()
        of_sides = slice(len(step.answers))
        told = step.right[:, of_sides].any(1)
        wrong = missed(asked @ examples.T, step.right, step.left_out) + missed(
            asked[told] @ answers.T, step.right[told][:, of_sides], step.left_out[told][:, of_sides]
        )
        optimizer.zero_grad()
        (wrong + STAYS * moved).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if number % 20 == 0:
            print(f"{number} of {many}: {wrong.item():.3f}, moved by {moved.item():.3f}", flush=True)


def missed(near: torch.Tensor, right: torch.Tensor, left_out: torch.Tensor) -> torch.Tensor:
    """Return the cross entropy of finding what is right among all that is not left out."""
    scores = (near / SHARP).masked_fill(left_out & ~right, -1e4)
    return (scores.logsumexp(1) - scores.masked_fill(~right, -1e4).logsumexp(1)).mean()


@torch.no_grad()
def find_rivals(model: Model, cut: Cut, at: Material) -> None:
    """Note, for each turn, the sides that lie nearest to it and are wrong."""
    examples = [(place, plain(one)) for place, side in enumerate(at.sides) for one in side.side.examples]
    places = torch.tensor([place for place, _ in examples])
    vectors = torch.cat(
        [model([cut(one) for _, one in examples[first : first + 256]]) for first in range(0, len(examples), 256)]
    )
    for after, text, right in at.turns:
        near = vectors @ model([cut(plain(text), plain(after))])[0]
        best = torch.full((len(at.sides),), -1.0).scatter_reduce(0, places, near, "amax")
        ranked = best.topk(RIVALS + len(right)).indices.tolist()
        at.rivals[after, text] = [place for place in ranked if place not in right][:RIVALS]


if __name__ == "__main__":
    main()
