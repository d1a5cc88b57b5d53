# `make run` opens mapapp and `make test` checks it; both set up what is missing first.
.DEFAULT_GOAL := help
.PHONY: help setup run test check mutate bench package

BIN := .venv/bin
READY := .venv/ready
READY_FOR_TESTS := .venv/ready-for-tests

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

setup: $(READY) ## make .venv and build the assets; does only what is missing
	@$(BIN)/python packaging/assets.py

run: setup ## open the window
	@$(BIN)/mapapp

test: $(READY_FOR_TESTS) check ## everything CI runs
	$(BIN)/pytest

check: setup ## style, types, the import rule and translations
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict mapapp packaging
	$(BIN)/lint-imports
	$(BIN)/python packaging/translations.py check

mutate: setup ## change the files changed SINCE a revision; name changes that no test sees
	@nice $(BIN)/python tests/robustness/mutate.py $(if $(SINCE),--since $(SINCE)) $(MUTATE) $(FILES)

bench: setup ## measure, as a table beside its peers
	$(BIN)/python benchmarks/run.py

package: setup ## build the wheel and the source distribution into dist
	$(BIN)/python -m build --no-isolation --wheel --sdist

# The first Python that is new enough; a pyenv shim may be there and yet not run.
PYTHONS := python3 python3.14 python3.13 python3.12 python3.11 python
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
find_python = for p in $(PYTHONS); do \
	if $$p -c '$(NEW_ENOUGH)' 2>/dev/null; then echo $$p; break; fi; done

$(READY): pyproject.toml packaging/doctor.py
	@python=$$($(find_python)); \
	if [ -z "$$python" ]; then \
		echo "mapapp needs Python 3.11 or later. Type: sudo apt-get install python3 python3-venv" >&2; \
		exit 1; \
	fi; \
	$$python packaging/doctor.py && \
	echo "setup: .venv with $$($$python --version)" && \
	$$python -m venv .venv
	@echo "setup: installing mapapp and its tools (a few hundred MB the first time)"
	@$(BIN)/python -m pip install hatchling editables
	@$(BIN)/python -m pip install --no-build-isolation --editable '.[dev]'
	@touch $@

$(READY_FOR_TESTS): $(READY)
	@$(BIN)/python packaging/doctor.py --tests
	@touch $@
