#!/usr/bin/env bash
# Feeds the readers with inputs that libFuzzer makes up, under the address and undefined-behaviour sanitizers, and
# stops at the first one that is not answered properly.
#
#   scripts/fuzz.sh [SECONDS [TARGET...]]   SECONDS for each target, 3600 if left out; all targets if none is named
#
# A finding is written to build-fuzz/findings; put it into tests/fuzz/regress/TARGET once it is mended, so that every
# test run tries it again. What has been found interesting is kept in build-fuzz/corpus and gone on with.
set -euo pipefail
cd "$(dirname "$0")/.."
exec </dev/null

readonly seconds=${1:-3600}
shift $(($# > 0))
[[ $seconds =~ ^[1-9][0-9]*$ ]] || {
  echo "error: fuzz: expected a number of seconds, found '$seconds'" >&2
  exit 2
}

cmake --preset fuzz >/dev/null
cmake --build --preset fuzz --parallel "$(nproc)" --target fuzz_targets >&2
targets=("$@")
if [[ ${#targets[@]} == 0 ]]; then
  for program in build-fuzz/*_fuzz; do targets+=("$(basename "$program" _fuzz)"); done
fi
python3 tests/fuzz/make_seeds.py build-fuzz/seeds
mkdir -p build-fuzz/findings

fuzz() {  # TARGET: one line of what was tried, or the whole log of a finding
  local target=$1 folders=("build-fuzz/corpus/$1" "build-fuzz/seeds/$1") log="build-fuzz/$1.log"
  [[ -d tests/fuzz/regress/$target ]] && folders+=("tests/fuzz/regress/$target")
  mkdir -p "build-fuzz/corpus/$target"
  if "build-fuzz/${target}_fuzz" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -malloc_limit_mb=512 \
    -max_len=16384 -print_final_stats=1 -artifact_prefix="build-fuzz/findings/$target-" "${folders[@]}" >"$log" 2>&1; then
    printf '%-16s %12s inputs\n' "$target" "$(awk '/number_of_executed_units/ {print $2}' "$log")"
  else
    cat "$log"
    printf 'error: fuzz: %s: see build-fuzz/findings\n' "$target"
    return 1
  fi
}
export -f fuzz
export seconds
printf '%s\n' "${targets[@]}" | xargs -P "$(nproc)" -I{} bash -euo pipefail -c 'fuzz {}'
