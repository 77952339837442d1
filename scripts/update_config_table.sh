#!/usr/bin/env bash
# Writes the tables of settings in configs/README.md anew from the declarations in the built program.
set -euo pipefail
cd "$(dirname "$0")/.."
readonly page=configs/README.md
readonly begin='<!-- settings: written by scripts/update_config_table.sh -->'

[[ -x build/sentiment ]] || { echo "error: build/sentiment: expected the built program, found none; run scripts/build.sh" >&2; exit 1; }
grep -qF "$begin" "$page" || { echo "error: $page: expected the line '$begin', found none" >&2; exit 1; }
{
  awk -v line="$begin" '{ print } $0 == line { exit }' "$page"
  echo
  build/sentiment init --table
  printf '\n## Settings of `sentiment pretrain`\n\n'
  build/sentiment init --pretrain --table
} >"$page.tmp"
mv "$page.tmp" "$page"
