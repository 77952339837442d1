#include "embedding/window_group.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sentiment {
namespace {

constexpr float kSmallest = 1e-7F;   // probability whose logarithm is taken
constexpr int64_t kWidestPanel = 4;  // vectors

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

/// A panel width that leaves no narrow panel at the end where there is one.
int64_t panel_vectors(int64_t columns, int64_t width) {
  return columns % (kWidestPanel * width) != 0 && columns % (3 * width) == 0 ? 3 : kWidestPanel;
}

/// Calls visit(first column, columns, offset) for each panel of a [rows, columns] matrix.
template <class Visit>
void for_each_panel(int64_t rows, int64_t columns, int64_t panel, const Visit& visit) {
  for (int64_t n = 0; n < columns; n += panel) visit(n, std::min(panel, columns - n), n * rows);
}

}  // namespace

WindowGroup::WindowGroup(int64_t stride, int64_t window, const CellKernels<float>& kernels)
    : kernels_(kernels),
      stride_(size(stride)),
      columns_(rounded_to_lanes(kCenters + 2 * window)),
      rows_by_feature_(size(stride * columns_)),
      input_rows_(size(stride * columns_)),
      output_rows_(size(stride * (kCenters + kNoise))),
      scores_(size(columns_ * (kCenters + kNoise))) {
  inputs_.changes.grow(size(stride * columns_));
  outputs_.changes.grow(size(stride * (kCenters + kNoise)));
}

double WindowGroup::bytes(int64_t stride, int64_t window) {
  const int64_t columns = rounded_to_lanes(kCenters + 2 * window);
  const int64_t outputs = kCenters + kNoise;
  // Inputs in two orders and their changes; outputs and theirs.
  const int64_t rows = 3 * columns + 2 * outputs;
  return static_cast<double>(rows * stride + columns * outputs) * sizeof(float);
}

void WindowGroup::compute(const WordTables& tables, const WordBatch& batch, int64_t first,
                          const NoiseWords& noise, const WindowRule& rule, uint64_t seed, uint64_t number) {
  const auto words = static_cast<int64_t>(batch.words.size());
  const int64_t end = std::min(first + kCenters, words);
  const int64_t inputs_begin = std::max(first - rule.window, int64_t{0});
  const int64_t inputs_end = std::min(end + rule.window, words);
  inputs_.words.assign(batch.words.begin() + inputs_begin, batch.words.begin() + inputs_end);
  outputs_.words.assign(batch.words.begin() + first, batch.words.begin() + end);
  const RandomStream windows(seed, RandomUse::kContextWindow, {number});
  const RandomStream noises(seed, RandomUse::kNoiseWords, {number});
  radii_.clear();
  for (int64_t i = 0; i < end - first; ++i)
    radii_.push_back(1 + static_cast<int64_t>(windows.below(size(i), size(rule.window))));
  for (int64_t i = 0; i < kNoise; ++i) outputs_.words.push_back(noise.draw(noises, size(i)));
  gather(tables);
  score();
  weigh_pairs(batch, inputs_begin, first, rule.learning_rate);
  weigh_noise(rule);
  multiply_changes();
}

void WindowGroup::gather(const WordTables& tables) {
  const auto inputs = static_cast<int64_t>(inputs_.words.size());
  const auto stride = static_cast<int64_t>(stride_);
  const int64_t width = kernels_.width;
  const auto row = [&](int64_t i) { return tables.inputs.data() + size(inputs_.words[size(i)]) * stride_; };
  for_each_panel(columns_, stride, panel_vectors(stride, width) * width,
                 [&](int64_t n, int64_t columns, int64_t offset) {
                   float* panel = input_rows_.at(size(offset));
                   for (int64_t i = 0; i < inputs; ++i) std::copy_n(row(i) + n, columns, panel + i * columns);
                 });
  for_each_panel(stride, columns_, panel_vectors(columns_, width) * width,
                 [&](int64_t n, int64_t columns, int64_t offset) {
                   float* panel = rows_by_feature_.at(size(offset));
                   for (int64_t i = n; i < std::min(n + columns, inputs); ++i) {
                     const float* values = row(i);
                     for (int64_t k = 0; k < stride; ++k) panel[k * columns + i - n] = values[k];
                   }
                 });
  for (std::size_t j = 0; j < outputs_.words.size(); ++j)
    std::copy_n(tables.outputs.data() + size(outputs_.words[j]) * stride_, stride_,
                output_rows_.at(j * stride_));
}

void WindowGroup::score() {
  const auto stride = static_cast<int64_t>(stride_);
  const auto outputs = static_cast<int64_t>(outputs_.words.size());
  kernels_.multiply({.M = outputs,
                     .K = stride,
                     .N = columns_,
                     .rows = output_rows_.data(),
                     .row_stride = stride,
                     .panels = rows_by_feature_.data(),
                     .panel_vectors = panel_vectors(columns_, kernels_.width),
                     .bias = nullptr,
                     .out = scores_.data(),
                     .out_stride = columns_});
  kernels_.sigmoid(outputs * columns_, scores_.data(), scores_.data());
}

/// Turns the probabilities of the centers into factors: the rate times one minus it for a pair, else zero.
void WindowGroup::weigh_pairs(const WordBatch& batch, int64_t begin, int64_t first, float rate) {
  const auto inputs = static_cast<int64_t>(inputs_.words.size());
  pairs_of_input_.assign(size(inputs), 0);
  outputs_.weights.clear();
  loss_ = 0.0;
  pairs_ = 0;
  for (int64_t j = 0; j < static_cast<int64_t>(radii_.size()); ++j) {
    const int64_t pairs_before = pairs_;
    const int64_t center = first - begin + j;
    const int64_t radius = radii_[size(j)];
    float* row = scores_.at(size(j * columns_));
    const auto in_window = [&](int64_t i) {
      return i != center && batch.pieces[size(begin + i)] == batch.pieces[size(first + j)];
    };
    const int64_t left = std::max(center - radius, int64_t{0});
    const int64_t right = std::min(center + radius + 1, inputs);
    std::fill(row, row + left, 0.0F);
    std::fill(row + right, row + columns_, 0.0F);
    double probability = 1.0;  // of all pairs: at most 40, so it stays above 1e-300
    for (int64_t i = left; i < right; ++i) {
      const bool pair = in_window(i);
      if (pair) {
        probability *= static_cast<double>(std::max(row[i], kSmallest));
        ++pairs_of_input_[size(i)];
        ++pairs_;
      }
      row[i] = pair ? rate * (1.0F - row[i]) : 0.0F;
    }
    loss_ -= std::log(probability);
    outputs_.weights.push_back(static_cast<float>(pairs_ - pairs_before));
  }
}

/// Turns the probabilities of the noise into factors. Each input meets every noise word once, with the weight
/// that stands for `negatives` draws for each of its pairs.
void WindowGroup::weigh_noise(const WindowRule& rule) {
  const std::size_t inputs = inputs_.words.size();
  std::array<double, 128> probability;  // of no noise, by input; room for the largest window
  std::array<float, 128> weights{};
  std::fill_n(probability.begin(), inputs, 1.0);
  for (std::size_t i = 0; i < inputs; ++i)
    weights[i] = static_cast<float>(rule.negatives * pairs_of_input_[i]) / static_cast<float>(kNoise);
  inputs_.weights.clear();
  for (const int64_t pairs : pairs_of_input_)
    inputs_.weights.push_back(static_cast<float>(pairs * (1 + rule.negatives)));
  const float noise_weight = static_cast<float>(rule.negatives * pairs_) / static_cast<float>(kNoise);
  outputs_.weights.insert(outputs_.weights.end(), size(kNoise), noise_weight);
  for (std::size_t j = radii_.size(); j < outputs_.words.size(); ++j) {
    float* row = scores_.at(j * size(columns_));
    for (std::size_t i = 0; i < inputs; ++i)
      probability[i] *= static_cast<double>(std::max(1.0F - row[i], kSmallest));
    for (std::size_t i = 0; i < size(columns_); ++i) row[i] *= -rule.learning_rate * weights[i];
  }
  for (std::size_t i = 0; i < inputs; ++i)
    loss_ -= static_cast<double>(weights[i]) * std::log(probability[i]);
}

void WindowGroup::multiply_changes() {
  const auto stride = static_cast<int64_t>(stride_);
  const auto inputs = static_cast<int64_t>(inputs_.words.size());
  const auto outputs = static_cast<int64_t>(outputs_.words.size());
  kernels_.multiply({.M = outputs,
                     .K = columns_,
                     .N = stride,
                     .rows = scores_.data(),
                     .row_stride = columns_,
                     .panels = input_rows_.data(),
                     .panel_vectors = panel_vectors(stride, kernels_.width),
                     .bias = nullptr,
                     .out = outputs_.changes.data(),
                     .out_stride = stride});
  std::fill_n(inputs_.changes.data(), size(inputs * stride), 0.0F);
  kernels_.add_transposed({.M = inputs,
                           .K = outputs,
                           .N = stride,
                           .left = scores_.data(),
                           .left_stride = columns_,
                           .right = output_rows_.data(),
                           .right_stride = stride,
                           .out = inputs_.changes.data(),
                           .out_stride = stride});
}

}  // namespace sentiment
