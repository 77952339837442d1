"""Every row of the benchmark: its name, what it compares, and what it must and should reach."""

from collections.abc import Callable
from dataclasses import dataclass

import accuracy_rows
import inference_rows
import prediction_rows
import pretraining_rows
import text_rows
import training_rows
from setup import AS_INSTALLED, AVX2, Setup
from training_sides import Shape


@dataclass(frozen=True)
class Row:
    name: str
    what: str
    at_least: float | None
    aim: float | None
    measure: Callable[[Setup], object]
    only_by_name: bool = False  # too long for --quick


LSTM = Shape()
GRU = Shape(type="gru")
WIDE = Shape(embedding=300, hidden=512)
DEEP = Shape(layers=2)
ODD = Shape(hidden=100)

ROWS = [
    Row("train_lstm_b32", "a training step, over nn.LSTM on the same batches", 1.6, 2.2,
        training_rows.train_row(LSTM, 32)),
    Row("train_lstm_b128", "the same, batch 128", 1.8, 2.3, training_rows.train_row(LSTM, 128)),
    Row("train_lstm_b32_as_installed", "batch 32 over PyTorch with glibc's default heap", None, None,
        training_rows.train_row(LSTM, 32, allocators=AS_INSTALLED)),
    Row("train_lstm_b128_as_installed", "the same, batch 128", None, None,
        training_rows.train_row(LSTM, 128, allocators=AS_INSTALLED)),
    Row("train_lstm_packed_b32", "over PackedSequence on randomly batched reviews", 20, 40,
        training_rows.packed_row(LSTM, 32)),
    Row("train_gru_b32", "a training step of a GRU, over nn.GRU", 2.0, 3.0, training_rows.train_row(GRU, 32)),
    Row("train_bilstm_epoch", "configs/imdb.json, backend fused over torch", 1.7, 2.2, training_rows.bilstm_epoch),
    Row("pretrain_lm", "a language model's training step, over nn.LSTM with the same softmax", 1.5, 2.0,
        pretraining_rows.pretrain_lm),
    Row("infer_lstm_b32", "reviews through the model, over nn.LSTM and ONNX Runtime", 1.4, 1.9,
        inference_rows.infer_row(LSTM, 32)),
    Row("infer_lstm_b128", "the same, batch 128", 1.5, 2.0, inference_rows.infer_row(LSTM, 128)),
    Row("infer_lstm_b1", "the same, one review at a time", 1.4, 2.0, inference_rows.infer_row(LSTM, 1)),
    Row("predict_cold", "one line labelled, over the start of a program with libtorch", 15, 40,
        prediction_rows.predict_cold),
    Row("predict_25000", "a text file to labels, over Python with nn.LSTM", 3, 6, prediction_rows.predict_25000),
    Row("fraction_of_peak_train", "arithmetic of training, batch 128, over registers only", 0.55, 0.75,
        training_rows.fraction_of_peak(LSTM, 128)),
    Row("fraction_of_peak_infer", "arithmetic of inference, batch 128, over registers only", 0.6, 0.8,
        inference_rows.fraction_of_peak(LSTM, 128)),
    Row("tokenize_mb_s", "text cut into tokens and looked up, one core", 100, 300,
        text_rows.text_row("tokenize_and_look_up")),
    Row("csv_mb_s", "rows of CSV split, one core", 300, 700, text_rows.text_row("split_csv_rows")),
    Row("train_lstm_b32_avx2", "a training step, all held to AVX2", 1.4, 1.8,
        training_rows.train_row(LSTM, 32, AVX2)),
    Row("train_lstm_b128_avx2", "the same, batch 128", 1.4, 1.8, training_rows.train_row(LSTM, 128, AVX2)),
    Row("train_lstm_e300_h512_b32", "a training step, E 300, H 512", None, None, training_rows.train_row(WIDE, 32)),
    Row("train_lstm_2layers_b32", "a training step, two layers", None, None, training_rows.train_row(DEEP, 32)),
    Row("train_lstm_h100_b32", "a training step, H 100, no multiple of a vector", None, None,
        training_rows.train_row(ODD, 32)),
    Row("infer_lstm_e300_h512_b32", "reviews through the model, E 300, H 512", None, None,
        inference_rows.infer_row(WIDE, 32)),
    Row("infer_lstm_2layers_b32", "reviews through the model, two layers", None, None,
        inference_rows.infer_row(DEEP, 32)),
    Row("infer_lstm_h100_b32", "reviews through the model, H 100", None, None, inference_rows.infer_row(ODD, 32)),
    Row("infer_gru_b32", "reviews through the model, GRU", None, None, inference_rows.infer_row(GRU, 32)),
    Row("seconds_to_accuracy_nbsvm", "until as accurate as a trigram NB-SVM of scikit-learn", None, None,
        accuracy_rows.seconds_to_accuracy("nbsvm", "scikit-learn, trigram NB-SVM"), only_by_name=True),
    Row("seconds_to_accuracy_fasttext", "until as accurate as fastText", None, None,
        accuracy_rows.seconds_to_accuracy("fasttext", "fastText, bigrams"), only_by_name=True),
    Row("peer_bucketing_b32", "no gain of ours: nn.LSTM on bucketed over random batches", None, None,
        training_rows.bucketing_gain(LSTM, 32)),
    Row("peer_heap_b32", "no gain of ours: nn.LSTM that keeps its heap over glibc's default", None, None,
        training_rows.allocator_gain(LSTM, 32)),
]
