# serve and test are all that a newcomer needs; each makes .venv first when it is missing or out of date.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: serve test check index evaluate bench clean

serve: .venv/installed
	$(BIN)/assistant serve

test: check
	$(BIN)/python -m pytest

check: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

index: .venv/installed
	$(BIN)/assistant index

evaluate: .venv/installed
	$(BIN)/assistant evaluate

bench: .venv/installed-dev
	$(BIN)/assistant bench

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Run: make PYTHON=python3.12 $(MAKECMDGOALS)" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

clean:
	rm -rf .venv
