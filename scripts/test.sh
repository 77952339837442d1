#!/usr/bin/env bash
# Sets up, builds and runs every check and test. Needs no terminal and asks nothing. The release tests come last,
# so that the output ends with their summary; a check that failed before them is named after it.
set -euo pipefail
cd "$(dirname "$0")/.."
exec </dev/null

# Two test programs at a time share the cores; libtorch's threads would wait for each other by spinning, and some
# tests would take a minute instead of a second.
export OMP_WAIT_POLICY=passive

failed=()

phase() {  # NAME COMMAND...: runs it, with its seconds on standard error; a failure is remembered
  local name=$1 begin=$SECONDS status=0
  shift
  echo "== $name" >&2
  "$@" || status=$?
  echo "== $name: $((SECONDS - begin)) s$([[ $status == 0 ]] || echo ", failed ($status)")" >&2
  [[ $status == 0 ]] || failed+=("$name")
  return "$status"
}

include_order() { scripts/check_includes.py --self-test && scripts/check_includes.py; }

# Everything that needs no libtorch; the end-to-end tests run on the release build.
sanitizer_tests() {
  scripts/build.sh asan && ctest --preset asan --parallel "$(nproc)" --no-tests=error --label-exclude end_to_end
}

# What runs on several threads.
thread_tests() {
  scripts/build.sh tsan core_test kernels_test inference_test &&
    build-tsan/core_test --gtest_filter='ThreadPool*:Log*' && build-tsan/kernels_test --gtest_filter='SharedStages*:ReadingTeam*:*Threads*' &&
    build-tsan/inference_test
}

phase setup scripts/setup.sh --tests || exit 1
phase "include order" include_order || true
phase format scripts/format.sh --check || true
phase guards scripts/mutate_guards.sh --check || true
phase "sanitizer build and tests" sanitizer_tests || true
phase "thread sanitizer" thread_tests || true
phase fuzzing scripts/fuzz.sh 10 || true
phase build scripts/build.sh release || exit 1

echo "== tests" >&2
ctest --preset release --parallel "$(nproc)" --no-tests=error || failed+=(tests)
if [[ ${#failed[@]} != 0 ]]; then
  printf 'failed: %s\n' "${failed[@]}" >&2
  exit 1
fi
