# `make demo` and `make test` work on a fresh machine with Python 3.11, node and make; everything else is made here.
PYTHON ?= python3
SERVE  ?= 1
DATA   ?= $(wildcard ../shared/data)
UV     := .uv/bin/uv
RUN    := .venv/bin
BUILT  := src/sousveil/show/static/built/.stamp

.PHONY: setup browser demo test lint strings eval bench wheel clean

setup: .venv/.stamp $(BUILT)

$(UV):
	$(PYTHON) -m venv .uv
	.uv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'

.venv/.stamp: $(UV) pyproject.toml uv.lock
	$(UV) sync --frozen --quiet
	touch $@

web/node_modules/.stamp: web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund --silent
	touch $@

$(BUILT): web/node_modules/.stamp $(shell find web/src web/*.mjs web/*.json -type f 2>/dev/null)
	cd web && npm run --silent build
	touch $@

demo: setup
	$(RUN)/python examples/north-korea/make.py --if-missing
	$(RUN)/sousveil build examples/north-korea/sources -o demo-case --title "Surveillance in North Korea"; status=$$?; [ $$status -le 1 ]
ifneq ($(SERVE),0)
	$(RUN)/sousveil serve demo-case
endif

# The browser tests drive Debian's Chromium. Where it can be neither found nor installed they are skipped by name.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { \
	  if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    echo "Installing Debian's chromium for the browser tests" && apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	  else echo "No chromium here: the browser tests will be skipped. Install it to run them."; fi; }

test: setup browser
	$(RUN)/python -m pytest -n auto $(PYTEST_ARGS)

lint: setup
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports
	$(RUN)/sousveil vocabulary check
	$(RUN)/python tools/strings.py --check
	cd web && npm run --silent lint

# Brings the catalogues of the interface up to date with the code (docs/TRANSLATING.md).
strings: setup
	$(RUN)/python tools/strings.py

eval: setup
	$(RUN)/python eval/run.py $(if $(DATA),--data $(DATA))

bench: setup
	$(UV) sync --frozen --quiet --group bench
	$(RUN)/python bench $(if $(DATA),--data $(DATA))

# Every page of the demo case, on a desktop and on a phone; Lighthouse itself is installed when this is first run.
lighthouse: setup browser
	$(MAKE) demo SERVE=0
	$(RUN)/python bench/lighthouse.py demo-case

wheel: setup
	$(UV) build

clean:
	rm -rf .venv .uv web/node_modules dist src/sousveil/show/static/built demo-case
