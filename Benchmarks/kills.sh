#!/bin/bash
# Kills a sweep so many times at random, workers, coordinators, ranks and whole MPI jobs, and counts
# what was computed twice: kills.sh [200]. The package must be built (make build).
set -euo pipefail
cd "$(dirname "$0")/.."
THALWEG_KILLS=${1:-200} swift test -c release -Xswiftc -enable-testing --skip-build --filter KillTests
