#!/usr/bin/env bash
# Ends the jobs and daemons of slurm-up.sh DIR, and no others: those whose pid files are in DIR.
set -u
directory=$(realpath -m "${1:?directory}")
export SLURM_CONF=$directory/slurm.conf
daemons=(slurmd slurmctld munged)

# The process of a daemon; nothing if it is gone, or a zombie that nobody has looked after yet.
process() {
  local pid
  pid=$(cat "$directory/run/$1.pid" 2>/dev/null) && [ -e "/proc/$pid/exe" ] && echo "$pid"
}

if [ -n "$(process slurmctld)" ]; then
  timeout 5 scancel --user="$(id -un)" 2>/dev/null
  for _ in $(seq 50); do
    [ -z "$(timeout 1 squeue -h 2>/dev/null)" ] && break
    sleep 0.1
  done
fi
for daemon in "${daemons[@]}"; do
  pid=$(process "$daemon") && kill "$pid" 2>/dev/null
done
alive() { for daemon in "${daemons[@]}"; do process "$daemon" && return; done; }
for _ in $(seq 100); do
  [ -z "$(alive)" ] && exit 0
  sleep 0.1
done
for daemon in "${daemons[@]}"; do
  pid=$(process "$daemon") && kill -KILL "$pid"
done
exit 1
