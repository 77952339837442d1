#!/usr/bin/env bash
# Takes guards away, one at a time, and looks whether the tests notice: tests/guards/NAME.patch removes one check, and
# the command it names must then fail. A guard that nobody misses is either not tested or not needed.
#
#   scripts/mutate_guards.sh [NAME...]   all patches if none is named
#
# A patch begins with two lines for this script:
#   Build: TARGET...    what to build, without libtorch
#   Caught by: COMMAND  run in the build folder; it must succeed with the guard and fail without it
set -euo pipefail
cd "$(dirname "$0")/.."
exec </dev/null

readonly root=$PWD
readonly work=$root/build-guards
readonly tree=$work/tree  # a copy: the checkout itself is never touched
readonly build=$work/build

say() { printf 'guards: %s\n' "$*" >&2; }
field() { sed -n "s/^$2: //p;/^---/q" "$1"; }  # PATCH NAME

copy_tree() {
  mkdir -p "$tree"
  git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
    if [[ -e $file ]]; then printf '%s\0' "$file"; fi
  done | tar --null --files-from=- --create | tar --extract --directory="$tree"
}

build_targets() {  # LOG TARGET...
  local log=$1
  shift
  cmake --build "$build" --parallel "$(nproc)" --target "$@" >"$log" 2>&1
}

holds() (cd "$build" && timeout 300 bash -c "$1" >>"$work/test.log" 2>&1)  # COMMAND

# Prints what became of a guard; succeeds if it was missed.
try() {  # PATCH
  local patch=$1 targets command verdict
  read -ra targets <<<"$(field "$patch" Build)"
  command=$(field "$patch" "Caught by")
  [[ ${#targets[@]} != 0 && -n $command ]] || { echo "names no Build or Caught by" && return 1; }
  build_targets "$work/build.log" "${targets[@]}" || { echo "does not build even with the guard" && return 1; }
  holds "$command" || { echo "the test fails even with the guard" && return 1; }
  patch -d "$tree" -p1 --quiet --forward <"$patch" >"$work/patch.log" 2>&1 || { echo "does not apply" && return 1; }
  if ! build_targets "$work/build.log" "${targets[@]}"; then
    verdict="does not build"
  elif holds "$command"; then
    verdict="NOT CAUGHT"
  else
    verdict="caught"
  fi
  patch -d "$tree" -p1 --quiet --reverse <"$patch" >"$work/patch.log" 2>&1
  # At once: the next copy of the tree has the old times, by which nothing would have to be built.
  build_targets "$work/build.log" "${targets[@]}"
  echo "$verdict"
  [[ $verdict == caught ]]
}

command -v patch >/dev/null || { say "expected patch, found none; scripts/setup.sh --tests installs it" && exit 1; }
patches=()
for name in "${@:-*}"; do
  for file in tests/guards/$name.patch; do
    [[ -f $file ]] || { say "no patch named $name in tests/guards" && exit 2; }
    patches+=("$root/$file")
  done
done

trap 'rm -rf "$work"' INT TERM  # what is half done must not be taken for built
mkdir -p "$work"
copy_tree
cmake -S "$tree" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DSENTIMENT_TRAINING=OFF >"$work/build.log" 2>&1 ||
  { cat "$work/build.log" && exit 1; }

caught=0
for file in "${patches[@]}"; do
  verdict=$(try "$file") && caught=$((caught + 1))
  printf '%-44s %s\n' "$(basename "$file" .patch)" "$verdict"
done
echo "guards removed: ${#patches[@]}, caught: $caught"
[[ $caught == "${#patches[@]}" ]]
