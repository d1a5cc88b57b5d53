# `make run` opens mapapp and `make test` checks it; both set up what is missing first.
.DEFAULT_GOAL := help
.PHONY: help setup run test unit test-tools check bench fuzz properties soak mutate package

BIN := .venv/bin
READY := .venv/ready
# How many is said in tests/conftest.py, but no more than some: each window brings processes of its
# own.
# The tests start mapapp by the hundred, and to compile it each time would take a minute in all.
BYTECODE := PYTHONDONTWRITEBYTECODE=
# A module stays together, so that what it makes once is made once, and the long ones of e2e come
# first.
PARALLEL := $(BYTECODE) $(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
# Only where there are some: to collect all the others once more would take seconds.
ALONE := $$(grep -rl --include='test_*.py' 'mark\.alone' tests)

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

setup: $(READY) ## make .venv and build the assets; does only what is missing
	@$(BIN)/python packaging/assets.py

run: setup ## open the window; without a display, show it in pictures
	@$(BIN)/mapapp --or-pictures build/pictures

test: test-tools check ## everything CI runs
	@$(PARALLEL) -m "not alone"; rest=$$?; \
	$(BYTECODE) $(BIN)/pytest -m alone $(ALONE); alone=$$?; \
	if [ $$rest = 0 ] && [ $$alone = 0 ]; then echo "make test: passed"; \
	else echo "make test: FAILED; see above" >&2; exit 1; fi

unit: setup ## the unit tests alone, in a minute
	$(PARALLEL) -m "not alone" tests/unit

check: setup ## style, types, imports, translations, JavaScript and the drawing
	@$(MAKE) --no-print-directory -j 2 $(CHECKS)

CHECKS := check-types check-javascript check-texts check-imports check-style check-drawing
.PHONY: $(CHECKS)

check-types:
	$(BIN)/mypy --strict mapapp packaging

check-javascript:
	$(BIN)/python packaging/javascript.py check

check-texts:
	$(BIN)/python packaging/translations.py check
	$(BIN)/python packaging/messages.py check

check-imports:
	$(BIN)/lint-imports

check-style:
	$(BIN)/ruff check
	$(BIN)/ruff format --check

check-drawing:
	$(BIN)/python docs/draw_architecture.py --check

mutate: setup ## change the files changed SINCE a revision; name changes that no test sees
	@nice $(BIN)/python tests/robustness/mutate.py $(if $(SINCE),--since $(SINCE)) $(MUTATE) $(FILES)

bench: setup ## measure, as a table beside its peers
	$(BIN)/python benchmarks/run.py

fuzz: setup ## throw wrong inputs at every parser: FUZZ="--target layer --count 25000"
	@nice $(BIN)/python -m tests.robustness.fuzz $(FUZZ)

properties: setup ## try what always holds (hypothesis) with ten times as many examples
	$(PARALLEL) --hypothesis-profile=many --override-ini faulthandler_timeout=0 $$(grep -rl --include='test_*.py' 'import.* given' tests)

soak: setup ## use the window by chance, 3,000 times, and count what goes wrong
	$(BIN)/python tests/robustness/soak.py

package: setup ## build the wheel and the source distribution into dist
	$(BIN)/python -m build --no-isolation --wheel --sdist

test-tools: setup
	@$(BIN)/python packaging/doctor.py --tests

$(READY): pyproject.toml packaging/doctor.py packaging/bring.sh packaging/python.sh packaging/unpack_shiboken.py
	@python=$$(sh packaging/python.sh) && \
	$$python packaging/doctor.py && \
	echo "setup: .venv with $$($$python --version)" && \
	$$python -m venv .venv
	@echo "setup: installing mapapp and its tools (a few hundred MB the first time)"
	@$(BIN)/python -m pip install hatchling editables
	@$(BIN)/python -m pip install --no-build-isolation --editable '.[dev]'
	@$(BIN)/python packaging/unpack_shiboken.py
	@touch $@
