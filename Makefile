# Two commands matter: `make run` and `make test`. `make help` lists the rest.

PYTHON ?= python3
PORT ?= 8119
DATA ?=
NETWORK ?=
VENV := .venv
BIN := $(VENV)/bin
PSC119 := $(BIN)/psc119
DATA_DIR = $(if $(DATA),--data-dir $(DATA),)
TESTS ?= tests
# Two processes; a test file stays in one of them, so what its tests share is made once. In the order of their names:
# xdist would begin with the files of most tests, and end with one process alone at the few that drive a browser.
PARALLEL ?= --numprocesses 2 --dist loadfile --no-loadscope-reorder
# Where SQL is, and what several processes and the console do with it: CONTRIBUTING.md says why no more is needed.
SQL_TESTS := tests/dispatch tests/psc119/test_erasure.py tests/psc119/test_two_servers.py
# Rewriting every test's asserts anew takes ten seconds of each process.
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help
.PHONY: help run install test lint bench soak format clean api

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  Options: PORT=8119 DATA=folder NETWORK=file-or-folder PYTHON=python3.12 TESTS=tests/triage ARGS=…"

run: install ## Start the demo on http://localhost:8119 (ARGS=--autopilot for a living city)
	@$(if $(NETWORK),PSC119_NETWORK=$(NETWORK)) $(PSC119) demo --port $(PORT) $(DATA_DIR) $(ARGS)

install: $(VENV)/.run ## Make the environment and build the interface
	@$(BIN)/python callcenter_ui/build.py

test: install $(VENV)/.dev ## Run every test
	@echo "Antarmuka: uji" && $(BIN)/python callcenter_ui/build.py npm run --silent test
	@echo "Python: uji" && $(BIN)/python -m pytest -q $(PARALLEL) $(TESTS) $(ARGS)
ifeq ($(TESTS),tests)
	@if $(BIN)/python -c 'import sys; from dispatch.store.embedded import find_binaries; sys.exit(not find_binaries("system"))'; then \
		echo "Python: uji basis data sekali lagi, pada PostgreSQL sistem" && \
		PSC119_TEST_POSTGRES=system $(BIN)/python -m pytest -q $(PARALLEL) -m "chosen_postgres and not browser and not soak" $(SQL_TESTS) $(ARGS); \
	else echo "PostgreSQL sistem tidak ada: uji basis data hanya pada yang tertanam"; fi
endif

lint: install $(VENV)/.dev ## Check form, types, imports and the interface's types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy psc119 dispatch exchange routing triage sim services cities placenames
	$(BIN)/lint-imports
	$(BIN)/python -m psc119.openapi --check callcenter_ui/openapi.json
	$(BIN)/python callcenter_ui/build.py npm run --silent check

bench: install ## Measure against the budgets
	$(PSC119) bench core $(ARGS)
	$(PSC119) bench routing $(ARGS)
	$(PSC119) bench triage $(ARGS)

soak: install $(VENV)/.dev ## The long runs
	$(BIN)/python -m pytest -q -m soak tests $(ARGS)

format: $(VENV)/.dev ## Put the Python sources in form
	$(BIN)/ruff format . && $(BIN)/ruff check --fix .

api: install ## Write the API document and generate the interface's types from it
	$(BIN)/python -m psc119.openapi callcenter_ui/openapi.json
	$(BIN)/python callcenter_ui/build.py npm run --silent api

clean: ## Remove what was made here
	rm -rf $(VENV) callcenter_ui/node_modules callcenter_ui/dist .mypy_cache .ruff_cache .pytest_cache

$(VENV)/.made: requirements/bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Perlu Python 3.11 atau lebih baru; $(PYTHON) adalah $$($(PYTHON) --version 2>&1). Coba: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || { echo "Modul venv tidak ada. Pasang paket python3-venv (Debian/Ubuntu: apt install python3-venv), lalu ulangi."; exit 1; }
	@echo "Lingkungan Python: membuat $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@touch $@

$(VENV)/.run: $(VENV)/.made requirements/run.txt pyproject.toml
	@echo "Lingkungan Python: memasang pustaka (sekali saja)"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/run.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	@echo "Lingkungan Python: memasang alat uji (sekali saja)"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@
