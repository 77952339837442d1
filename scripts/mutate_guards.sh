#!/usr/bin/env bash
# Takes guards away, one at a time, and looks whether the tests notice: tests/guards/NAME.patch removes one check, and
# the command it names must then fail. A guard that nobody misses is either not tested or not needed.
#
#   scripts/mutate_guards.sh [NAME...]   all patches if none is named
#   scripts/mutate_guards.sh --check     only whether each of them applies to the sources, and its test has that name
#
# A patch begins with two lines for this script:
#   Build: TARGET...    what to build, without libtorch
#   Caught by: COMMAND  run in the build folder, with the sources in ../tree; it must succeed with the guard and fail
#                       without it
set -euo pipefail
cd "$(dirname "$0")/.."
exec </dev/null

readonly root=$PWD
readonly work=$root/build-guards
readonly tree=$work/tree  # a copy: the checkout itself is never touched
readonly build=$work/build

say() { printf 'guards: %s\n' "$*" >&2; }
field() { sed -n "s/^$2: //p;/^---/q" "$1"; }  # PATCH NAME

copy_tree() {  # a file that differs is written anew, so that its time says that it has to be built
  mkdir -p "$tree"
  git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
    if [[ -f $file ]] && ! cmp -s "$file" "$tree/$file"; then
      mkdir -p "$tree/$(dirname "$file")"
      cp "$file" "$tree/$file"
    fi
  done
}

build_targets() {  # TARGET...
  cmake --build "$build" --parallel "${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}" --target "$@" >"$work/build.log" 2>&1
}

# Within bounds: a limit that was taken away must not take the machine's memory or the whole night.
holds() (cd "$build" && ulimit -v 6000000 && timeout 120 bash -c "$1" >"$work/test.log" 2>&1)  # COMMAND

# Those of one file one after another, so that for each the file is compiled once and not put back in between.
in_order() {  # PATCH...
  local patch
  for patch in "$@"; do
    printf '%s\t%s\t%s\n' "$(field "$patch" Build)" "$(sed -n 's/^+++ //p;/^@@/q' "$patch")" "$patch"
  done | sort | cut -f3
}

# Prints what became of a guard; succeeds if it was missed.
try() {  # PATCH
  local patch=$1 targets command verdict
  read -ra targets <<<"$(field "$patch" Build)"
  command=$(field "$patch" "Caught by")
  [[ -z ${fails[$command]:-} ]] || { echo "the test fails even with the guard" && return 1; }
  patch -d "$tree" -p1 --quiet --forward <"$patch" >"$work/patch.log" 2>&1 || { echo "does not apply" && return 1; }
  if ! build_targets "${targets[@]}"; then
    verdict="does not build: $(grep -m1 'error:' "$work/build.log" || true)"
  elif holds "$command"; then
    verdict="NOT CAUGHT"
  else
    verdict="caught"
  fi
  patch -d "$tree" -p1 --quiet --reverse <"$patch" >"$work/patch.log" 2>&1
  echo "$verdict"
  [[ $verdict == caught ]]
}

command -v patch >/dev/null || { say "expected patch, found none; scripts/setup.sh --tests installs it" && exit 1; }

# A guard that has moved must take its patch along.
check() {
  local patch filter status=0
  for patch in tests/guards/*.patch; do
    patch -p1 --dry-run --quiet --force <"$patch" >/dev/null || { echo "$patch: does not apply" && status=1; }
    filter=$(sed -n 's/.*--gtest_filter=[^.]*\.\([A-Za-z0-9_]*\).*/\1/p;/^---/q' "$patch")
    [[ -z $filter ]] || grep -rq --include='*.cpp' "$filter" tests || { echo "$patch: no test named $filter" && status=1; }
  done
  return "$status"
}
if [[ ${1:-} == --check ]]; then
  check
  exit
fi

patches=()
for name in "${@:-*}"; do
  for file in tests/guards/$name.patch; do
    [[ -f $file ]] || { say "no patch named $name in tests/guards" && exit 2; }
    patches+=("$root/$file")
  done
done

mkdir -p "$work"
copy_tree
cmake -S "$tree" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DSENTIMENT_TRAINING=OFF >"$work/build.log" 2>&1 ||
  { cat "$work/build.log" && exit 1; }

mapfile -t patches < <(in_order "${patches[@]}")
targets=()
declare -A fails=()  # the commands that fail with all guards in their places; those that hold are empty
for file in "${patches[@]}"; do
  command=$(field "$file" "Caught by")
  read -ra more <<<"$(field "$file" Build)"
  [[ -n $command && ${#more[@]} != 0 ]] || { say "$file: expected a line Build and a line Caught by" && exit 2; }
  targets+=("${more[@]}")
  fails[$command]=""
done
mapfile -t targets < <(printf '%s\n' "${targets[@]}" | sort -u)
say "building ${targets[*]}"
build_targets "${targets[@]}" || { cat "$work/build.log" && exit 1; }
for command in "${!fails[@]}"; do
  holds "$command" || fails[$command]=yes
done

caught=0
for file in "${patches[@]}"; do
  verdict=$(try "$file") && caught=$((caught + 1))
  printf '%-44s %s\n' "$(basename "$file" .patch)" "$verdict"
done
build_targets "${targets[@]}"  # the file of the last one, too
echo "guards removed: ${#patches[@]}, caught: $caught"
[[ $caught == "${#patches[@]}" ]]
