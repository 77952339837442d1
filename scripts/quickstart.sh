#!/usr/bin/env bash
# From a fresh checkout to labelled text: sets up, builds, trains on data/sample, evaluates and predicts.
set -euo pipefail
cd "$(dirname "$0")/.."

run() {
  printf '\n$ %s\n' "$*"
  "$@"
}

scripts/setup.sh
scripts/build.sh release sentiment sentiment-train

again=()
[[ ! -e runs/quick ]] || again=(--force)
run build/sentiment train configs/quick.json -o runs/quick "${again[@]}"
run build/sentiment evaluate runs/quick data/sample/test.csv
run build/sentiment evaluate runs/quick data/sample/order_pairs.csv

reviews='I expected a masterpiece and got a disappointment.\nI expected a disappointment and got a masterpiece.\n'
printf "\n\$ printf '%s' | build/sentiment predict runs/quick\n" "$reviews"
printf '%b' "$reviews" | build/sentiment predict runs/quick
