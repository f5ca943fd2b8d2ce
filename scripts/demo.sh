#!/usr/bin/env bash
# Shows the main job with real output, in a scratch folder that is removed at the end.
set -euo pipefail
csws_binary=${CSWS:-csws}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

csws() {
  printf '\n$ csws %s\n' "$*"
  "$csws_binary" "$@"
}

csws init acme
cd acme
csws validate
csws plan
csws apply --auto-approve
csws plan
