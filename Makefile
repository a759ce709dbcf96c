# make demo: archive the bundled sample portal. make test: the whole test suite.
# make bench: how fast it is, beside a bare spider; a few minutes.
# make pictures: the pictures of the READMEs.
# make build: wheel and source distribution in dist/. make lock: renew constraints.txt.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: demo test lint bench build lock pictures clean

.venv/ready: requirements.txt constraints.txt
	$(PYTHON) -m venv .venv
	$(PIP) -r requirements.txt
	touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt deploy/requirements-scrapyd.txt
	$(PIP) -r requirements-dev.txt
	touch $@

demo: .venv/ready
	$(BIN)/scrapy demo

test: .venv/ready-dev lint
	$(BIN)/pytest -n auto -q

lint: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/ready
	$(BIN)/python -m benchmarks $(BENCH)

build: .venv/ready-dev
	$(BIN)/python -m build --no-isolation

lock: .venv/ready-dev
	$(PIP) pip-tools
	$(BIN)/pip-compile --quiet --upgrade --strip-extras --allow-unsafe --no-header \
		--no-emit-index-url --no-emit-find-links --annotation-style=line -o constraints.txt requirements-dev.txt

pictures: .venv/ready-dev
	$(BIN)/python -m tests.pictures

clean:
	rm -rf .venv build dist *.egg-info data screenshots .pytest_cache .mypy_cache .ruff_cache .hypothesis
