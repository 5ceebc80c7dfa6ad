#!/usr/bin/env bash
# Runs a command without the descriptors that whoever started us left open: some wait for an end of
# file there, and must not wait for a daemon.
for descriptor in /proc/self/fd/*; do
  descriptor=${descriptor##*/}
  if ((descriptor > 2)); then eval "exec $descriptor>&-"; fi
done
exec "$@"
