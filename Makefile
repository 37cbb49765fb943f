# Thin on purpose: each target is one command; what it needs is installed first, once.
PYTHON ?= python3
BIN := .venv/bin
OFFSCREEN := QT_QPA_PLATFORM=offscreen

.PHONY: run test lint types check bundle smoke real bench fuzz screenshots icons lock clean

run: .venv/ready
	$(BIN)/trainer

test: .venv/ready
	$(OFFSCREEN) $(BIN)/python -m pytest

lint: .venv/ready
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: .venv/ready
	$(BIN)/mypy

check: .venv/ready
	$(BIN)/trainer check scenarios

bundle: .venv/ready
	$(BIN)/pyinstaller --noconfirm --log-level WARN build.spec
	$(OFFSCREEN) dist/trainer/trainer --self-test
	$(OFFSCREEN) $(BIN)/python -m tests.smoke

smoke: .venv/ready
	$(OFFSCREEN) $(BIN)/python -m tests.smoke

# Real keys and clicks on a display in memory: some five minutes. One journey: make real JOURNEYS="workshop mouse"
real: .venv/ready
	sh .ci/real-libs
	$(BIN)/python -m tests.real $(JOURNEYS)

bench: .venv/ready
	$(OFFSCREEN) $(BIN)/python -m tests.bench

fuzz: .venv/ready
	$(OFFSCREEN) $(BIN)/python -m tests.fuzz 20000
	SAFE_NO_KILLS=300 $(OFFSCREEN) $(BIN)/python -m pytest -q tests/test_nothing_lost.py

screenshots: .venv/ready
	$(OFFSCREEN) $(BIN)/python -m tests.screenshots

icons: .venv/ready
	$(OFFSCREEN) $(BIN)/python -m tests.icons

# The lock file is universal (Linux, macOS, Windows) and hashed; uv is needed only to renew it.
lock:
	uv pip compile --universal --generate-hashes --extra dev --no-header --quiet pyproject.toml -o requirements.lock

clean:
	rm -rf build dist .venv

.venv/ready: requirements.lock pyproject.toml .ci/system-libs
	PYTHON="$(PYTHON)" sh .ci/system-libs
	$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	touch $@
