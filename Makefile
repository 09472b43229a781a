# `make help` says what there is. Python 3.11 or newer and make are all that is needed.

PYTHON ?= python3
PORT ?= 8000
HTTPS ?= off
PY := .venv/bin/python

export PORT HTTPS
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_ROOT_USER_ACTION = ignore

.PHONY: help run serve install test check bench vendor lock
.DEFAULT_GOAL := help

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: install ## Start the wiki on http://127.0.0.1:8000 (PORT= changes it), with a sample while it is empty
	@$(PY) manage.py prepare --sample
	@exec $(PY) -m gunicorn wiki.wsgi

serve: install ## Start the production server on PORT: migrated, no sample
	@$(PY) manage.py prepare
	@exec $(PY) -m gunicorn wiki.wsgi

# Rebuilt when its interpreter is gone; brought up to date when the lock differs from the copy made at the last install.
install: ## Make the environment in .venv with the pinned dependencies
	@if $(PY) -c '' 2>/dev/null && cmp -s requirements.lock .venv/requirements.lock; then exit 0; fi; \
	if ! $(PY) -c 'import pip' 2>/dev/null; then \
	  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	    || { echo 'Python 3.11 or newer is needed; say which one with `make PYTHON=…`.' >&2; exit 1; }; \
	  rm -rf .venv; echo 'Making the environment in .venv …'; \
	  $(PYTHON) -m venv .venv || { echo 'Python has no venv module; on Debian: apt-get install python3-venv' >&2; exit 1; }; \
	fi; \
	echo 'Installing the pinned dependencies …'; \
	$(PY) -m pip install --quiet --no-input --no-compile --require-hashes -r requirements.lock \
	  && cp requirements.lock .venv/requirements.lock

test: install ## Run all tests, on SQLite and on PostgreSQL
	@$(PY) -m tests.run

check: install ## Format, lint, deploy check, migrations, image, compose files, proxy
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@HTTPS=on $(PY) manage.py check --deploy --fail-level WARNING
	@$(PY) manage.py makemigrations --check --dry-run
	@.venv/bin/hadolint --failure-threshold style Dockerfile
	@SITE_HOST=localhost SECRET_KEY=key POSTGRES_PASSWORD=word .venv/bin/docker-compose config --quiet
	@.venv/bin/docker-compose --file deploy/docker-compose.sqlite.yml config --quiet
	@for file in deploy/*Caddyfile; do SITE_HOST=localhost .venv/bin/caddy adapt --config $$file --adapter caddyfile \
	  > .venv/caddy.json && .venv/bin/caddy fmt $$file > .venv/Caddyfile && cmp $$file .venv/Caddyfile || exit 1; done

bench: install ## Measure speed against the targets
	@$(PY) -m bench

vendor: install ## Fetch the pinned front-end files anew (needs npm)
	@set -e; for script in static/*/build.py; do $(PY) "$$script"; done

# The second file is the part of the first that running needs: what the image and a plain server install.
lock: install ## Pin the dependencies of pyproject.toml anew in requirements.lock and requirements.run.lock
	@$(PYTHON) -m venv .venv/lock && .venv/lock/bin/python -m pip install --quiet uv
	@compile='.venv/lock/bin/python -m uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-header \
	  --no-annotate --python-version 3.11 --extra ops'; \
	$$compile --extra dev --upgrade --output-file requirements.lock \
	  && rm -f requirements.run.lock && $$compile --constraint requirements.lock --output-file requirements.run.lock
	@rm -rf .venv/lock
