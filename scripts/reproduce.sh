#!/usr/bin/env bash
# Does a row of the table in configs/README.md from the reviews to runs/ROW/model.safetensors, and evaluates it.
#
#   scripts/reproduce.sh ROW [SEED]   ROW: scratch, vectors, lm, adversarial, bundle; SEED: 1 if left out
#   scripts/reproduce.sh cells [SEED] LSTM, GRU and vanilla RNN from scratch, of one and two layers, each with three
#                                     seeds from SEED on: runs/cells/TYPE-LAYERS/run-N, and runs/cells/table.txt
#
# The reviews are in $SENTIMENT_DATA (data/imdb if unset): train.tar.xz and unsup.tar.xz, or aclImdb_v1.tar.gz as
# scripts/get_imdb.sh gets it. Every fifth labelled training review is held out, 2,500 of each label: nothing is
# trained on them, pretraining included, and no file of the test half is read. What is there already is gone on
# with: an interrupted run is resumed, and a row that builds on another's run takes it as it is. $SENTIMENT_RUNS is the
# folder of the runs (runs if unset); for another seed, name another.
set -euo pipefail
cd "$(dirname "$0")/.."
exec </dev/null
export OMP_WAIT_POLICY=passive

fail() {
  printf 'error: reproduce: %s\n' "$1" >&2
  exit 1
}

readonly row=${1:-} seed=${2:-1}
case $row in
  scratch | vectors | lm | adversarial | bundle | cells) ;;
  *) fail "expected scratch, vectors, lm, adversarial, bundle or cells, found '$row'" ;;
esac
[[ $seed =~ ^[0-9]+$ ]] || fail "expected a seed, found '$seed'"

readonly data=${SENTIMENT_DATA:-data/imdb}
if [[ -f $data/train.tar.xz && -f $data/unsup.tar.xz ]]; then
  readonly labelled=$data/train.tar.xz unlabelled=$data/unsup.tar.xz!/aclImdb/train/unsup
elif [[ -f $data/aclImdb_v1.tar.gz ]]; then
  readonly labelled=$data/aclImdb_v1.tar.gz unlabelled=$data/aclImdb_v1.tar.gz!/aclImdb/train/unsup
else
  fail "$data: expected train.tar.xz and unsup.tar.xz, or aclImdb_v1.tar.gz; set SENTIMENT_DATA or run scripts/get_imdb.sh"
fi
readonly runs=${SENTIMENT_RUNS:-runs}
readonly reviews=$runs/reviews

run() {
  printf '\n$ %s\n' "$*" >&2
  "$@"
}

# Reviews of a film have neighbouring numbers, so both parts have some of nearly every film, as in a random split.
hold_out() {
  [[ ! -d $reviews ]] || return 0
  rm -rf "$reviews.tmp"
  mkdir -p "$reviews.tmp"
  tar -xf "$labelled" -C "$reviews.tmp" --wildcards 'aclImdb/train/pos/*' 'aclImdb/train/neg/*'
  local label file name
  for label in neg pos; do
    mkdir -p "$reviews.tmp/train/$label" "$reviews.tmp/heldout/$label"
    for file in "$reviews.tmp/aclImdb/train/$label"/*.txt; do
      name=${file##*/}
      if ((${name%%_*} % 5 == 0)); then mv "$file" "$reviews.tmp/heldout/$label/"; else mv "$file" "$reviews.tmp/train/$label/"; fi
    done
  done
  rm -r "$reviews.tmp/aclImdb"
  mv "$reviews.tmp" "$reviews"
}

# COMMAND CONFIG RUN [OPTION...]: starts the run, goes on with it, or finds it finished.
finish_run() {
  local command=$1 config=$2 folder=$3
  shift 3
  if [[ -f $folder/config.json || -f $folder/run-1/config.json ]]; then set -- --resume "$@"; fi
  run build/sentiment "$command" "configs/$config" -o "$folder" --set "seed=$seed" "$@"
}

pretrain() {  # CONFIG RUN [OPTION...]
  local config=$1 folder=$2
  shift 2
  finish_run pretrain "$config" "$folder" --set "data.train=[\"$reviews/train\", \"$unlabelled\"]" "$@"
}

train() {  # CONFIG RUN [OPTION...]
  local config=$1 folder=$2
  shift 2
  finish_run train "$config" "$folder" --set "data.train=$reviews/train" "$@"
}

from_language_model() {  # CONFIG RUN DIRECTION
  local config=$1 folder=$2 direction=$3 language_model=$runs/lm-pretraining
  [[ $direction == forward ]] || language_model=$runs/lm-backward-pretraining
  pretrain pretrain-imdb-lm.json "$language_model" --set "model.direction=$direction"
  train "$config" "$folder" --set "model.direction=$direction" --set "model.initialize_from=$language_model"
}

# Accuracies on the held-out reviews and seconds of training, a line for each kind of network.
cells() {
  local type layers folder number
  mkdir -p "$runs/cells"
  printf '%-6s %-7s %-32s %-6s %-9s %s\n' type layers accuracies mean deviation seconds >"$runs/cells/table.txt"
  for type in lstm gru rnn; do
    for layers in 1 2; do
      folder=$runs/cells/$type-$layers
      train imdb.json "$folder" --runs 3 --set "model.type=$type" --set "model.layers=$layers"
      for number in 1 2 3; do
        run build/sentiment evaluate "$folder/run-$number" "$reviews/heldout" --json "$folder/run-$number/heldout.json" >/dev/null
      done
      grep -hom1 '"accuracy": *[0-9.]*\|"seconds": *[0-9.]*' "$folder"/run-?/{heldout,metrics}.json | awk -v type="$type" -v layers="$layers" '
        /accuracy/ { value[++n] = $2; sum += $2; each = each sprintf("%.4f ", $2) }
        /seconds/ { seconds += $2 }
        END {
          mean = sum / n
          for (i in value) squares += (value[i] - mean) ^ 2
          printf "%-6s %-7s %-32s %.4f %-9.4f %.0f\n", type, layers, each, mean, sqrt(squares / (n - 1)), seconds / n
        }' >>"$runs/cells/table.txt"
    done
  done
  cat "$runs/cells/table.txt"
}

[[ -x build/sentiment && -x build/sentiment-train ]] || { scripts/setup.sh && scripts/build.sh release sentiment sentiment-train; }
hold_out
SECONDS=0
case $row in
  cells)
    cells
    exit
    ;;
  scratch) train imdb.json "$runs"/scratch ;;
  vectors)
    pretrain pretrain-imdb-vectors.json "$runs"/vectors-pretraining
    train imdb-vectors.json "$runs"/vectors --set model.initialize_from="$runs"/vectors-pretraining
    ;;
  lm) from_language_model imdb-lm.json "$runs"/lm forward ;;
  adversarial) from_language_model imdb-adversarial.json "$runs"/adversarial forward ;;
  bundle)
    from_language_model imdb-adversarial.json "$runs"/adversarial forward
    from_language_model imdb-adversarial.json "$runs"/adversarial-backward backward
    mkdir -p "$runs"/bundle
    run build/sentiment bundle "$runs"/adversarial "$runs"/adversarial-backward \
      --ngram "$runs"/adversarial/baseline.safetensors -o "$runs"/bundle/model.safetensors
    ;;
esac
printf '\nrow %s, seed %s: %d s\n' "$row" "$seed" "$SECONDS"
model=$runs/$row
[[ $row != bundle ]] || model+=/model.safetensors
run build/sentiment evaluate "$model" "$reviews/heldout"
