#!/usr/bin/env bash
# Installs what `sentiment` is built from: Debian packages, and libtorch unless there is one already.
# Asks nothing; what is present is left alone, so that a second run installs nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly torch_version=2.13.0  # the one the program is built and tested with
readonly requirements=scripts/requirements-tests.txt

usage() {
  cat <<END
usage: scripts/setup.sh [--tests] [--no-training]
  --tests        also what scripts/test.sh needs: clang-format-14, Chromium, and torch and $requirements in .venv
  --no-training  no libtorch: enough for -DSENTIMENT_TRAINING=OFF
SENTIMENT_TORCH_INDEX: where pip looks for torch; the index of CPU builds that PyTorch's page on installing names
has one without CUDA, which is much smaller. Torch_DIR or CMAKE_PREFIX_PATH: a libtorch to use instead.
END
}

say() { printf 'setup: %s\n' "$*" >&2; }
fail() {
  printf 'error: setup: %s\n' "$*" >&2
  exit 1
}

tests=no training=yes
for argument in "$@"; do
  case $argument in
    --tests) tests=yes ;;
    --no-training) training=no ;;
    -h | --help) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
  esac
done

# --- Debian packages -----------------------------------------------------------------------------------------

packages=(g++ cmake ninja-build ccache pkg-config ca-certificates libcli11-dev nlohmann-json3-dev libspdlog-dev
  libfmt-dev libutf8proc-dev zlib1g-dev libarchive-dev libxxhash-dev libssl-dev libgtest-dev libgmock-dev)
[[ $tests == no ]] || packages+=(clang-format-14 clang-14 libclang-rt-14-dev libbenchmark-dev locales patch
  strace)

# Ubuntu's chromium is a snap, which a script does not install; the tests of pages are left out there.
if [[ $tests == yes ]] && grep -qx 'ID=debian' /etc/os-release 2>/dev/null; then packages+=(chromium); fi

missing_packages() {
  local package
  for package in "${packages[@]}"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || echo "$package"
  done
  # Any Python that can make a virtual environment will do, Debian's or another.
  if [[ $tests == yes || $training == yes ]] && ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
    printf '%s\n' python3 python3-venv
  fi
}

install_packages() {
  local as_root=(env DEBIAN_FRONTEND=noninteractive)
  if [[ $(id -u) != 0 ]]; then
    if ! sudo -n true 2>/dev/null; then
      say "packages are missing and this user may not install any; an administrator must run:"
      printf 'sudo apt-get install -y --no-install-recommends %s\n' "$*" >&2
      exit 1
    fi
    as_root=(sudo -n "${as_root[@]}")
  fi
  say "installing Debian packages: $*"
  "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 -qq update >&2
  "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 -qq install -y --no-install-recommends "$@" >&2
}

# at_least FOUND WANTED: versions in order
at_least() { [[ $(printf '%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]; }

command -v dpkg-query >/dev/null ||
  fail "expected Debian or Ubuntu, found no dpkg-query; install by hand what provides: ${packages[*]}"
mapfile -t missing < <(missing_packages)
[[ ${#missing[@]} == 0 ]] || install_packages "${missing[@]}"

cmake_version=$(cmake --version | sed -n 's/^cmake version //p')
compiler_version=$(g++ -dumpfullversion)
at_least "$cmake_version" 3.25 ||
  fail "expected cmake 3.25 or newer, found $cmake_version; use Debian 12, Ubuntu 24.04 or newer, or put a newer cmake first in PATH"
at_least "$compiler_version" 12 ||
  fail "expected g++ 12 or newer, found $compiler_version; use Debian 12, Ubuntu 24.04 or newer"

# --- libtorch and .venv --------------------------------------------------------------------------------------

torch_folder_of() {  # PYTHON: the folder of the torch it can import
  "$1" -c "import importlib.util as u, os; s = u.find_spec('torch'); print(os.path.dirname(s.origin) if s else '')" \
    2>/dev/null || true
}

has_libtorch() { [[ -n $1 && -e $1/include/torch/csrc/api/include/torch/types.h ]]; }

find_libtorch() {  # in the order of src/nn/libtorch.cmake
  local root roots=()
  [[ -z ${Torch_DIR:-} ]] || roots+=("$Torch_DIR/../../..")
  IFS=':;' read -ra prefixes <<<"${CMAKE_PREFIX_PATH:-}"
  roots+=(${prefixes[@]+"${prefixes[@]}"} "$(torch_folder_of python3)" "$(torch_folder_of .venv/bin/python)")
  for root in "${roots[@]}"; do
    if has_libtorch "$root"; then
      realpath "$root"
      return
    fi
  done
}

libtorch_version() {  # FOLDER, of a wheel or of a libtorch archive
  if [[ -e $1/version.py ]]; then
    sed -n "s/^__version__ = '\(.*\)'/\1/p" "$1/version.py"
  else
    cat "$1/build-version" 2>/dev/null || echo "of unknown version"
  fi
}

make_venv() {  # OPTION...
  # Half-made, or its Python is gone: pip does not start, and it is made anew.
  if .venv/bin/python -m pip --version >/dev/null 2>&1; then return; fi
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
    fail "torch $torch_version needs Python 3.10 or newer, found $(python3 --version); put a newer python3 first in PATH"
  say "making .venv"
  python3 -m venv --clear "$@" .venv
}

pip_install() { .venv/bin/python -m pip --disable-pip-version-check --no-input install "$@" >&2; }

install_torch() {
  make_venv
  local index=${SENTIMENT_TORCH_INDEX:-"the usual index (SENTIMENT_TORCH_INDEX chooses another)"}
  say "installing torch $torch_version into .venv from $index"
  # Always with the version: without it pip takes the newest build, which is for CUDA and fills gigabytes.
  pip_install ${SENTIMENT_TORCH_INDEX:+--index-url "$SENTIMENT_TORCH_INDEX"} "torch==$torch_version"
}

has_requirements() {
  .venv/bin/python - "$requirements" 2>/dev/null <<'END'
import importlib.metadata, sys
pins = (line.split("==") for line in open(sys.argv[1]).read().split())
sys.exit(any(importlib.metadata.version(name) != version for name, version in pins))
END
}

install_test_tools() {
  if [[ $training == yes ]] && ! has_libtorch "$(torch_folder_of .venv/bin/python)"; then
    # A torch that python3 has already is seen from .venv rather than installed twice.
    if [[ ! -e .venv ]] && has_libtorch "$(torch_folder_of python3)"; then make_venv --system-site-packages; fi
    has_libtorch "$(torch_folder_of .venv/bin/python)" || install_torch
  fi
  make_venv
  if has_requirements; then return; fi
  say "installing into .venv: $(tr '\n' ' ' <"$requirements")"
  pip_install -r "$requirements"
}

if [[ $training == yes && -z $(find_libtorch) ]]; then install_torch; fi
if [[ $tests == yes ]]; then install_test_tools; fi

summary="g++ $compiler_version, cmake $cmake_version"
if [[ $training == yes ]]; then
  libtorch=$(find_libtorch)
  has_libtorch "$libtorch" || fail "expected libtorch after its installation, found none; remove .venv and try again"
  found=$(libtorch_version "$libtorch")
  [[ $found == "$torch_version"* ]] || say "warning: libtorch $found is used, $torch_version is what was tested"
  summary+=", libtorch $found in $libtorch"
else
  summary+=", no libtorch (build with -DSENTIMENT_TRAINING=OFF)"
fi
[[ $tests == no ]] || summary+=", tests: $(tr '\n' ' ' <"$requirements")"
echo "ready: $summary"
