#!/bin/bash
# Submits a sweep as a job array and the merge that waits for it:
#
#   jobs/submit-array.sh SWEEP OUT [PARTS]      # 16 parts unless told
#
# Partition, account, walltime: SBATCH_PARTITION=… SBATCH_ACCOUNT=… SBATCH_TIMELIMIT=… before it.
# If a task fails, the merge is cancelled; submit again, and only what is missing is computed.
set -euo pipefail
sweep=${1:?sweep} out=${2:?directory} parts=${3:-16}
jobs=$(dirname "$0")

# --parsable prints ID or ID;CLUSTER.
array=$(sbatch --parsable --array="1-$parts" "$jobs/array.sbatch" "$sweep" "$out")
merge=$(sbatch --parsable --dependency="afterok:${array%%;*}" --kill-on-invalid-dep=yes \
  "$jobs/merge.sbatch" "$out")
echo "array ${array%%;*} merge ${merge%%;*}"
