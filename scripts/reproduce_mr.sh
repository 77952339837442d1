#!/usr/bin/env bash
# Ten-fold cross-validation on the movie-review sentences of Pang and Lee (2005): ten trainings, each tested on the
# tenth that it has not seen.
#
#   scripts/reproduce_mr.sh ROW [SEED]   ROW: scratch, vectors, lm; SEED: 1 if left out
#
# The sentences are in $SENTIMENT_MR (data/mr if unset), as rt-polarity.neg and rt-polarity.pos. vectors and lm start
# from what scripts/reproduce.sh vectors and lm have pretrained on reviews. $SENTIMENT_RUNS is the folder of the runs
# (runs if unset).
set -euo pipefail
cd "$(dirname "$0")/.."
exec </dev/null
export OMP_WAIT_POLICY=passive

fail() {
  printf 'error: reproduce_mr: %s\n' "$1" >&2
  exit 1
}

readonly row=${1:-} seed=${2:-1} data=${SENTIMENT_MR:-data/mr} runs=${SENTIMENT_RUNS:-runs}
readonly folds=$runs/mr/folds
start=()
case $row in
  scratch) ;;
  vectors | lm)
    readonly pretrained=$runs/$row-pretraining
    [[ -f $pretrained/model.safetensors ]] || fail "$pretrained: expected a pretrained model; run scripts/reproduce.sh $row"
    start=(--set "model.initialize_from=$pretrained")
    ;;
  *) fail "expected scratch, vectors or lm, found '$row'" ;;
esac
[[ $seed =~ ^[0-9]+$ ]] || fail "expected a seed, found '$seed'"
[[ -f $data/rt-polarity.neg && -f $data/rt-polarity.pos ]] || fail "$data: expected rt-polarity.neg and rt-polarity.pos"
[[ -x build/sentiment && -x build/sentiment-train ]] || { scripts/setup.sh && scripts/build.sh release sentiment sentiment-train; }

# The original files are ISO 8859-1, copies of them often UTF-8.
as_utf8() {
  iconv -f UTF-8 -t UTF-8 "$1" 2>/dev/null || iconv -f ISO-8859-1 -t UTF-8 "$1"
}

rm -rf "$folds"
mkdir -p "$folds"
for label in neg pos; do
  as_utf8 "$data/rt-polarity.$label" | awk -v label="$label" -v folder="$folds" '{
    for (fold = 0; fold < 10; ++fold)
      print "__label__" label " " $0 >>(folder "/" (NR % 10 == fold ? "test" : "train") "-" fold ".txt")
  }'
done

SECONDS=0
results=()
for fold in {0..9}; do
  run=$runs/mr/$row-$seed/$fold
  rm -rf "$run"
  build/sentiment train "configs/mr-$row.json" -o "$run" --quiet --set "seed=$seed" \
    --set "data.train=$folds/train-$fold.txt" "${start[@]}"
  build/sentiment evaluate "$run" "$folds/test-$fold.txt" --json "$run/test.json" >/dev/null
  results+=("$(grep -m1 -o '"accuracy": *[0-9.]*' "$run/test.json" | grep -o '[0-9.]*$')")
  printf 'fold %s: %s\n' "$fold" "${results[-1]}"
done
printf '%s\n' "${results[@]}" | awk -v row="$row" -v seconds="$SECONDS" '{ sum += $1; squares += $1 * $1 }
  END { mean = sum / NR; printf "row %s: accuracy %.4f, deviation over folds %.4f, %d s\n", row, mean, sqrt((squares - NR * mean * mean) / (NR - 1)), seconds }'
