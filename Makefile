# Thalweg: `make demo` shows it, `make test` proves it. Both set up what they need and say so.
#
# MARCH sets the instruction set for Swift and C: native (default), x86-64-v2, x86-64-v3, …
# Results are the same bits for each.
MARCH ?= native
export MARCH

# A pipe fails when its first command does.
SHELL = bash
.SHELLFLAGS = -o pipefail -c

# What a fresh Debian 12 with Swift lacks, and what it is for.
PACKAGES = pkg-config \
	libhdf5-dev hdf5-tools \
	libopenmpi-dev openmpi-bin \
	libssl-dev libxml2 zlib1g-dev \
	python3 python3-venv \
	gnuplot-nox
# What the slow tests run: private Slurm daemons, GNU parallel, virtual cables (`ip`), false clocks, R, a browser.
SLOW_PACKAGES = slurmctld slurmd slurm-client munge \
	parallel \
	iproute2 \
	faketime \
	r-base-core r-cran-ncdf4 \
	chromium chromium-driver
# Packages of the Python tests: the tools that users read results with, and those that check ours.
PYTHON_PACKAGES = h5py xarray h5netcdf netCDF4 pandas pyarrow duckdb scikit-learn torch

# What the slow tests train runs anew with, and look at pages with; of the last package one file is used, axe-core.
SLOW_PYTHON_PACKAGES = jax selenium
AXE_PACKAGE = axe-playwright-python

SUDO = $(if $(filter 0,$(shell id -u)),,sudo)
# One compile serves the program and its tests; a wrong arrow between modules is an error.
SWIFT_FLAGS = -c release -Xswiftc -enable-testing
BUILD_FLAGS = $(SWIFT_FLAGS) --build-tests --explicit-target-dependency-import-check error
THALWEG = .build/release/thalweg
VENV = .venv

.PHONY: help
help: ## Show this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

# The slow tier: suites that wait for daemons, for walltimes and for workers to die at the right time.
SLOW_SUITES = ByteFlipTests|CrashTests|CheckpointedRunTests|FailingDiskTests|KillTests|JobTests|ReadingInRTests|PageLookTests|TrainingInJAXTests|RandomFormulaTests

.PHONY: setup
setup: ## Install missing system packages
	@missing=; for package in $(PACKAGES) $(MORE_PACKAGES); do \
	    dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' \
	        || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	    echo "installing:$$missing"; \
	    $(SUDO) apt-get update -q && \
	    $(SUDO) env DEBIAN_FRONTEND=noninteractive \
	        apt-get install -q -y --no-install-recommends $$missing; \
	fi
	@command -v swift >/dev/null || { echo "install Swift 6.2 or later: https://swift.org/install"; exit 1; }

.PHONY: build
build: setup ## Compile the program and its tests: .build/release/thalweg
	swift build $(BUILD_FLAGS)

.PHONY: demo
demo: build ## Run a real sweep, merge it, print its table, write figures to out/quickstart
	$(THALWEG) plan sweeps/quickstart.yaml
	$(THALWEG) run sweeps/quickstart.yaml --out out/quickstart
	$(THALWEG) report out/quickstart/results.h5 --out out/quickstart --png

.PHONY: test
test: lint build $(VENV)/ready ## Run every test but the slow ones
	$(call run_tests,--skip '$(SLOW_SUITES)')

.PHONY: setup-slow
setup-slow: MORE_PACKAGES = $(SLOW_PACKAGES)
setup-slow: setup ## Install what the slow tests run, too

.PHONY: test-slow
test-slow: setup-slow build $(VENV)/slow-ready ## Run the slow tests: Slurm, two hosts, full disks, crashes, a browser (as root); WITHOUT='Suite|…'
	$(call run_tests,--filter '$(SLOW_SUITES)' $(if $(WITHOUT),--skip '$(WITHOUT)'))

# What failed is said again at the end, where one looks.
define run_tests
THALWEG_PYTHON="$(CURDIR)/$(VENV)/bin/python" swift test $(SWIFT_FLAGS) --skip-build $(1) 2>&1 \
    | tee .build/test.log || { echo "failed:"; grep -A5 '^✘' .build/test.log; exit 1; }
endef

$(VENV)/ready: Makefile
	@echo "installing into $(VENV): $(PYTHON_PACKAGES)"
	python3 -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet $(PYTHON_PACKAGES)
	touch $@

$(VENV)/slow-ready: $(VENV)/ready
	@echo "installing into $(VENV): $(SLOW_PYTHON_PACKAGES) $(AXE_PACKAGE)"
	$(VENV)/bin/python -m pip install --quiet $(SLOW_PYTHON_PACKAGES)
	$(VENV)/bin/python -m pip install --quiet --no-deps $(AXE_PACKAGE)
	touch $@

# The widest instruction sets only where this processor has them.
BITS_MARCHES = x86-64-v2 x86-64-v3 $(if $(shell grep -m1 avx512vl /proc/cpuinfo),x86-64-v4)

.PHONY: bits
bits: build ## Check that builds for other instruction sets write the same bytes as this one
	rm -rf out/bits && mkdir -p out/bits
	for sweep in sweep formulas; do \
	    $(THALWEG) run Tests/Fixtures/bits/$$sweep.yaml --out out/bits/here-$$sweep || exit 1; \
	done
	for march in $(BITS_MARCHES); do \
	    MARCH=$$march swift build -c release --product thalweg --scratch-path .build-$$march || exit 1; \
	    for sweep in sweep formulas; do \
	        .build-$$march/release/thalweg run Tests/Fixtures/bits/$$sweep.yaml --out out/bits/$$march-$$sweep && \
	        cmp out/bits/here-$$sweep/results.h5 out/bits/$$march-$$sweep/results.h5 || exit 1; \
	    done; \
	done
	sha256sum out/bits/*/results.h5

.PHONY: bench
bench: MORE_PACKAGES = gcc python3-dev
bench: setup ## Compare with rivals on this machine: table in out/bench; options: BENCH="--small"
	Benchmarks/bench.sh $(BENCH)

.PHONY: bench-machine
bench-machine: setup ## Measure what one core of this machine can do at most, and usual steps beside it
	swift build -c release --package-path Benchmarks --product machine-rates
	Benchmarks/.build/release/machine-rates

.PHONY: guard
guard: MORE_PACKAGES = valgrind
guard: setup ## Fail if a training step needs more instructions than committed
	Benchmarks/guard.py

.PHONY: guard-update
guard-update: MORE_PACKAGES = valgrind
guard-update: setup ## Commit to the instructions that a training step needs now
	Benchmarks/guard.py --update

# Rivals: h5py and xarray are in $(VENV), ncrcat is a package; MERGE="1000000:1000" asks for other sizes.
.PHONY: bench-merge
bench-merge: MORE_PACKAGES = nco
bench-merge: build $(VENV)/ready ## Compare merging, checking and opening with other tools
	swift build -c release --package-path Benchmarks --product synthetic-sweep
	$(VENV)/bin/python -m pip install --quiet dask
	$(VENV)/bin/python Benchmarks/merge/compare.py $(THALWEG) \
	    Benchmarks/.build/release/synthetic-sweep out/bench-merge $(MERGE)

.PHONY: bench-scaling
bench-scaling: MORE_PACKAGES = parallel
bench-scaling: build ## Measure what dealing costs, ours and peers'; draw docs/figures/scaling.svg
	Benchmarks/scaling/run.sh

.PHONY: lint
lint: setup ## Check the source's format
	swift format lint --strict -r Sources Tests Package.swift

.PHONY: format
format: ## Format the source
	swift format format -i -r Sources Tests Package.swift

.PHONY: documents
documents: build ## Write the tables and the shown files of docs/ anew
	THALWEG_WRITE_DOCUMENTS=1 swift test $(SWIFT_FLAGS) --skip-build --filter DocumentTablesTests

.PHONY: clean
clean: ## Remove what was built
	rm -rf .build out $(VENV)
