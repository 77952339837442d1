#!/usr/bin/env bash
# Kills training runs, before every call of their saves and at random instants, or stops them by signals, resumes them, and
# compares the models with that of a run left alone. Needs a built sentiment-train (build/, or SENTIMENT_BUILD) and strace.
#
#   scripts/crash_test.sh [--kills N] [--signals N] [--seed S]    200 random kills, 50 SIGINT, 50 SIGTERM, seed 1
set -euo pipefail
cd "$(dirname "$0")/.."

build=${SENTIMENT_BUILD:-build}
[[ -x $build/sentiment-train ]] || {
  echo "error: crash_test: $build/sentiment-train: expected the built trainer, found none; run scripts/build.sh" >&2
  exit 1
}
command -v strace >/dev/null || {
  echo "error: crash_test: expected strace, found none; run scripts/setup.sh --tests" >&2
  exit 1
}
SENTIMENT_BUILD=$(realpath "$build") exec python3 tests/checkpoint/killed_runs.py "$@"
