#!/usr/bin/env bash
# Measures our training and prediction against their peers, alternately in one run, prints a table and writes
# benchmark.json. Installs what it needs and asks nothing.
#
#   scripts/benchmark.sh [--quick] [--whole-epoch] [--peer-allocator default] [NAME...]   --list prints the names
#
# SENTIMENT_IMDB names the training reviews as data.train does; without it they are looked for in data/imdb
# (scripts/get_imdb.sh).
set -euo pipefail
cd "$(dirname "$0")/.."
exec </dev/null

readonly requirements=scripts/requirements-benchmark.txt

say() { printf 'benchmark: %s\n' "$*" >&2; }
fail() {
  printf 'error: benchmark: %s\n' "$*" >&2
  exit 1
}

find_reviews() {
  local archive
  if [[ -n ${SENTIMENT_IMDB:-} ]]; then
    echo "$SENTIMENT_IMDB"
    return
  fi
  for archive in data/imdb/*.tar.*; do
    if [[ -f $archive ]]; then
      echo "$(realpath "$archive")!/aclImdb/train"
      return
    fi
  done
  if [[ -d data/imdb/train ]]; then realpath data/imdb/train; fi
}

pip_install() { .venv/bin/python -m pip --disable-pip-version-check --no-input install --quiet "$@" >&2; }

has_requirements() {
  .venv/bin/python - "$requirements" 2>/dev/null <<'END'
import importlib.metadata, sys
pins = (line.split("==") for line in open(sys.argv[1]).read().split())
sys.exit(any(importlib.metadata.version(name) != version for name, version in pins))
END
}

install_peers() {
  if ! has_requirements; then
    say "installing into .venv: $(tr '\n' ' ' <"$requirements")"
    pip_install -r "$requirements"
  fi
  # From source it is compiled for this processor; the wheel serves any.
  .venv/bin/python -c 'import fasttext' 2>/dev/null && return
  say "installing into .venv: fasttext"
  pip_install fasttext==0.9.3 || pip_install fasttext-wheel==0.9.2 ||
    say "warning: fastText cannot be installed; its row is left out"
}

# Wrong arguments are better known now than after the build.
python3 tests/benchmark/benchmark.py --reviews none --list "$@" >/dev/null
if [[ " $* " == *" --list "* || " $* " == *" --help "* || " $* " == *" -h "* ]]; then
  exec python3 tests/benchmark/benchmark.py --reviews none "$@"
fi

reviews=$(find_reviews)
[[ -n $reviews ]] ||
  fail "expected IMDB's reviews in data/imdb, found none; run scripts/get_imdb.sh or set SENTIMENT_IMDB"

scripts/setup.sh --tests >&2
install_peers
cmake --preset release -DSENTIMENT_BENCHMARKS=ON ${Torch_DIR:+"-DTorch_DIR=$Torch_DIR"} \
  ${CMAKE_PREFIX_PATH:+"-DCMAKE_PREFIX_PATH=${CMAKE_PREFIX_PATH//:/;}"} >&2
cmake --build --preset release --parallel "$(nproc)" --target sentiment sentiment-train benchmarks >&2
exec .venv/bin/python tests/benchmark/benchmark.py --reviews "$reviews" "$@"
