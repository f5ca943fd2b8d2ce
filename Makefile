# `make demo` installs csws and shows the main job; `make test` sets up everything and runs every check.
VENV := .venv
PYTHON ?= python3
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO := .venv-demo
# The tests start Python hundreds of times; without this, each start would compile every module.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test coverage lock lint types types-linux types-win32 types-darwin format schemas golden node \
	bench long-test long-histories release clean

help:
	@echo "make demo       install csws alone, then run init, validate, plan and apply in a scratch folder"
	@echo "make test       set up, then run all checks and tests, with a part of what is made by the hundred"
	@echo "make coverage   run all tests with all of it, and measure what they cover"
	@echo "make long-test  run the property tests for longer, and 2,800 histories"
	@echo "make format     format the code"
	@echo "make golden     update the schemas and golden files; read every difference"
	@echo "make bench      time csws beside other tools, and write docs/performance.md and performance-scores.md"
	@echo "make release    build a release of the last commit in dist/ and check it; docs/releasing.md"

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $(STAMP)

setup: $(STAMP)

# The demo needs csws alone, without the tools of its developers.
$(DEMO)/.installed: pyproject.toml
	$(PYTHON) -m venv $(DEMO)
	$(DEMO)/bin/pip install --quiet --disable-pip-version-check --editable .
	touch $@

demo: $(DEMO)/.installed
	CSWS=$(CURDIR)/$(DEMO)/bin/csws scripts/demo.sh

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(MAKE) --no-print-directory -j 3 types

# One after another, they take most of the time of a first run.
types: types-linux types-win32 types-darwin

types-linux: setup
	$(BIN)/mypy

types-win32: setup
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32

types-darwin: setup
	$(BIN)/mypy --platform darwin --cache-dir .mypy_cache/darwin

test: lint
	$(BIN)/python -m pytest -n 4 --dist worksteal

# Every case of every test, and which lines they reach: tests/effort.py and tests/conftest.py say how much more that is.
coverage: setup
	$(BIN)/python -m pytest -n 4 --dist worksteal --hypothesis-profile=full --cov --cov-report=term

long-test: setup long-histories
	$(BIN)/python -m pytest tests/properties tests/lsp/test_typing.py tests/lsp/test_other_editors.py --hypothesis-profile=long -n 2

# Any commands in any order, killed anywhere: after each one the record must be true.
long-histories: setup
	$(BIN)/python -m pytest tests/histories --hypothesis-profile=long -n 2 --dist worksteal

# Public validators and an editor's language server, for the tests that use them.
node:
	cd tests/node && npm install --silent --no-audit --no-fund --no-package-lock

# Updates the fields in the schema of csws.yaml, and derives the schemas of the other project files from it.
schemas: setup
	$(BIN)/python -m scripts.schemas

# Updates the schemas, the golden files and the screens in docs/adopt.md. Read every difference before you commit it.
golden: schemas
	CSWS_GOLDEN=1 $(BIN)/python -m pytest -q tests/render/test_golden.py tests/hubspot/test_docs.py

# What the action installs, with hashes. Needs `uv`.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra postgres --no-emit-index-url \
		--no-header --no-annotate pyproject.toml ci/build.in --output-file ci/requirements.txt

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Times csws, Terraform and octoDNS, and writes docs/performance.md. SIZES are numbers of accounts.
# Then times the language server and the studio (in Chromium), and fails if one is too slow to type in; then a score
# beside pandas, polars and DuckDB, and writes docs/performance-scores.md.
SIZES ?= 1,100
BENCH := .venv-bench
bench:
	$(PYTHON) -m venv $(BENCH) $(BENCH)/tools
	$(BENCH)/bin/pip install --quiet --disable-pip-version-check --force-reinstall --no-deps .
	$(BENCH)/bin/pip install --quiet --disable-pip-version-check '.[fast,lsp,studio]' octodns
	$(BENCH)/tools/bin/pip install --quiet --disable-pip-version-check matplotlib
	$(BENCH)/tools/bin/python -m benchmarks.run --sizes $(SIZES) --bin $(BENCH)/bin
	$(BENCH)/tools/bin/python -m benchmarks.editing --python $(BENCH)/bin/python
	$(BENCH)/tools/bin/pip install --quiet --disable-pip-version-check playwright
	$(BENCH)/tools/bin/python -m benchmarks.studio --python $(BENCH)/bin/python
	$(BENCH)/bin/pip install --quiet --disable-pip-version-check pandas polars duckdb
	$(BENCH)/bin/python -m benchmarks.scores.run

# Builds the last commit and checks it; publishes nothing.
RELEASE := .venv-release
$(RELEASE)/.installed: scripts/requirements-release.txt
	$(PYTHON) -m venv $(RELEASE)
	$(RELEASE)/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

release: $(RELEASE)/.installed
	$(RELEASE)/bin/python -m scripts.release

clean:
	rm -rf $(VENV) $(DEMO) $(BENCH) $(RELEASE) dist .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis
