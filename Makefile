# `make run` and `make test` are all a newcomer needs; `make help` lists the rest.
PYTHON ?= python3
VENV := .venv/bin
# Tools and commands read the demo's settings; tests bring their own (config/settings.py).
DEMO_ENV := DEBUG=1 DEMO=1
CHECK_ENV := env -u DEBUG -u DEMO -u PYTEST_VERSION SECRET_KEY=$$($(VENV)/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
	ALLOWED_HOSTS=recommendations.example

# What `make screenshots` takes, and from where.
PORT ?= 8000
PAGES ?= / /recommendations/ /inspections/ /insight/repeats/

.DEFAULT_GOAL := help
.PHONY: help setup run test quick battery lint types check format pins diagrams screenshots clean

help: ## List the commands
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 14

setup: ## Install, and build the demo's database (the first half of `make run`)
	@$(PYTHON) scripts/install.py
	@$(DEMO_ENV) $(VENV)/python scripts/prepare.py

run: setup ## Run the demo: web, worker and beat; PORT=8001 moves it
	@$(VENV)/python scripts/run.py

test: .installed ## Run the tests; DATABASE_URL and REDIS_URL choose other than SQLite
	@$(VENV)/python -m pytest -n auto --dist worksteal

quick: .installed ## In a minute: rules, architecture, and the tests that your change touches
	@$(VENV)/python scripts/quick.py

battery: .installed ## Run the long tests of faults and attacks; takes its database as `make test` does
	@$(VENV)/python -m pytest -n auto --dist worksteal -m battery

lint: .installed ## Python and templates
	@$(VENV)/ruff check .
	@$(VENV)/ruff format --check .
	@$(VENV)/djlint --lint --quiet templates

types: .installed ## mypy
	@$(DEMO_ENV) $(VENV)/mypy

check: lint types ## Lint, types, missing migrations, and Django's checks with production settings
	@$(DEMO_ENV) $(VENV)/python manage.py makemigrations --check --dry-run
	@$(CHECK_ENV) $(VENV)/python manage.py check --deploy --fail-level WARNING

format: .installed ## Mend what lint can mend
	@$(VENV)/ruff check --fix .
	@$(VENV)/ruff format .

pins: .installed ## Pin the newest versions that requirements*.in allow
	@$(VENV)/uv pip compile --quiet --generate-hashes --upgrade --no-header --python-version 3.11 requirements.in -o requirements.txt
	@$(VENV)/uv pip compile --quiet --generate-hashes --upgrade --no-header --python-version 3.11 requirements-dev.in -o requirements-dev.txt

diagrams: .installed ## Write docs/diagrams from the code
	@$(DEMO_ENV) $(VENV)/python scripts/diagrams.py

screenshots: .installed ## Pictures of the running demo, into var/screenshots/; PAGES='/ /insight/' chooses
	@$(VENV)/python scripts/screenshots.py --server http://localhost:$(PORT) --account head.kirklees@demo.example --password 'walk round the demo world' $(PAGES)

clean: ## Remove what was installed and cached; the data in var/ stays
	@rm -rf .venv .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: .installed
.installed:
	@$(PYTHON) scripts/install.py --tests
