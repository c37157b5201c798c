# make demo   a whole registry of invented people on this machine; Ctrl-C ends it
# make test   every check and test there is
# Neither needs anything installed but Python 3.11 or newer.

PYTHON ?= python3
VENV := .venv/bin
EMBEDDED := $(VENV)/python -m registry.embedded
# pytest processes at once; each starts a PostgreSQL, a Valkey and a browser of its own
JOBS ?= 2
SOURCES := accessctl cases families remains matching registry tests bench manage.py

.PHONY: help demo demo-reset test lint format types checks prepared bench campaign-access campaign-api campaign-custody campaign-families campaign-federation campaign-pages campaign-journal campaign-keys campaign-kills campaign-kinship campaign-matching campaign-mutation messages lock docs clean

help:
	@sed -n '1,3p' Makefile | cut -c3-
	@echo "Also: demo-reset, lint, format, bench, campaign-access, campaign-api, campaign-custody, campaign-families, campaign-federation, campaign-pages, campaign-journal, campaign-keys, campaign-kills, campaign-kinship, campaign-matching, campaign-mutation, messages, docs, lock, clean. Variables: PORT, PYTHON, JOBS."

demo:
	@$(PYTHON) registry/bootstrap demo
	@exec $(EMBEDDED) demo

demo-reset:
	@$(PYTHON) registry/bootstrap demo
	@$(EMBEDDED) reset
	@exec $(EMBEDDED) demo

test: .installed-for-tests
	@$(MAKE) --no-print-directory -j $(JOBS) types prepared lint checks
	@exec $(VENV)/python -m pytest -n $(JOBS) --dist loadgroup

lint: .installed-for-tests
	$(VENV)/ruff check $(wildcard $(SOURCES))
	$(VENV)/ruff format --check $(wildcard $(SOURCES))
	$(VENV)/djlint --lint --quiet templates

format: .installed-for-tests
	$(VENV)/ruff check --fix $(wildcard $(SOURCES))
	$(VENV)/ruff format $(wildcard $(SOURCES))
	$(VENV)/djlint --reformat --quiet templates

types: .installed-for-tests
	@eval "$$($(EMBEDDED) --local .local/checks exports)" && $(VENV)/mypy $(wildcard $(filter-out tests,$(SOURCES))) tests/plugins tests/conftest.py

# What all tests need, made once, so that their processes do not wait for one another or make it twice.
prepared: .installed-for-tests
	@$(VENV)/python -m tests.plugins.prepared

# The system checks, and whether a migration or a generated document is missing.
checks: .installed-for-tests
	@$(EMBEDDED) --local .local/checks --scratch checks

# Every route by every reader, and the door against its restatement on a thousand random worlds.
campaign-access: .installed-for-tests
	@exec env REGISTRY_CAMPAIGN=1 $(VENV)/python -m pytest -n $(JOBS) --dist loadgroup -rA tests/access \
		tests/integration/accessctl/test_door_property.py

# More than 20,000 requests to a running registry by eight kinds of systems, against the description and planted words.
campaign-api: .installed-for-tests
	@exec env REGISTRY_CAMPAIGN=1 nice $(VENV)/python -m pytest -q -p no:randomly tests/access/test_campaign.py

# Random histories of consent, withdrawal, pause, time and agreements, each step against an oracle on every surface.
campaign-families: .installed-for-tests
	@exec env REGISTRY_CAMPAIGN=1 $(VENV)/python -m pytest -q -p no:randomly tests/integration/families/test_histories.py

# 1,000 random histories of custody, each step against an oracle, through the services and past them.
campaign-custody: .installed-for-tests
	@exec env REGISTRY_CAMPAIGN=1 $(VENV)/python -m pytest -q -p no:randomly tests/integration/remains/test_custody_histories.py

# Every page in two languages on two sizes of screen, by every rule of axe.
campaign-pages: .installed-for-tests
	@exec env REGISTRY_CAMPAIGN=1 $(VENV)/python -m pytest -n $(JOBS) --dist loadgroup tests/browser/test_every_page.py

campaign-keys: .installed-for-tests
	@exec env REGISTRY_AS_OWNER=1 $(EMBEDDED) --local .local/campaign --scratch manage campaign keys

# Questions between registries: what they find against matching in clear, and what attackers with a civil register learn.
campaign-federation: .installed-for-tests
	@exec env REGISTRY_AS_OWNER=1 $(EMBEDDED) --local .local/campaign --scratch manage campaign federation

# Jobs of questions to other registries, of webhooks and of imports, killed (-9) at random, thirty times each.
campaign-kills: .installed-for-tests
	@exec env REGISTRY_CAMPAIGN=1 $(VENV)/python -m pytest -q -s -p no:randomly -k killed \
		tests/integration/matching/test_peers.py tests/integration/accessctl/test_webhook_kills.py \
		tests/integration/cases/test_import_kills.py

campaign-journal: .installed-for-tests
	@exec env REGISTRY_AS_OWNER=1 $(EMBEDDED) --local .local/campaign --scratch manage campaign journal

# Whether the tests notice each small change of the door, the vault and the journal; on copies, for about an hour.
campaign-mutation: .installed-for-tests
	@$(PYTHON) registry/bootstrap mutation
	@exec $(VENV)/python -m tests.mutation

bench: .installed-for-tests
	@exec $(EMBEDDED) --local .local/bench --scratch --migrated manage bench --out .local/bench.json

# The published tables, then every figure of the matching with its bar, at full size; for an hour or so.
campaign-matching: .installed-for-tests
	@$(VENV)/python -m pytest -q -p no:randomly tests/unit/matching/engine/test_published.py \
		tests/unit/matching/evaluation/test_metrics.py
	@exec $(EMBEDDED) --local .local/campaign --scratch --migrated manage bench --matching --out .local/campaign-matching.json

# The published rows of genetics, then random families against an enumeration of every assignment of alleles.
campaign-kinship: .installed-for-tests
	@exec env REGISTRY_CAMPAIGN=1 $(VENV)/python -m pytest -q -p no:randomly tests/unit/matching/engine/kinship

messages: .installed-for-tests
	@$(EMBEDDED) --local .local/checks messages --extract

docs: .installed-for-tests
	@$(EMBEDDED) --local .local/checks --scratch docs

# Every version and hash anew, for all platforms and Pythons at once. uv runs from an environment of its own.
lock:
	@$(PYTHON) registry/bootstrap lock

clean:
	@if [ -x $(VENV)/python ]; then $(EMBEDDED) stop; fi
	rm -rf .local .venv node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
	find . -name __pycache__ -prune -exec rm -rf {} + -o -name '*.mo' -exec rm -f {} +

# Cheap when nothing changed; run once per make, however many targets ask.
.PHONY: .installed-for-tests
.installed-for-tests:
	@$(PYTHON) registry/bootstrap test
