# Every target does its own set-up; `.venv/.ready` remembers that it was done, so that it is done once.
#
#   make run     open Tandem with the demo program (without a display: save pictures and say where)
#   make test    everything that must hold: style, types, layers, tests
#   make setup   the part they share: system libraries if missing, .venv, locked dependencies with hashes
#   make lint    style, types and layers alone
#   make lock    write requirements.lock anew from pyproject.toml (needs uv)

BIN := .venv/bin

.PHONY: setup run test lint lock
.DEFAULT_GOAL := run

setup: .venv/.ready

# Only a change of what set-up rests on makes it run again.
.venv/.ready: requirements.lock pyproject.toml scripts/setup.sh
	@scripts/setup.sh

run: setup
	@scripts/run.sh

# TANDEM_TEST_DATA, when the caller has set it, tells the tests where shared test data lies; nothing else is needed.
test: lint
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --durations=15 --durations-min=1

lint: setup
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lock:
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links \
		--extra dev --custom-compile-command "make lock" pyproject.toml -o requirements.lock
