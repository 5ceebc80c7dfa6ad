#!/usr/bin/env bash
# Two hosts on one machine, for MPI over TCP: each a network and a host name of its own, joined by
# a virtual cable. They share the file system and nothing else. Needs root.
#
#   two-nodes.sh up DIR                 # the hosts end by themselves after half an hour
#   two-nodes.sh mpirun DIR ARGUMENT…   # mpirun on the first host, with both
#   two-nodes.sh kill DIR HOST PROGRAM  # SIGKILL for every process of that name on host 1 or 2
#   two-nodes.sh down DIR
set -euo pipefail
action=${1:?action} directory=$(realpath -m "${2:?directory}")
here=$(dirname "$(realpath "$0")")
shift 2
host_pid() { cat "$directory/host$1.pid"; }
on_host() { nsenter --target "$(host_pid "$1")" --net --uts -- "${@:2}"; }

case $action in
up)
  mkdir -p "$directory"
  unshare --net --uts true || {
    echo "this machine allows no network namespaces (root, or CAP_SYS_ADMIN, is needed)" >&2
    exit 1
  }
  for host in 1 2; do
    # A host is a process that keeps the namespaces.
    "$here/detached.sh" unshare --net --uts sleep 1800 </dev/null >/dev/null 2>&1 &
    echo $! >"$directory/host$host.pid"
    until [ "$(readlink "/proc/$!/ns/uts")" != "$(readlink /proc/self/ns/uts)" ]; do
      sleep 0.01
    done
    on_host $host hostname "node$host"
  done
  ip link add cable1 netns "$(host_pid 1)" type veth peer name cable2 netns "$(host_pid 2)"
  for host in 1 2; do
    on_host $host ip address add "10.99.0.$host/24" dev "cable$host"
    on_host $host ip link set "cable$host" up
    on_host $host ip link set lo up
  done
  # What Open MPI starts its daemon on another host with, in the place of ssh.
  cat >"$directory/remote-shell" <<END
#!/bin/bash
host=\${1##*.}
shift
exec nsenter --target \$(cat "$directory/host\$host.pid") --net --uts -- sh -c "\$*"
END
  chmod +x "$directory/remote-shell"
  ;;
mpirun)
  network=10.99.0.0/24
  exec nsenter --target "$(host_pid 1)" --net --uts -- \
    mpirun --mca plm rsh --mca plm_rsh_agent "$directory/remote-shell" \
    --mca btl_tcp_if_include $network --mca oob_tcp_if_include $network \
    --host 10.99.0.1:2,10.99.0.2:2 "$@"
  ;;
kill)
  network=/proc/$(host_pid "${1:?host}")/ns/net
  count=0
  for process in /proc/[0-9]*; do
    [ -r "$process/comm" ] || continue
    read -r name <"$process/comm" || continue
    if [ "$name" = "${2:?program}" ] && [ "$process/ns/net" -ef "$network" ]; then
      kill -KILL "${process#/proc/}"
      count=$((count + 1))
    fi
  done
  echo "$count processes killed"
  ;;
down)
  for host in 1 2; do
    pid=$(host_pid $host 2>/dev/null) && kill "$pid" 2>/dev/null || true
  done
  ;;
esac
