#!/bin/bash
# Builds everything, measures the roofs of this machine, then compares: run.sh [options of compare.py]
set -e
cd "$(dirname "$0")"
[ -d .venv ] || { python3 -m venv .venv && .venv/bin/pip install -q -r requirements.txt; }
swift build -c release
build=$(swift build -c release --show-bin-path)
py=.venv/bin/python
lib=$($py -c 'import scipy_openblas32 as s; print(s.get_lib_dir())')
include=$($py -c 'import scipy_openblas32 as s; print(s.get_include_dir())')
for real in double float; do
  cc -O3 -march=native -mprefer-vector-width=512 -ffast-math -DREAL=$real \
    -Dcblas_dgemm=scipy_cblas_dgemm -Dcblas_sgemm=scipy_cblas_sgemm -I"$include" \
    rivals/openblas.c -o "$build/openblas_$real" -L"$lib" -lscipy_openblas -Wl,-rpath,"$lib" -lm
done
cc -O3 -march=native roofs.c -o "$build/roofs" && taskset -c 1 "$build/roofs"
$py compare.py "$build" "$@"
