#!/usr/bin/env bash
# Puts the Large Movie Review Dataset (Maas et al., ACL 2011) into data/imdb/, which git ignores, as the one
# archive it comes in: sentiment reads it packed.
#
#   scripts/get_imdb.sh             downloads aclImdb_v1.tar.gz (80 MB)
#   scripts/get_imdb.sh ARCHIVE     takes a local copy, .tar.gz or .tar.xz
set -euo pipefail

readonly url=https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz
readonly official_name=aclImdb_v1.tar.gz
readonly official_md5=7c2ac02c03563afcf9b574c7e56c153a
readonly official_bytes=84125825
readonly reviews_per_label=12500

fail() {
  printf 'error: %s\n' "$1" >&2
  exit 1
}

# Succeeds for the archive as its authors publish it.
is_official() {
  [[ $(stat -c %s -- "$1") == "$official_bytes" && $(md5sum <"$1") == "$official_md5"* ]]
}

# Succeeds if an archive lists every labelled training review.
lists_training_reviews() {
  local names label
  names=$(tar -tf "$1" 2>/dev/null | sed 's|^\./||') || return 1
  for label in pos neg; do
    [[ $(grep -c "^aclImdb/train/$label/[^/]*\.txt\$" <<<"$names") == "$reviews_per_label" ]] || return 1
  done
}

# Checks the file $1 that is to be called $2.
verify() {
  if [[ $2 == "$official_name" ]]; then
    is_official "$1" || fail "$2: expected $official_bytes bytes with MD5 $official_md5, found another file; get it again"
  elif ! is_official "$1"; then
    lists_training_reviews "$1" ||
      fail "$2: expected an archive with $reviews_per_label .txt files in each of aclImdb/train/pos and aclImdb/train/neg, found another; get $url"
  fi
}

download() {
  local manual="get $url by other means and run: scripts/get_imdb.sh $official_name"
  printf 'downloading %s (80 MB)\n' "$url" >&2
  if command -v curl >/dev/null; then
    curl --fail --location --silent --show-error --connect-timeout 30 --retry 2 --output "$1" "$url" ||
      fail "$url: cannot be downloaded; $manual"
  elif command -v wget >/dev/null; then
    wget --no-verbose --timeout 30 --tries 3 --output-document "$1" "$url" ||
      fail "$url: cannot be downloaded; $manual"
  else
    fail "expected curl or wget to download with, found neither; install one, or $manual"
  fi
}

print_use() {
  printf "%s is in place; train on it with\n  --set 'data.train=%s!/aclImdb/train'\n" "$1" "$1"
}

[[ $# -le 1 ]] || fail "expected at most one archive, found $# arguments"
readonly source=${1-}
[[ -z $source || -f $source ]] || fail "$source: no such file"
name=$official_name
if [[ -n $source ]]; then name=$(basename -- "$source"); fi
case $name in
  *.tar.gz | *.tgz | *.tar.xz) ;;
  *) fail "$name: expected a .tar.gz or .tar.xz, found another name" ;;
esac

folder=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)/data/imdb
mkdir -p -- "$folder"
readonly target=$folder/$name
if [[ -f $target ]] && (verify "$target" "$name") 2>/dev/null; then
  print_use "$target"
  exit 0
fi

part=$(mktemp -- "$folder/.$name.XXXXXX.tmp")
trap 'rm -f -- "$part"' EXIT
if [[ -n $source ]]; then cp -- "$source" "$part"; else download "$part"; fi
verify "$part" "$name"
chmod 644 -- "$part"
mv -- "$part" "$target"
print_use "$target"
