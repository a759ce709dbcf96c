# make demo: archive the bundled sample portal.
# make test: linters and quick tests, in four minutes. make test-all: these and all others.
# make bench: how fast it is, beside a bare spider; a few minutes.
# make compare: beside other extractors and crawlers, which get an environment of their own.
# make pictures: the pictures of the READMEs.
# make build: wheel and source distribution in dist/.
# make lock: renew constraints.txt, for the lowest Python that is promised (Debian 12's).
LOWEST := 3.11.2
PYTHON ?= python3
BIN := .venv/bin
# One worker more than there are cores: tests wait, too, for portals, clocks and other programs.
CORES := $(shell nproc 2>/dev/null || echo 2)
PYTEST := $(BIN)/pytest -n $(shell expr 1 + $(CORES)) --dist worksteal -q
# The language of its lines, found as newsportal finds it
SPOKEN := $(or $(NEWSPORTAL_LANG),$(LC_ALL),$(LC_MESSAGES),$(LANG))
PIP := $(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: demo test test-all lint audit-deps bench compare build lock pictures clean

.venv/ready: requirements.txt constraints.txt
	@case "$(SPOKEN)" in \
	zh*) echo "正在用 $$($(PYTHON) --version) 建立 .venv，接着安装 requirements.txt 所列的库（那里写着各自的用途）："; \
		sed -n 's/^\([a-z][a-z0-9-]*\).*#.*/\1/p' requirements.txt | paste -sd ' ' | fold -sw 76;; \
	*) echo "Setting up .venv with $$($(PYTHON) --version); then what requirements.txt names is installed:"; \
		sed -n 's/^\([a-z][a-z0-9-]*\).*#/  \1:/p' requirements.txt;; \
	esac
	@$(PYTHON) -m venv .venv
	@$(PIP) -r requirements.txt
	@touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt deploy/requirements-scrapyd.txt
	$(PIP) -r requirements-dev.txt
	touch $@

demo: .venv/ready
	$(BIN)/scrapy demo

test: .venv/ready-dev lint
	$(PYTEST) -m "not long"

# TESTED=quick: not what `make test` has just run.
test-all: $(if $(filter quick,$(TESTED)),.venv/ready-dev,test)
	$(PYTEST) -m long

lint: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

# Fails only on a known vulnerability; without access to the advisories it says so.
audit-deps: .venv/ready-dev
	@$(PIP) --retries 0 --timeout 5 pip-audit >/dev/null 2>&1; \
	said=$$(timeout 120 $(BIN)/pip-audit --local --timeout 10 --progress-spinner off 2>&1); \
	case "$$said" in \
	*"Found "*"known vulnerabilit"*) echo "$$said"; exit 1;; \
	*"could not be audited"*) echo "dependencies: not all checked, the index has no advisories";; \
	*"No known vulnerabilities"*) echo "dependencies: no known vulnerabilities";; \
	*) echo "dependencies: not checked, the advisories are out of reach";; \
	esac

bench: .venv/ready
	$(BIN)/python -m benchmarks $(BENCH)

# uv: pip of 2023 does not understand what one of them needs (lxml[html-clean]).
.venv-compare/ready: .venv/ready-dev benchmarks/compare/requirements.txt
	$(BIN)/uv venv --quiet --clear .venv-compare
	$(BIN)/uv pip install --quiet --python .venv-compare/bin/python \
		-r benchmarks/compare/requirements.txt
	touch $@

compare: .venv-compare/ready
	$(BIN)/python -m benchmarks.compare --others .venv-compare/bin/python $(COMPARE)
	$(BIN)/python -m benchmarks.compare.crawlers --others .venv-compare/bin/python $(COMPARE)

build: .venv/ready-dev
	$(BIN)/python -m build --no-isolation
	@rm -r newsportal.egg-info  # else this checkout counts as installed

lock: .venv/ready-dev
	$(BIN)/uv pip compile --quiet --upgrade --python-version $(LOWEST) --no-header \
		--no-emit-index-url --annotation-style=line -o constraints.txt requirements-dev.txt

pictures: .venv/ready-dev
	$(BIN)/python -m tests.pictures

clean:
	rm -rf .venv .venv-compare build dist *.egg-info data screenshots .pytest_cache .mypy_cache .ruff_cache .hypothesis
