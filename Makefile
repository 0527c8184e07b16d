# Everything runs from here; CI calls the same targets. Python 3.11 with its venv module and make are all it takes:
# Node comes from PyPI where the machine has none of version 20 or later.
BIN := .venv/bin
NODE := node --version 2>/dev/null | grep -Eq "^v([2-9][0-9]|[0-9]{3})"
export PIP_DISABLE_PIP_VERSION_CHECK := 1
PIP := $(BIN)/pip install --quiet --quiet --require-hashes --requirement

.PHONY: run setup setup-dev lock check test test-pg test-journeys bench drill

run: setup  # PORT=, HOST=, DATABASE_URL=
	$(BIN)/canxie run

setup: .venv/.installed node_modules/.installed

setup-dev: setup .venv/.installed-dev

.venv/.installed: requirements.txt pyproject.toml
	test -x $(BIN)/python || python3 -m venv .venv
	$(PIP) requirements.txt
	$(BIN)/pip install --quiet --quiet --no-deps --no-build-isolation --editable .
	touch $@

.venv/.installed-dev: requirements-dev.txt | .venv/.installed
	$(PIP) requirements-dev.txt
	touch $@

node_modules/.installed: package-lock.json requirements-node.txt | .venv/.installed
	$(NODE) || $(PIP) requirements-node.txt
	PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --no-fund --no-audit --silent
	touch $@

LOCK := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --no-strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host
lock: setup-dev  # after a change of pyproject.toml
	CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) --output-file requirements.txt pyproject.toml
	CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) --extra dev --extra bench --output-file requirements-dev.txt pyproject.toml
	CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) --output-file requirements-node.txt requirements-node.in

check: setup-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --check --lint canxie
	$(BIN)/lint-imports
	$(BIN)/mypy canxie
	$(BIN)/canxie makemigrations --check

test: setup-dev
	tools/need strace
	$(BIN)/pytest --numprocesses auto --cov canxie
	$(MAKE) test-journeys

test-pg: setup-dev
	tools/with-postgres $(BIN)/pytest --numprocesses auto

test-journeys: setup-dev  # SHOTS=folder keeps a picture of every page
	tools/need chromium
	$(BIN)/pytest --numprocesses auto tests/journeys

bench: setup-dev  # SIZE=people, ONLY=parts of rows' names; on either database, told in var/bench.json
	$(BIN)/python -m tests.bench.run; sqlite=$$?; \
	tools/with-postgres $(BIN)/python -m tests.bench.run && exit $$sqlite

drill: setup-dev  # the long runs, as root: fresh Debian, no Node, LibreOffice, back to a minute, seeded faults, load, kills; ONLY=part of a name
	tools/need soffice libreoffice-calc-nogui
	$(BIN)/pytest tests/drill $(if $(ONLY),-k $(ONLY))
	KILLS=100 EXAMPLES=200 tools/with-postgres $(BIN)/pytest tests/faults $(if $(ONLY),-k $(ONLY))
