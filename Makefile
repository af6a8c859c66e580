# Laigao (来稿). `make help` lists what can be done.
.DEFAULT_GOAL := help
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
UV_VERSION := 0.13.9
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := $(VENV)

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-14s %s\n", $$1, $$2}'

# ── the environment ───────────────────────────────────────────────────────────
$(READY): pyproject.toml uv.lock
	@set -e; \
	for python in python3 python3.13 python3.12 python3.11; do \
	  command -v $$python >/dev/null && $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' && found=$$python && break; \
	done; \
	if [ -z "$$found" ]; then echo "Python 3.11 or newer is needed, and none was found on the PATH." >&2; exit 2; fi; \
	if [ ! -x $(BIN)/python ]; then \
	  $$found -m venv $(VENV) || { echo "Could not make $(VENV). On Debian and Ubuntu: apt install python3-venv" >&2; exit 2; }; \
	fi; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION); \
	$(BIN)/uv sync --quiet --frozen --inexact --python $(BIN)/python
	@touch $@

.PHONY: setup
setup: $(READY) ## make the environment in .venv from uv.lock

# ── for people ────────────────────────────────────────────────────────────────
.PHONY: demo demo-once demo-reset
demo: setup ## everything on this machine, with sample submissions: http://127.0.0.1:8000
	@$(BIN)/laigao demo
demo-once: setup ## the same without a person, on free ports; exit 0 when every sample ended right
	@$(BIN)/laigao demo --once
demo-reset: setup ## forget the demo's data and start over
	@$(BIN)/laigao demo --reset

# ── for developers ────────────────────────────────────────────────────────────
PYTEST := $(BIN)/python -m pytest
chaos: setup ## kill and cut everything while mails arrive: CHAOS_MAILS=1000 CHAOS_FAULTS=100 SEED=1
	@$(BIN)/python -m tests.chaos.run --mails $(or $(CHAOS_MAILS),1000) --faults $(or $(CHAOS_FAULTS),100) --seed $(or $(SEED),1)
.PHONY: chaos test test-long check lint types imports migrations templates fuzz bench score format clean
test: setup ## the tests, under five minutes
	@$(PYTEST) -q -n auto --dist loadgroup -m "not long" $(ARGS)
test-long: setup ## the long ones: fuzzing, big data
	@$(PYTEST) -q -m long $(ARGS)
check: lint types imports migrations templates ## everything that needs no run: style, types, dependency rule, migrations, templates
lint: setup ## style: ruff
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
types: setup ## types of intake/: mypy
	@$(BIN)/mypy
imports: setup ## the dependency rule: import-linter
	@$(BIN)/lint-imports
migrations: setup ## models and migrations agree
	@dir=$$(mktemp -d) && trap 'rm -rf '$$dir EXIT && LAIGAO_DEBUG=1 LAIGAO_DATA_DIR=$$dir $(BIN)/laigao manage makemigrations --check --dry-run
templates: setup ## every template parses
	@$(BIN)/curlylint templates/desk
	@$(BIN)/python -m tests.check_templates
fuzz: setup ## mutated mails, seeded: FUZZ=20000 SEED=1
	@$(BIN)/python -m tests.fuzz --count $(or $(FUZZ),20000) --seed $(or $(SEED),1)
bench: setup ## reading, documents, columns, near copies: figures on ../shared/corpora
	@for part in tests/bench/[a-z]*.py; do echo "== $$part"; $(BIN)/python -m tests.bench.$$(basename $$part .py); done
bench-%: setup ## one of them: bench-columns, bench-copies, bench-documents
	@$(BIN)/python -m tests.bench.$* $(ARGS)
score: setup ## the golden table: what is read against what an editor reads
	@$(BIN)/python ../shared/golden/score.py --command "$(BIN)/laigao read --json"
format: setup ## mend style
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .
clean: ## remove the environment and the demo's data
	rm -rf $(VENV) demo-data var
