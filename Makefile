# make demo: archive the bundled sample portal. make test: the whole test suite.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint clean

.venv/ready: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

demo: .venv/ready
	$(BIN)/scrapy demo

test: .venv/ready-dev lint
	$(BIN)/pytest -n auto -q

lint: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:
	rm -rf .venv data .pytest_cache .mypy_cache .ruff_cache .hypothesis
