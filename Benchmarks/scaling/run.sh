#!/bin/bash
# What dealing costs, ours and peers' in one run: run.sh [options of compare.py]. Needs `make build`,
# and GNU parallel for that peer; draws docs/figures/scaling.svg.
set -e
cd "$(dirname "$0")"
mkdir -p out
[ -d .venv ] || { python3 -m venv .venv && .venv/bin/pip install -q -r requirements.txt; }
.venv/bin/python compare.py ../../.build/release "$@" | tee out/scaling.txt
gnuplot figure.gp
