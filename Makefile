# Barter's commands. `make demo` and `make test` need Python 3.11+, make and a C library; nothing else, and no root.

PORT ?= 8000
DATA ?= $(CURDIR)/.data/demo
ARGS ?= help
PY := .venv/bin/python
TEST_DATA ?= $(CURDIR)/.data
export PORT DATA

.PHONY: demo test run-tests manage bench install lock format clean help
.PHONY: lint lint-style lint-types lint-contracts lint-migrations lint-deploy lint-templates lint-schema schema

help:
	@echo "make demo [PORT=8000] [DATA=.data/demo]   run everything on this machine"
	@echo "make test                                 all checks and tests"
	@echo "make manage ARGS='check_invariants'       a management command on the same data"
	@echo "make bench                                measure speed (benchmarks/)"
	@echo "make lint | format | lock | clean         see CONTRIBUTING.md"

demo: .venv/.run
	@exec $(PY) -m barter.services up --port "$(PORT)" --stop-with-parent

manage: .venv/.run
	@exec $(PY) -m barter.services run -- $(PY) manage.py $(ARGS)

bench: .venv/.run
	@exec $(PY) -m barter.services run -- $(PY) -m benchmarks $(filter-out help,$(ARGS))

install: .venv/.run .venv/.dev

# Three tests at a time: they wait for the database, the browser and each other for a sixth of theirs. The other checks, one
# after the other, take what that leaves.
test: .venv/.run .venv/.dev
	@$(MAKE) -j2 --output-sync run-tests lint

# The plus shows its lines as they come.
run-tests: .venv/.run .venv/.dev
	+MAKEFLAGS= DATA="$(TEST_DATA)" $(PY) -m pytest -n 3 --dist loadgroup

lint: lint-style lint-types lint-contracts lint-migrations lint-deploy lint-templates lint-schema

lint-style: .venv/.run .venv/.dev
	$(PY) -m ruff format --check --output-format concise .
	$(PY) -m ruff check --output-format concise .

lint-types: .venv/.run .venv/.dev
	$(PY) -m mypy

lint-contracts: .venv/.run .venv/.dev
	.venv/bin/lint-imports --no-cache --no-logo

lint-migrations: .venv/.run
	$(PY) -W ignore manage.py makemigrations --check --dry-run

lint-deploy: .venv/.run
	$(PY) scripts/production_settings.py check --deploy --fail-level WARNING

lint-templates: .venv/.run .venv/.dev
	$(PY) -m djlint --lint --quiet templates

# The API against docs/api/openapi.json: no warning, nothing undescribed, nothing that breaks clients.
lint-schema: .venv/.run
	$(PY) scripts/production_settings.py api_schema

schema: .venv/.run
	$(PY) scripts/production_settings.py api_schema --write $(filter-out help,$(ARGS))

format: .venv/.dev
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

# One lock for Python 3.11 and newer and for every platform. The dev lock repeats what the first one holds.
lock: .venv/.dev
	.venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q requirements.in -o requirements.txt
	.venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q requirements-dev.in -o requirements-dev.txt
	.venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q requirements-uv.in -o requirements-uv.txt

clean:
	rm -rf .data staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.venv/.run: requirements.txt requirements-uv.txt
	@scripts/environment.sh requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt | .venv/.run
	@scripts/environment.sh requirements-dev.txt
	@touch $@
