# The commands that start, test and measure Ditcards; scripts/ does the work.
.DEFAULT_GOAL := help
.PHONY: help run dev serve setup build setup-dev setup-anki fonts quick test test-postgres test-pgbouncer test-partitions test-nodes test-deploy lint bench bench-chaos bench-fuzz messages pseudo tables requirements mutate sbom licenses advisories

ARGS =
ADVISORIES =
PORT ?= 8000
export PORT

# Compiled modules are kept, whatever the environment says: else each process that a test starts compiles them all again.
export PYTHONDONTWRITEBYTECODE :=

help: ## List the commands
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1 /p' Makefile | while read -r name what; do printf '  make %-14s %s\n' "$$name" "$$what"; done

run: setup ## Serve the demo on http://localhost:8000 (PORT=8001 chooses another port)
	@scripts/demo.sh

dev: setup-dev ## Serve the site with Django's development server: reloads, DEBUG on
	@scripts/demo.sh dev

serve: setup ## Serve a site for others: docs/settings.md tells what it needs (ARGS="--with-workers --bind 127.0.0.1:8000")
	@.venv/bin/python manage.py serve $(ARGS)

setup: ## Install everything the site needs, without serving it
	@scripts/bootstrap.sh run
	@scripts/system_packages.sh pango

setup-dev:
	@scripts/bootstrap.sh dev
	@scripts/system_packages.sh pango

# As the account that installs: the site's own account need not be able to write here.
build: export DEBUG = on
build: setup ## Install everything the site needs and build the static files, for a release
	@folder=$$(mktemp -d) && DITCARDS_DATA=$$folder .venv/bin/python manage.py build_static; rm -r "$$folder"

fonts: ## Install fonts for all scripts, for printing (Chinese, Arabic, Hindi, emoji ...)
	@scripts/system_packages.sh fonts

# Anki's package has another license (AGPL): only tests use it, in a separate process.
setup-anki: ## Install the real Anki into .anki, for the tests of exports
	scripts/uv.sh venv --quiet --allow-existing .anki
	scripts/uv.sh pip sync --quiet --require-hashes --python .anki/bin/python requirements/anki.txt

quick: export DEBUG = on
quick: setup-dev ## Lint what changed, then run the fast tests: for development
	@scripts/quick.sh $(ARGS)

test: lint ## Lint, then run all tests (ARGS="-k undo" selects some)
	@scripts/system_packages.sh chromium fonts
	.venv/bin/pytest -n auto $(ARGS)

test-postgres: setup-dev ## Run all tests that use the database on a temporary PostgreSQL, or on TEST_DATABASE_URL
	@scripts/system_packages.sh chromium fonts
	scripts/with_postgres.sh .venv/bin/pytest -n auto -m database $(ARGS)

# Grades, undo, a day that is built, invariants, imports, exports, prints and workers, each in transactions of its own.
BEHIND_PGBOUNCER = apps/reviews/tests/services/test_concurrency.py apps/paper_sessions/tests/test_concurrency.py \
	apps/jobs/tests/test_worker.py apps/printing/tests/test_jobs.py apps/exchange/tests/practice_pages/test_undo_import.py \
	apps/exchange/tests/exporting/test_export_views.py apps/lessons/tests/test_import_collisions.py \
	apps/operations/node/tests/test_direct_session.py

test-pgbouncer: setup-dev ## Run tests of what needs whole transactions behind a temporary PgBouncer and PostgreSQL
	@scripts/system_packages.sh postgresql pgbouncer
	scripts/with_postgres.sh scripts/with_pgbouncer.sh .venv/bin/pytest --create-db $(BEHIND_PGBOUNCER) $(ARGS)

# What reads and writes the rows of single people most.
DIVIDED = apps/reviews/tests/services apps/reviews/tests/test_invariants.py apps/paper_sessions/tests apps/stats/tests

test-partitions: setup-dev ## Run tests of reviews, paper sessions and statistics on a temporary PostgreSQL with tables divided by user
	@scripts/system_packages.sh postgresql
	scripts/with_postgres.sh .venv/bin/pytest --create-db --partitions=4 -n auto -m "database and not browser and not slow" $(DIVIDED) $(ARGS)

test-nodes: setup-dev ## Run the browser tests on two nodes behind a proxy that alternates, with one PostgreSQL and one bucket
	@scripts/system_packages.sh chromium fonts postgresql
	scripts/with_postgres.sh .venv/bin/pytest --create-db --nodes -n auto -m browser -rs ditcards/tests/browser $(ARGS)

test-deploy: setup-dev ## Follow docs/deploying.md on fresh Debian systems while learners answer (needs root)
	@scripts/system_packages.sh debootstrap
	.venv/bin/python -m benchmarks.deploying

# mypy's Django plugin loads the settings, and those require a secret key or DEBUG=on.
lint: export DEBUG = on
lint: setup-dev ## Check style, templates, types, import contracts and missing migrations
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	find apps templates -name '*.html' -exec .venv/bin/djade --target-version 6.1 --check {} +
	.venv/bin/djlint --lint --quiet templates
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python manage.py makemigrations --check --dry-run

bench: setup-dev fonts ## Run the benchmarks on SQLite and on PostgreSQL (ARGS="grade" selects one)
	@scripts/bench.sh $(ARGS)

bench-chaos: export POSTGRES_DURABLE = on
bench-chaos: setup-dev ## Kill all processes, stop the database, fill the disk while learners answer (GRADES=20000): nothing is lost or doubled
	@scripts/with_small_disk.sh scripts/bench.sh chaos_grades

bench-fuzz: setup-dev ## Import 10,000 broken files of each kind: each gives a deck or an error sentence, and leaves no file behind
	@scripts/bench.sh fuzz_imports

mutate: setup-dev ## Put 100 small faults into the risky modules: each must make a test beside it fail (FAULTS, SEED, AREA)
	nice -n 10 scripts/with_postgres.sh .venv/bin/python -m scripts.mutate

sbom: setup-dev ## Print what the site runs with as CycloneDX JSON
	@.venv/bin/python -m scripts.supply_chain sbom

licenses: setup-dev ## List the licenses of what the site runs with: fails on one that is not allowed
	@.venv/bin/python -m scripts.supply_chain licenses

advisories: setup-dev ## Compare what is pinned and vendored with stored advisories (ADVISORIES="PyPI.zip npm.zip")
	@.venv/bin/python -m scripts.advisories $(ADVISORIES)

messages: setup-dev ## Update the catalogs in locale/ from the sentences in the source, and compile them
	.venv/bin/python -m translations messages

pseudo: setup-dev ## Write the pseudo-languages that PSEUDO_LANGUAGES=on offers
	.venv/bin/python -m translations pseudo

tables: export DEBUG = on
tables: setup-dev ## Draw docs/images/tables.svg from the models
	DJANGO_SETTINGS_MODULE=ditcards.settings .venv/bin/python -m scripts.draw_tables

requirements: ## Compile requirements/*.in (ARGS=--upgrade for the newest versions)
	scripts/uv.sh pip compile --universal --generate-hashes --python-version 3.12 --quiet $(ARGS) requirements/base.in -o requirements/base.txt
	scripts/uv.sh pip compile --universal --generate-hashes --python-version 3.12 --quiet $(ARGS) requirements/dev.in -o requirements/dev.txt
	scripts/uv.sh pip compile --universal --generate-hashes --python-version 3.12 --quiet $(ARGS) requirements/anki.in -o requirements/anki.txt
	scripts/uv.sh pip compile --universal --generate-hashes --python-version 3.8 --quiet $(ARGS) requirements/uv.in -o requirements/uv.txt
