# The front door. `make site` and `make test` set up what they need and reuse it the next time.
# Needs Python 3.11 or newer, git, make and the package registries.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
AUDITS := tests/audits/node_modules
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help site editions preview refresh publish serve test check format readability screenshots audit lighthouse bench sbom vulnerabilities reference lock browser nginx clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

site: $(VENV)/.site ## Set up and build the whole site from the embedded data
	$(BIN)/playbook build

# Three days on which figures had moved: the end of the only quarter with general practice records,
# by which every indicator has a figure; the end of the financial year after it; and that of the
# next, the newest month that is embedded.
editions: $(VENV)/.site ## Publish three editions as of three days into _build/editions, and say what changed
	$(BIN)/playbook publish 2024.06 --as-of 2024-06-30 --to _build/editions
	$(BIN)/playbook publish 2025.03 --as-of 2025-03-31 --to _build/editions
	$(BIN)/playbook publish 2026.03 --as-of 2026-03-31 --to _build/editions
	$(BIN)/playbook verify _build/editions
	$(BIN)/playbook changes 2024.06 2025.03 --from _build/editions
	$(BIN)/playbook changes 2025.03 2026.03 --from _build/editions

serve: $(VENV)/.site ## Preview on the loopback address; rebuilds what changes
	$(BIN)/playbook serve

test: $(VENV)/.dev $(AUDITS)/.package-lock.json browser ## Set up and run every test, the notebooks and a browser included
	$(BIN)/python -m pytest -n auto --dist loadfile

# What the workflows run; each works on any machine too.
BASE ?= HEAD
NUMBER ?=
preview: $(VENV)/.site ## Build, and write what differs from BASE in the numbers: _build/comment/text.md
	$(BIN)/playbook build
	@$(MAKE) --no-print-directory _build/base
	mkdir -p _build/comment
	$(BIN)/playbook changes _build/base . --pictures _build/pictures > _build/comment/text.md
	printf '%s' '$(NUMBER)' > _build/comment/number

refresh: $(VENV)/.site ## Take new figures in, build, and write the report and the patch: _build/report/
	mkdir -p _build/report
	$(BIN)/playbook refresh 2> _build/report/text.md; echo $$? > _build/report/status
	$(BIN)/playbook build
	@$(MAKE) --no-print-directory _build/base
	$(BIN)/playbook changes _build/base . >> _build/report/text.md
	$(BIN)/playbook check notebooks --record
	git add --intent-to-add data && git diff --binary -- data notebooks > _build/report/data.patch
	@cat _build/report/text.md && exit "$$(cat _build/report/status)"

TAG ?=
publish: $(VENV)/.site ## Publish the edition of TAG, such as v2026.11, to the branch gh-pages
	$(BIN)/playbook publish "$(TAG:v%=%)" --to .#gh-pages

# The state to compare with, made by its own code from its own data.
.PHONY: _build/base
_build/base:
	git worktree remove --force _build/base 2> /dev/null || true
	git worktree add --force --detach _build/base "$(BASE)"
	cd _build/base && PYTHONPATH="$$PWD/scripts" $(abspath $(BIN))/playbook run

GATES ?=
check: $(VENV)/.dev ## Lint, format, types, import contract, and the gates of an edition
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/playbook check $(GATES)

format: $(VENV)/.dev ## Put the code into the agreed form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

screenshots: $(VENV)/.dev browser ## Take the pictures of the README and the guide anew
	$(BIN)/playbook build
	$(BIN)/python -m tests.screenshots

readability: $(VENV)/.dev ## Say how hard the prose is to read; a hint that fails nothing
	$(BIN)/python -m playbook.checks.readability

audit: site $(AUDITS)/.package-lock.json browser nginx ## Look at every page with axe, by keyboard and with Lighthouse; kill builds, publish, load a server; takes long
	$(BIN)/python -m pytest -m audit tests

lighthouse: site $(AUDITS)/.package-lock.json browser ## Print Lighthouse's scores of the main pages
	$(BIN)/python -m tests.audits.lighthouse

bench: $(VENV)/.dev ## Measure speed and memory, as ratios within one run
	$(BIN)/python -m benchmarks.methods
	$(BIN)/python -m benchmarks.build

lock: $(VENV)/.dev ## Compile requirements.txt and requirements-dev.txt anew from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --quiet --upgrade --output-file requirements.txt
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --quiet --constraint requirements.txt --output-file requirements-dev.txt

# These two tools have dependencies of their own that would slow every process of ours down: uv gives
# each an environment apart.
sbom: $(VENV)/.dev ## Write what the locked environment is made of, as CycloneDX: _build/sbom.json
	@mkdir -p _build
	$(BIN)/uv tool run --quiet --from cyclonedx-bom==7.5.0 cyclonedx-py requirements requirements.txt \
	  --pyproject pyproject.toml --short-PURLs --output-reproducible --output-file _build/sbom.json

vulnerabilities: $(VENV)/.dev ## Ask what is known against the locked packages; fails when it cannot be asked
	@mkdir -p _build && rm -f _build/vulnerabilities.json
	-@$(BIN)/uv tool run --quiet --from pip-audit==2.10.1 pip-audit --disable-pip --require-hashes \
	  --requirement requirements-dev.txt --progress-spinner off --format json \
	  --output _build/vulnerabilities.json 2> _build/vulnerabilities.log
	@$(BIN)/python -m playbook.checks.vulnerabilities _build/vulnerabilities.json

reference: $(VENV)/.dev ## Write the reference of the commands for the documentation: book/commands.json
	$(BIN)/python -m playbook.cli.reference

clean: ## Remove everything made, but not the virtual environment
	rm -rf _build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# The environment is made once for each state of the lock; an interrupted set-up is made again.
# uv, which pip brings from the lock, installs with every core. Where it may not reach a registry
# that pip is told of, pip does it.
INSTALL = install() { $(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode \
  --require-hashes -r $$1 || $(BIN)/python -m pip install --quiet --require-hashes -r $$1; }; install

$(VENV)/.site: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "The playbook needs Python 3.11 or newer; set PYTHON=")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.txt > $(VENV)/uv.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r $(VENV)/uv.txt
	$(INSTALL) requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	# Some machines keep no bytecode: there each command would compile the package anew.
	$(BIN)/python -m compileall -q scripts
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.site
	$(INSTALL) requirements-dev.txt
	@touch $@

# axe, the Nu HTML checker and Lighthouse. The Node and the Java that they need are among the
# packages of the virtual environment.
$(AUDITS)/.package-lock.json: tests/audits/package-lock.json | $(VENV)/.dev
	$(BIN)/npm ci --prefix tests/audits --silent
	@touch $@

# A Chromium that is there is used; else Debian's package; else Playwright's own.
browser: $(VENV)/.dev
	@$(BIN)/python -m tests.browser --install

# The web server that the load test starts on the loopback address.
nginx: $(VENV)/.dev
	@$(BIN)/python -m tests.audits.nginx --install
