#!/bin/bash
# Builds the contestants and compares them: bench.sh [options of bench.py]. `make bench` runs it.
set -e
cd "$(dirname "$0")"
if [ ! -f .venv/ready ] || [ requirements.txt -nt .venv/ready ]; then
  echo "installing the rivals into Benchmarks/.venv"
  python3 -m venv .venv && .venv/bin/pip install -q -r requirements.txt && touch .venv/ready
fi
touch Package.swift # or a source of Thalweg that was removed is missed
swift build -c release --product training-benchmark
build=$(swift build -c release --show-bin-path)
py=.venv/bin/python
lib=$($py -c 'import scipy_openblas32 as s; print(s.get_lib_dir())')
include=$($py -c 'import scipy_openblas32 as s; print(s.get_include_dir())')
fast="-O3 -march=native -mprefer-vector-width=512 -ffast-math -fopenmp-simd"
for type in float64:double float32:float; do
  real=${type#*:} name=${type%:*}
  cc $fast -DREAL=$real -Dcblas_dgemm=scipy_cblas_dgemm -Dcblas_sgemm=scipy_cblas_sgemm \
    -Dcblas_dgemv=scipy_cblas_dgemv -Dcblas_sgemv=scipy_cblas_sgemv -I"$include" \
    rivals/contestant.c rivals/openblas.c -o "$build/openblas_$name" \
    -L"$lib" -lscipy_openblas -Wl,-rpath,"$lib" -lm
  for rival in fused lanes; do
    cc $fast -DREAL=$real rivals/contestant.c rivals/$rival.c -o "$build/${rival}_$name" -lm
  done
done
cc $fast -DREAL=float -DRUNS=32 rivals/contestant.c rivals/fused.c -o "$build/fused_float32_wide" -lm
# The compiler of the core, whose functions are measured, too.
"$(dirname "$(command -v swiftc)")/clang" -O2 -march=native -fno-math-errno -I../Sources/CLaneIntrinsics roofs.c -o "$build/roofs" -lm
exec $py bench.py --build "$build" "$@"
