#!/bin/bash
# A sweep over MPI ranks without a scheduler:
#
#   jobs/mpirun.sh SWEEP OUT                          # a rank per core of this machine
#   jobs/mpirun.sh SWEEP OUT --hostfile hosts.txt     # whatever mpirun takes
#
# kill -USR1 of this process stops the sweep: exit 75. The same command again resumes it.
set -euo pipefail
sweep=${1:?sweep} out=${2:?directory}
shift 2
PATH=$(dirname "$0")/../.build/release:$PATH # a checkout's own build

# Ranks share nothing but the file system: one core each, and no hyperthreads, is best.
exec mpirun "$@" "$(realpath "$(command -v thalweg)")" run "$sweep" --out "$out"
