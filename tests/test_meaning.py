"""The model of meaning: the same pieces and nearly the same vectors as the original, and life without it."""

from __future__ import annotations

import io
import json
import shutil
import sys
import threading
import zipfile
from pathlib import Path

import numpy as np
import pytest
from tokenizers import BertWordPieceTokenizer

from trainer import meaning as part
from trainer.folders import assets
from trainer.meaning.encoder import SIZE
from trainer.meaning.nearest import Meaning, Texts
from trainer.meaning.stored import Vectors
from trainer.meaning.weights import NAME, load
from trainer.meaning.word_pieces import WordPieces
from trainer.plain_files import FileRefused

from .conftest import ROOT

WEIGHTS = assets() / "meaning" / NAME
#: How many lines the word pieces are compared on.
COMPARED = 10_000


@pytest.fixture(scope="module")
def model() -> Meaning:
    return Meaning(load(WEIGHTS), Vectors("test"), Vectors("test"))


def pieces() -> list[str]:
    with np.load(WEIGHTS) as file:
        return bytes(file["pieces"]).decode("utf-8").split("\n")


def lines() -> list[str]:
    """Return lines of every kind: those of the reader's tests, of the scenarios, cut, joined, and bent."""
    own = [
        json.loads(row)["text"]
        for path in sorted((ROOT / "tests" / "lines").glob("*.jsonl"))
        for row in path.read_text("utf-8").splitlines()
    ]
    texts = [
        line.strip()
        for path in sorted((ROOT / "scenarios").glob("*.yaml"))
        for line in path.read_text("utf-8").splitlines()
    ]
    found = [*own, *filter(None, texts)]
    bent = [line.swapcase().replace("e", "é").replace("a", "ä") for line in found]
    joined = [f"{one} 日本 {other[::-1]} ½ Привет" for one, other in zip(found, reversed(found), strict=True)]
    return [*found, *bent, *joined][:COMPARED]


def test_the_word_pieces_are_those_of_the_reference() -> None:
    known = pieces()
    ours, reference = (
        WordPieces(known),
        BertWordPieceTokenizer(vocab={piece: n for n, piece in enumerate(known)}, lowercase=True),
    )
    compared = lines()
    assert len(compared) == COMPARED
    wrong = [line for line in compared if ours.numbers(line, 4_000) != reference.encode(line).ids]
    assert not wrong, wrong[:3]


def test_the_vectors_are_near_to_those_of_the_model_as_it_was_published(model: Meaning) -> None:
    with np.load(ROOT / "tests" / "data" / "meaning.npz") as file:
        kept = bytes(file["lines"]).decode("utf-8").split("\n")
        near = [
            float(model.vector(line) @ row.astype(np.float32)) for line, row in zip(kept, file["vectors"], strict=True)
        ]
    assert len(near) == 200
    assert min(near) >= 0.995


@pytest.mark.parametrize("line", ["", " ", "…", "日本語", "x" * 3_000, "a b " * 1_000, "🙂🙂", "\x00�"])
def test_any_line_has_a_vector_of_length_one(model: Meaning, line: str) -> None:
    vector = model.vector(line)
    assert vector.shape == (SIZE,)
    assert np.isclose(float(vector @ vector), 1, atol=1e-4)


def test_lines_that_mean_the_same_are_near(model: Meaning) -> None:
    near = model.among([Texts(["How long have you worked here?"]), Texts(["Do you like cheese?"]), Texts([])])
    rows = near.near("since when are you in this job")
    assert rows[0].nearest > rows[1].nearest + 0.2
    assert rows[2] == (0, 0, 0, 0, 0)


def test_the_weights_are_small_enough() -> None:
    assert WEIGHTS.stat().st_size <= 16_000_000


def test_vectors_of_examples_come_back_from_their_file(model: Meaning, tmp_path: Path) -> None:
    kept = tmp_path / "a" / "vectors.npz"
    first = Meaning(load(WEIGHTS), Vectors("test"), Vectors("test"), kept)
    assert first.rows(["Are you cold?", "Are you cold?", "Is it far?"]).shape == (3, SIZE)
    assert kept.stat().st_mode & 0o777 == 0o600
    first.rows(["Is it late?"])
    again = Vectors("test")
    again.take_in(kept)
    assert len(again) == 3
    found = again.get("Are you cold?")
    assert found is not None and float(found @ model.vector("Are you cold?")) > 0.99
    other = Vectors("other weights")
    other.take_in(kept)
    assert len(other) == 0


def test_what_came_with_the_program_is_not_made_again(tmp_path: Path) -> None:
    encoder, came = load(WEIGHTS), Vectors("test")
    came.make(["Are you cold?"], encoder)
    kept = tmp_path / "vectors.npz"
    Meaning(encoder, came, Vectors("test"), kept).rows(["Are you cold?"])
    assert not kept.exists()


def test_a_line_that_is_typed_is_kept_nowhere(tmp_path: Path) -> None:
    kept = tmp_path / "vectors.npz"
    talking = Meaning(load(WEIGHTS), Vectors("test"), Vectors("test"), kept)
    talking.vector("my salary is a secret")
    assert not kept.exists()


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04" + bytes(40)])
def test_a_broken_file_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "broken.npz"
    place.write_bytes(content)
    vectors = Vectors("test")
    vectors.take_in(place)
    assert len(vectors) == 0
    with pytest.raises(FileRefused):
        load(place)


def test_a_folder_that_cannot_be_written_to_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    kept = tmp_path / "file" / "vectors.npz"
    assert len(Meaning(load(WEIGHTS), Vectors("test"), Vectors("test"), kept).rows(["Is it far?"])) == 1


def test_without_the_weights_there_is_no_meaning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part, "assets", lambda: tmp_path)
    assert part._loaded.__wrapped__() is None
    (tmp_path / "meaning").mkdir()
    shutil.copy(ROOT / "README.md", tmp_path / "meaning" / NAME)
    assert part._loaded.__wrapped__() is None


def test_without_numpy_there_is_no_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("numpy", "trainer.meaning."))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "numpy", None)
    assert part._loaded.__wrapped__() is None


def _bomb(place: Path) -> None:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in (("made_with", np.array("test")), ("vectors", np.zeros((3, SIZE // 2), np.uint8))):
            content = io.BytesIO()
            np.save(content, array)
            archive.writestr(f"{name}.npy", content.getvalue())
        with archive.open("sums.npy", "w") as sums:
            np.lib.format.write_array_header_1_0(sums, {"descr": "<u8", "fortran_order": False, "shape": (50_000_000,)})
            for _ in range(400):
                sums.write(bytes(1_000_000))


VECTORS = np.zeros((3, SIZE // 2), np.uint8)
ODD = {
    "no dimension": {"sums": np.array(5, np.uint64), "vectors": VECTORS},
    "two dimensions": {"sums": np.arange(3, dtype=np.uint64).reshape(3, 1), "vectors": VECTORS},
    "other numbers": {"sums": np.arange(3, dtype=np.float64), "vectors": VECTORS},
    "too few": {"sums": np.arange(4, dtype=np.uint64), "vectors": VECTORS},
    "too wide": {"sums": np.arange(3, dtype=np.uint64), "vectors": np.zeros((3, SIZE), np.uint8)},
    "texts": {"sums": np.array(["a", "b", "c"]), "vectors": VECTORS},
    "no vectors": {"sums": np.arange(3, dtype=np.uint64)},
    "bomb": None,
}


@pytest.mark.parametrize("name", ODD)
def test_arrays_that_nobody_has_written_are_as_good_as_none(tmp_path: Path, name: str) -> None:
    place = tmp_path / "meaning.npz"
    arrays = ODD[name]
    if arrays is None:
        _bomb(place)
    else:
        np.savez_compressed(place, made_with=np.array("test"), **arrays)  # type: ignore[arg-type]
    vectors = Vectors("test")
    vectors.take_in(place)
    assert len(vectors) == 0 and vectors.get("Is it far?") is None


def test_examples_are_made_a_few_at_a_time_and_found_by_other_threads(tmp_path: Path) -> None:
    """Whoever asks for one meanwhile waits for a few of them, never for all; and what was made is kept on the way."""
    kept = tmp_path / "vectors.npz"
    model = Meaning(load(WEIGHTS), Vectors("test"), Vectors("test"), kept)
    texts = [f"Is it far to number {number}?" for number in range(300)]
    thread = threading.Thread(target=model.get_ready, args=(texts,))
    thread.start()
    assert len(model.rows(["May I come in?"])) == 1
    thread.join()
    assert model.missing(texts) == [] and len(model.rows(texts)) == 300
    again = Vectors("test")
    again.take_in(kept)
    assert len(again) == 301
