#!/bin/bash
# A sweep as independent parts under GNU parallel, without MPI, then their merge:
#
#   jobs/parallel.sh SWEEP OUT [PARTS] [OPTION…]    # parts: 64 unless told; options of parallel
#   jobs/parallel.sh SWEEP OUT 256 --sshlogin 32/node1,32/node2 --workdir .   # a shared file system
#
# Several parts per core even out their run times. Ctrl-C and kill end the parts and the script with
# 75; the same command again resumes them.
set -uo pipefail
again="$0 $*"
sweep=${1:?sweep} out=${2:?directory} parts=${3:-64}
shift $(($# < 3 ? $# : 3))
PATH=$(dirname "$0")/../.build/release:$PATH # a checkout's own build
thalweg=$(realpath "$(command -v thalweg)")

# The first part that fails ends the others, and its exit code is parallel's. TERM comes first, so
# that parts leave orderly.
parallel --halt now,fail=1 --termseq TERM,5000,KILL,1000 "$@" \
  "$thalweg" run "$sweep" --out "$out" --shard "{}/$parts" ::: $(seq "$parts") &
trap 'kill -TERM $!; interrupted=75' INT TERM USR1
# A signal ends `wait` early; the last one has the exit code.
while kill -0 $! 2>/dev/null; do wait $!; done
wait $!
code=$?
if ((code != 0 && ${interrupted:-0})); then
  echo "interrupted; resume with: $again" >&2
  exit "$interrupted"
fi
((code == 0)) || exit $code
exec "$thalweg" merge "$out"
