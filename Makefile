# Everything runs in a virtual environment of its own, .venv, which the targets make and keep up to date.
# Needed beforehand: Python >= 3.11 and make. Another Python: make chat PYTHON=python3.13

PYTHON ?= python3
# What pytest is given: make test PYTEST_ARGS="tests/bot -k config"
PYTEST_ARGS ?= -n auto -q
# What `yuanhua evaluate` is given: make evaluate EVALUATE_ARGS="--system words --report report.html"
EVALUATE_ARGS ?=
# What `make lock` gives uv besides: make lock LOCK_ARGS=--upgrade
LOCK_ARGS ?=

VENV := .venv
RUN := $(VENV)/bin/python -m
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(RUN) pip
ROOMS := bot corpus index tests

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help chat telegram test lint format bench evaluate lock clean

help: ## list the targets
	@sed -n 's/^\([a-z][a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F '|' '{ printf "%-16s%s\n", $$1, $$2 }'

chat: $(VENV)/.chat ## set up what is needed, then ask the article in the terminal
	@$(RUN) bot chat

telegram: $(VENV)/.telegram ## set up what is needed, then run the Telegram bot (TELEGRAM_BOT_TOKEN must be set)
	@$(RUN) bot telegram

test: $(VENV)/.dev ## set up what is needed, then run the tests
	@$(RUN) pytest $(PYTEST_ARGS)

lint: $(VENV)/.dev ## check style, formatting and types
	@$(RUN) ruff check --quiet .
	@$(RUN) ruff format --quiet --check . || { echo 'Not formatted as it should be: run make format' >&2; exit 1; }
	@$(RUN) mypy --strict --no-error-summary
	@echo 'lint: no complaints'

format: $(VENV)/.dev ## put imports and layout in order
	@$(RUN) ruff check --quiet --select I --fix .
	@$(RUN) ruff format --quiet .

bench: $(VENV)/.dev ## run the benchmarks
	@$(RUN) tests.benchmarks

evaluate: $(VENV)/.dev ## measure on the question sets in the folders that YUANHUA_DATASETS names
	@if [ -n "$$YUANHUA_DATASETS" ]; then $(RUN) bot evaluate $(EVALUATE_ARGS); \
	else echo 'Nothing to measure on: set YUANHUA_DATASETS to a question set, or a folder of them.' >&2; fi

COMPILE = $(RUN) uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-sources --custom-compile-command 'make lock' $(LOCK_ARGS)

lock: $(VENV)/.dev ## pin the dependencies anew (LOCK_ARGS=--upgrade: to their newest versions)
	@$(COMPILE) --group build -o requirements-build.lock
	@$(COMPILE) -c requirements-build.lock --all-extras pyproject.toml -o requirements-dev.lock
	@$(COMPILE) -c requirements-build.lock -c requirements-dev.lock pyproject.toml -o requirements.lock
	@$(COMPILE) -c requirements-build.lock -c requirements-dev.lock --extra telegram pyproject.toml \
	-o requirements-telegram.lock

clean: ## remove the virtual environment, caches and builds
	@rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find $(ROOMS) -name __pycache__ -prune -exec rm -rf {} +

# The environment. `chat` needs the runtime only, everything else all of it; the second holds the first, in the same
# versions, so either may come first. A stamp older than a lock means: install again.

# An environment whose Python is gone (moved, upgraded) counts as none.
GONE := $(shell test -x $(VENV)/bin/python || rm -f $(VENV)/.python)
NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'

$(VENV)/.python:
	@$(VENV)/bin/python $(NEW_ENOUGH) 2>/dev/null || { \
	command -v $(PYTHON) >/dev/null || { echo 'No $(PYTHON) here: install Python 3.11 or newer,' \
		'or name one with make PYTHON=/path/to/python3' >&2; exit 1; }; \
	$(PYTHON) $(NEW_ENOUGH) 2>/dev/null || { echo "Python 3.11 or newer is needed, and $(PYTHON) is" \
		"$$($(PYTHON) -V 2>/dev/null || echo no such): name one with make PYTHON=/path/to/python3" >&2; exit 1; }; \
	$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); echo '$(PYTHON) cannot make a virtual environment:' \
		'install its venv module (on Debian and Ubuntu the package python3-venv)' >&2; exit 1; }; }
	@touch $@

$(VENV)/.chat: $(VENV)/.python requirements-build.lock requirements.lock pyproject.toml
	$(call install,requirements.lock,chat)
	@touch $@

$(VENV)/.telegram: $(VENV)/.python requirements-build.lock requirements-telegram.lock pyproject.toml
	$(call install,requirements-telegram.lock,the Telegram bot)
	@touch $(VENV)/.chat $@

$(VENV)/.dev: $(VENV)/.python requirements-build.lock requirements.lock requirements-dev.lock pyproject.toml
	$(call install,requirements-dev.lock,development)
	@touch $(VENV)/.chat $(VENV)/.telegram $@

# $(call install,LOCK,WHAT FOR): the build tools first, for what comes as source is built with them and with nothing
# that the locks do not pin. On a terminal a line counts the packages; errors are pip's own.
define install
@echo 'Setting up $(VENV) for $(2), once: about a minute.' >&2
@$(PIP) install --quiet --require-hashes --only-binary :all: -r requirements-build.lock
@rm -f $(VENV)/.installed
@{ $(PIP) install --require-hashes --no-build-isolation --use-pep517 -r $(1) && touch $(VENV)/.installed; } | \
	{ count=0; while read -r word name rest; do case $$word in \
	Collecting) count=$$((count + 1)); [ ! -t 2 ] || printf '\r\033[K%4d %s' $$count "$$name" >&2;; \
	Installing) [ ! -t 2 ] || printf '\r\033[Kunpacking %d packages' $$count >&2;; \
	esac; done; [ ! -t 2 ] || printf '\r\033[K' >&2; }
@test -e $(VENV)/.installed
@$(PIP) install --quiet --no-index --no-deps --no-build-isolation --editable .
endef
