#!/usr/bin/env bash
# Configures and builds a preset: scripts/build.sh PRESET [TARGET...]. Torch_DIR and CMAKE_PREFIX_PATH are passed on.
set -euo pipefail
cd "$(dirname "$0")/.."

preset=${1:?usage: scripts/build.sh PRESET [TARGET...]}
shift
cmake --preset "$preset" ${Torch_DIR:+"-DTorch_DIR=$Torch_DIR"} \
  ${CMAKE_PREFIX_PATH:+"-DCMAKE_PREFIX_PATH=${CMAKE_PREFIX_PATH//:/;}"}
cmake --build --preset "$preset" --parallel "$(nproc)" ${1:+--target "$@"}
