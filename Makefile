# Two commands matter: `make demo` shows the product, `make test` checks it. Both need only Python 3.11 and make.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT   ?= 8000
SIZES  ?= 150 1500 15000
FOUNDERS ?= 500
BIN    := .venv/bin

.DEFAULT_GOAL := help
# One target after another, also under `make -j`.
.NOTPARALLEL:
.PHONY: help demo demo-fresh forget-demo test lock messages bench rush weight clean base-set test-set

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# The mode comes from here, not from the caller's shell. Everything ends with make ($$PPID): no process is left behind.
demo: base-set ## Serve the demonstration on http://localhost:8000 (PORT= for another port)
	@exec env PEPINIERE_MODE=demo PEPINIERE_END_WITH_PARENT=$$PPID $(BIN)/python manage.py demo --port $(PORT)

demo-fresh: forget-demo demo ## Forget the demonstration's data, then serve a new one

forget-demo:
	@rm -rf var/demo

test: test-set ## Lint, types, architecture, catalogues, migrations and tests on SQLite
	@exec $(BIN)/python .ci/checks.py

lock: ## Lock requirements/*.in again, with hashes (UPGRADE=1 for newer versions)
	@PYTHON="$(PYTHON)" UPGRADE="$(UPGRADE)" sh .ci/lock

messages: test-set ## Bring the French catalogue up to date with the code and templates
	@$(BIN)/python manage.py messages

bench: test-set ## Measure our pages against the floor on PostgreSQL (SIZES="150 1500 15000")
	@$(BIN)/python -m tests.tools.bench --sizes "$(SIZES)"

rush: test-set ## Send the files of 500 founders at the closing instant, on PostgreSQL and on SQLite (FOUNDERS=)
	@$(BIN)/python -m tests.tools.rush --founders $(FOUNDERS)

weight: test-set ## Measure what a first visit downloads, against the budgets
	@$(BIN)/python -m tests.tools.weight

clean: ## Remove everything these commands made: packages, demonstration, caches
	rm -rf .venv var/demo var/artefacts static_root .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -path ./.git -prune -o -name __pycache__ -type d -print0 | xargs -0 rm -rf
	find incubator cms mentorship funding -name '*.mo' -delete 2>/dev/null || true

base-set:
	@$(PYTHON) requirements/install.py base

test-set:
	@$(PYTHON) requirements/install.py test
