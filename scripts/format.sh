#!/usr/bin/env bash
# Formats all C++ files as .clang-format says; --check only reports what differs. Other versions of clang-format
# disagree about details, so only 14 is used.
set -euo pipefail
cd "$(dirname "$0")/.."

case ${1:-} in
  "") mode=(-i) ;;
  --check) mode=(--dry-run --Werror) ;;
  *) echo "usage: scripts/format.sh [--check]" >&2 && exit 2 ;;
esac

for tool in clang-format-14 clang-format ""; do
  [[ $tool ]] && "$tool" --version 2>/dev/null | grep -q ' version 14\.' && break
done
if [[ ! $tool ]]; then
  echo "error: format: expected clang-format 14, found none; run scripts/setup.sh --tests" >&2
  exit 1
fi

find src tests \( -name '*.h' -o -name '*.cpp' \) -print0 | sort -z | xargs -0 "$tool" "${mode[@]}"
