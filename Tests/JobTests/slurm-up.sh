#!/usr/bin/env bash
# A private Slurm of one node: munged, slurmctld and slurmd run as this user, with every file in
# DIR, ports of their own, and nothing outside touched.
#
#   slurm-up.sh DIR OWNER; export SLURM_CONF=DIR/slurm.conf; …; slurm-down.sh DIR
#
# When the process OWNER is gone, so are the daemons.
set -euo pipefail
directory=$(realpath -m "${1:?directory}") owner=${2:?process}
here=$(dirname "$(realpath "$0")")
mkdir -p "$directory"/{state,spool,log,run}
chmod 755 "$directory" "$directory/run"

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo $port
}

host=$(hostname -s) user=$(id -un)
# - More processors than there are, so that jobs need not wait for each other: config_overrides.
# - A requeued job may start again once old credentials have expired: 5 s instead of 120 s.
# - No cgroups, no accounting: what any container allows.
cat >"$directory/slurm.conf" <<END
ClusterName=thalweg
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
AuthInfo=socket=$directory/run/munge.sock,cred_expire=5
CredType=cred/munge
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
StateSaveLocation=$directory/state
SlurmdSpoolDir=$directory/spool
SlurmctldPidFile=$directory/run/slurmctld.pid
SlurmdPidFile=$directory/run/slurmd.pid
SlurmctldLogFile=$directory/log/slurmctld.log
SlurmdLogFile=$directory/log/slurmd.log
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=1,sched_interval=1
MpiDefault=pmix
KillWait=5
ReturnToService=2
PlugStackConfig=/dev/null
NodeName=$host NodeAddr=127.0.0.1 CPUs=16 RealMemory=1000 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
echo "CgroupPlugin=cgroup/v1" >"$directory/cgroup.conf"
head -c 128 /dev/urandom >"$directory/munge.key"
chmod 400 "$directory/munge.key"

export SLURM_CONF=$directory/slurm.conf PATH=$PATH:/usr/sbin:/sbin
"$here/detached.sh" munged --force --key-file="$directory/munge.key" --socket="$directory/run/munge.sock" \
  --pid-file="$directory/run/munged.pid" --log-file="$directory/log/munged.log" \
  --seed-file="$directory/run/munge.seed"
"$here/detached.sh" slurmctld -i
"$here/detached.sh" slurmd

SECONDS=0
while ((SECONDS < 20)); do
  # A controller that is not there yet is asked for long.
  if timeout 1 sinfo -h -o %T 2>/dev/null | grep -q idle; then
    # The watchman.
    watch='while kill -0 "$0"; do [ -e "/proc/$1/exe" ] || exit; sleep 1; done; exec "$2" "$3"'
    "$here/detached.sh" bash -c "$watch" "$owner" "$(cat "$directory/run/slurmctld.pid")" \
      "$here/slurm-down.sh" "$directory" </dev/null >/dev/null 2>&1 &
    exit 0
  fi
  sleep 0.1
done
echo "Slurm did not come up:" >&2
tail -n 20 "$directory"/log/*.log >&2
exit 1
