# Minga. `make help` says what there is.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo serve test check bench format reference lock clean

PYTHON ?= python3
BOOTSTRAP := $(PYTHON) tools/bootstrap.py
BIN := .venv/bin
# More than there are cores, since tests often wait for a browser, a server or a process that was killed.
TEST_PROCESSES = $(shell $(PYTHON) -c "import os; print(min(4, (os.cpu_count() or 1) + 2))")

help: ## what can be done
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1\t/' | expand -t 16

demo: ## install, load the real data and serve it on http://localhost:8000 (PORT=8001 changes it)
	@exec $(BOOTSTRAP) -m minga demo

serve: ## serve what is loaded
	@exec $(BOOTSTRAP) -m minga serve

test: ## install what tests need, and run them all
	@$(BOOTSTRAP) --dev --browser
	@$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist=worksteal --cov --cov-report= --cov-fail-under=0 $(TESTS)
	@$(if $(TESTS),,$(BIN)/python -m coverage report)

check: ## format, lint, types, imports and house rules
	@$(BOOTSTRAP) --dev
	@$(BIN)/python tools/check.py

bench: ## what is measured: retrieval and speed (DIRS= names folders of questions)
	@$(BOOTSTRAP) --dev
	@$(BIN)/python -m bench $(DIRS)

format: ## put the code in its form
	@$(BOOTSTRAP) --dev
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

reference: ## write docs/reference/cli.md anew after a change in a command
	@$(BOOTSTRAP) --dev
	@PYTHONPATH=src $(BIN)/python tools/reference.py

lock: ## renew both lists of packages after a change in pyproject.toml
	@$(BOOTSTRAP) --dev
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --extra dev pyproject.toml -o requirements-dev.lock

clean: ## remove the environment and the caches, never the data
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage
