# SPDX-License-Identifier: GPL-2.0
#
# The front door: every target names the script or the folder that does the
# work. No build rule lives here; parts with a Makefile of their own are
# entered by recursion. Products go to build/ (README.md lists them).

MAKEFLAGS += --no-print-directory
JOBS ?= $(shell nproc)
export JOBS

# The steps of one target run in the order written, each with all processors.
.NOTPARALLEL:

.PHONY: help run check check-full bench bench-sim setup sim linux hypervisor \
	userland lint series-check series-check-full clean clean-setup build

help:
	@sed -n 's/^\([a-z-]*\):.*## */\1\t/p' Makefile | \
	awk -F'\t' '{ printf "  make %-18s %s\n", $$1, $$2 }'

run: build ## build what is missing and boot Linux in the simulator
	@scripts/run

check: build ## build and run the CI tier of the tests
	@tests/run --tier ci --jobs $(JOBS)

check-full: build ## run every test; goes on where it was interrupted
	@tests/run --tier full --resume --jobs $(JOBS)

bench: build ## measure, print the table, write build/bench/
	@test -x scripts/bench || { echo "bench: not part of this tree yet"; exit 1; }
	@scripts/bench

bench-sim: sim ## measure the simulator itself
	@$(MAKE) -C sim bench

build: setup sim linux hypervisor userland ## everything, no tests

setup: ## packages (as root) and the cross toolchain
	@scripts/setup

sim: ## the simulator: build/sim/ia64-sim
	@if test -f sim/Makefile; then $(MAKE) -j$(JOBS) -C sim; \
	else echo "sim: not part of this tree yet"; fi

linux: ## both kernels: build/linux/vmlinux, build/linux-native/vmlinux
	@scripts/linux

hypervisor: ## the hypervisor: build/hypervisor/hypervisor
	@if test -f hypervisor/Makefile; then $(MAKE) -j$(JOBS) -C hypervisor; \
	elif test -x scripts/hypervisor; then scripts/hypervisor; \
	else echo "hypervisor: not part of this tree yet"; fi

userland: ## build/userland/initramfs.cpio.gz
	@if test -x scripts/userland; then scripts/userland; \
	else echo "userland: not part of this tree yet"; fi

lint: ## style, shell and spelling checks of the sources
	@scripts/lint

series-check: ## the quick rules of the patch series
	@scripts/series-check

series-check-full: ## build every prefix of the series, boot every group
	@scripts/series-check-full

clean: ## remove build/ (the cache folder stays)
	rm -rf build

clean-setup: ## remove the cache folder; installed packages are named
	@scripts/setup --clean
