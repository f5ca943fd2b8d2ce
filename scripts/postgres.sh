#!/usr/bin/env bash
# Runs a PostgreSQL server in a folder, to try csws out and for its tests. It opens a socket there, and no port.
#   scripts/postgres.sh start FOLDER    prints the address for `target:`
#   scripts/postgres.sh stop FOLDER     stops it; then the folder can be removed
# Needs the programs of PostgreSQL (Debian: postgresql). Anybody who can read the folder can use the server, so it is
# not for production.
set -euo pipefail

# shellcheck disable=SC2012  # The folders are named by version; a file name cannot surprise here.
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
