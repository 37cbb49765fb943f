"""spaCy over the lines of standard input, run in an environment that has it: milliseconds a line, and what was run.

Where its small English model is not installed, a network of that model's size and parts is made, untrained: it reads
as fast, since the weights do not change the work. (The model's rule lemmatizer is left out, which favours spaCy.)
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from typing import Any

NET = {
    "@architectures": "spacy.HashEmbedCNN.v2", "width": 96, "depth": 4, "embed_size": 2000, "window_size": 1, "maxout_pieces": 3,
    "subword_features": True, "pretrained_vectors": None,
}  # fmt: skip
LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}
TAGGER = {"@architectures": "spacy.Tagger.v2", "tok2vec": LISTENER, "nO": None, "normalize": False}
TAGS, RELATIONS, ENTITIES = 50, 45, 18


def _transitions(kind: str, reader: dict[str, Any]) -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2", "state_type": kind, "extra_state_tokens": False, "hidden_width": 64,
        "maxout_pieces": 2, "use_upper": True, "nO": None, "tok2vec": reader,
    }  # fmt: skip


def model() -> tuple[Any, str]:
    import spacy
    from spacy.training import Example

    try:
        return spacy.load("en_core_web_sm"), "small model"
    except OSError:
        made = spacy.blank("en")
    made.add_pipe("tok2vec", config={"model": NET})
    made.add_pipe("tagger", config={"model": TAGGER})
    made.add_pipe("parser", config={"model": _transitions("parser", LISTENER)})
    made.add_pipe("ner", config={"model": _transitions("ner", NET)})
    chance, words = (
        random.Random(1),
        ["would", "it", "be", "a", "bad", "idea", "to", "meet", "on", "tuesday", "we", "can", "you"],
    )
    examples = []
    for number in range(60):
        chosen = chance.choices(words, k=8)
        said = {
            "words": chosen, "tags": [f"T{(number + place) % TAGS}" for place in range(8)], "heads": [0, 0, 1, 2, 3, 4, 5, 6],
            "deps": ["ROOT", *(f"d{(number + place) % (RELATIONS - 1)}" for place in range(7))],
            "entities": [f"U-E{number % ENTITIES}", *("O",) * 7],
        }  # fmt: skip
        examples.append(Example.from_dict(made.make_doc(" ".join(chosen)), said))
    made.initialize(lambda: examples)
    return made, "a network of the small model's size, untrained"


def main() -> None:
    try:
        read, what = model()
    except ImportError:
        return
    lines = sys.stdin.read().splitlines()
    for line in lines[:20]:
        read(line)
    taken = []
    for line in lines:
        start = time.perf_counter()
        read(line)
        taken.append((time.perf_counter() - start) * 1000)
    print(f"{statistics.median(taken)} {what}")


if __name__ == "__main__":
    main()
