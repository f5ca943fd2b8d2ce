#!/usr/bin/env bash
# A PostgreSQL server of one's own in a folder, for trying csws out and for its tests: no port, a socket in the folder.
#   scripts/postgres.sh start FOLDER    prints the address for `target:`
#   scripts/postgres.sh stop FOLDER     ends it; the folder can be removed then
# Needs PostgreSQL's programs (Debian: postgresql). Anybody who can reach the folder can use it: not for production.
set -euo pipefail

programs=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb "$(command -v initdb || true)" 2>/dev/null | tail -1)")
mkdir -p "$2"
folder=$(cd "$2" && pwd)

# The server refuses to run as root.
as_user() {
  if [ "$(id -u)" -eq 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

case "$1" in
  start)
    if [ "$(id -u)" -eq 0 ]; then chown postgres "$folder"; fi
    if [ ! -d "$folder/data" ]; then as_user "$programs/initdb" -D "$folder/data" -A trust -U csws >/dev/null; fi
    as_user "$programs/pg_ctl" -D "$folder/data" -o "-c listen_addresses='' -c unix_socket_directories='$folder'" \
      -l "$folder/log" -w start >/dev/null
    echo "postgresql://csws@/postgres?host=$folder"
    ;;
  stop)
    as_user "$programs/pg_ctl" -D "$folder/data" -m fast -w stop >/dev/null
    ;;
esac
