# `make demo` and `make test` do all the set-up that they need; `make lint` runs the checks alone.

SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help setup setup-tests demo test lint clean

help:
	@echo 'make demo   set up, then collect from the simulated platforms and show what was found'
	@echo 'make test   set up, then every check and test'
	@echo 'make lint   set up, then the checks alone'
	@echo 'make clean  remove what set-up and runs made in this folder (not your data)'

setup:
	@scripts/setup.sh
	@scripts/setup-browser.sh

setup-tests: setup
	@scripts/setup-replay.sh
	@scripts/setup-servers.sh

demo: setup
	@.venv/bin/vedette demo

lint:
	@scripts/setup.sh
	@scripts/lint.sh

test: setup-tests
	@scripts/lint.sh
	@.venv/bin/python -m pytest -n 4 --dist loadfile

clean:
	rm -rf .venv .venv-replay .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache demo-data
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
