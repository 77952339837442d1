#include "analysis/scaled_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <unordered_map>
#include <utility>

#include "inference/packed_network.h"
#include "kernels/gradient_sums.h"

namespace sentiment {
namespace {

constexpr int64_t kMostPointsAtOnce = 8;                 // then weights are read once for eight texts
constexpr int64_t kBytesPerThread = int64_t{160} << 20;  // of a workspace, where one point takes no more
constexpr int64_t kRowsAtOnce = 64;                      // of a large product

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

template <class Real>
PackedCell<Real> packed_cell(const ModelConfig& config, const Parameters& parameters, int64_t layer,
                             int64_t direction, InstructionSet set) {
  std::array<std::vector<Real>, 4> values;
  const auto part = [&](std::size_t number, const char* name) {
    const NamedTensor& tensor = find(parameters, fmt::format("{}.{}_l{}{}", name_of(config.type), name, layer,
                                                             direction == 0 ? "" : "_reverse"));
    values[number].assign(tensor.values.begin(), tensor.values.end());
    return values[number].data();
  };
  const CellParameters<Real> own{part(0, "weight_ih"), part(1, "weight_hh"), part(2, "bias_ih"),
                                 part(3, "bias_hh")};
  const int64_t I = layer == 0 ? config.embedding_size : config.state_size();
  PackedCell<Real> cell(cell_type(config.type), I, config.hidden_size, cell_kernels<Real>(set));
  cell.pack_for_reading(own);
  cell.pack_for_gradients(own, layer > 0);
  return cell;
}

template <class Real>
double product(int64_t count, const Real* a, const Real* b) {
  constexpr int64_t kSums = 8;  // so that an addition need not wait for the one before
  std::array<double, kSums> sums{};
  int64_t i = 0;
  for (; i + kSums <= count; i += kSums) {
    for (int64_t s = 0; s < kSums; ++s)
      sums[size(s)] += static_cast<double>(a[i + s]) * static_cast<double>(b[i + s]);
  }
  double sum = 0.0;
  for (; i < count; ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return std::accumulate(sums.begin(), sums.end(), sum);
}

/// Calls visit(token, place in KeptSteps) for each token of texts that are all as long.
template <class Visit>
void for_each_kept(const StepOrder& order, Direction direction, const Visit& visit) {
  const StepGroup& group = order.groups().front();
  for (int64_t step = 0; step < group.steps(); ++step) {
    for (int64_t row = 0; row < group.active[size(step)]; ++row)
      visit(order.token(group, row, step, direction.order()),
            static_cast<int32_t>(group.offset[size(step)] + row));
  }
}

}  // namespace

template <class Real>
ScaledReader<Real>::ScaledReader(const ModelConfig& config, const Parameters& parameters, InstructionSet set)
    : config_(config),
      embedding_(find(parameters, "embedding.weight").values),
      pooled_score_(config, parameters) {
  for (int64_t number = 0; number < config.layers; ++number) {
    layers_.emplace_back();
    for (int64_t direction = 0; direction < config.directions(); ++direction)
      layers_.back().push_back(packed_cell<Real>(config, parameters, number, direction, set));
  }
}

template <class Real>
typename ScaledReader<Real>::Text ScaledReader<Real>::prepare(TokenIds ids) const {
  const int64_t E = config_.embedding_size;
  Text text;
  std::unordered_map<TokenId, int32_t> row_of_type;
  std::vector<Real> embedded(size(E));  // the first row is that of no embedding
  for (const TokenId id : ids) {
    const auto [type, is_new] = row_of_type.try_emplace(id, static_cast<int32_t>(row_of_type.size()));
    text.rows.push_back(type->second);
    if (is_new)
      embedded.insert(embedded.end(), embedding_.begin() + id * E, embedding_.begin() + (id + 1) * E);
  }
  const auto types = static_cast<int64_t>(row_of_type.size());
  const int64_t stride = gates_size();
  text.added.grow(size(std::max<int64_t>(1, types * stride)));
  text.start.grow(size(stride));
  for (int64_t d = 0; d < D(); ++d) {
    const PackedCell<Real>& cell = layers_.front()[size(d)];
    cell.project(1, embedded.data(), text.start.data() + d * cell.N(), stride);
    cell.project(types, embedded.data() + E, text.added.data() + d * cell.N(), stride);
  }
  for (int64_t i = 0; i < types * stride; ++i) text.added.data()[i] -= text.start.data()[i % stride];
  return text;
}

template <class Real>
int64_t ScaledReader<Real>::points_at_once(int64_t tokens) const {
  const int64_t P = layers_.front().front().P();
  const int64_t kept = D() * (layers_.front().front().N() + 3 * P) * config_.layers;
  const auto numbers = kept + gates_size() + 3 * config_.state_size();
  const auto bytes = std::max<int64_t>(1, tokens * numbers * static_cast<int64_t>(sizeof(Real)));
  return std::clamp<int64_t>(kBytesPerThread / bytes, 1, kMostPointsAtOnce);
}

template <class Real>
std::vector<ScaledScore> ScaledReader<Real>::read(const Text& text, const FeatureWeights& score,
                                                  const std::vector<std::vector<double>>& scales,
                                                  ThreadPool& pool) const {
  std::vector<ScaledScore> results(scales.size());
  const auto points = static_cast<int64_t>(scales.size());
  const int64_t fair = (points + pool.threads() - 1) / pool.threads();
  const int64_t some = std::clamp<int64_t>(fair, 1, points_at_once(static_cast<int64_t>(text.rows.size())));
  pool.run(size((points + some - 1) / some), [&](std::size_t task) {
    const int64_t first = static_cast<int64_t>(task) * some;
    std::unique_ptr<Workspace> work = workspaces_.take();
    read_some(text, score, &scales[size(first)], std::min(some, points - first), *work,
              &results[size(first)]);
    workspaces_.give_back(std::move(work));
  });
  return results;
}

template <class Real>
void ScaledReader<Real>::read_some(const Text& text, const FeatureWeights& score,
                                   const std::vector<double>* scales, int64_t points, Workspace& work,
                                   ScaledScore* results) const {
  const auto T = static_cast<int64_t>(text.rows.size());
  const StepOrder order(std::vector<int64_t>(size(points), T), points);
  if (T > 0) forward(text, scales, order, work);
  work.gradient.grow(size(std::max<int64_t>(1, order.tokens() * config_.state_size())));
  const std::vector<double> scores =
      pooled_score_(points, T, work.states.data(), score, work.gradient.data());
  for (int64_t point = 0; point < points; ++point)
    results[point] = {scores[size(point)], std::vector<double>(size(T))};
  if (T == 0) return;
  backward(order, work);
  slopes(text, order, work, results);
}

template <class Real>
void ScaledReader<Real>::forward(const Text& text, const std::vector<double>* scales, const StepOrder& order,
                                 Workspace& work) const {
  const int64_t tokens = order.tokens();
  const int64_t S = config_.state_size();
  work.kept.resize(layers_.size());
  work.projected.grow(size(tokens * gates_size()));
  work.projected_of_token.resize(size(tokens));
  for (int64_t token = 0; token < tokens; ++token)
    work.projected_of_token[size(token)] = work.projected.data() + token * gates_size();
  for (std::size_t number = 0; number < layers_.size(); ++number) {
    const Layer& layer = layers_[number];
    if (number == 0) {
      scale(text, scales, order.texts(), work);
    } else {
      std::swap(work.inputs, work.states);
      project(layer, tokens, work);
    }
    work.kept[number].resize(layer.size());
    work.states.grow(size(tokens * S));
    for (std::size_t d = 0; d < layer.size(); ++d) {
      work.kept[number][d].grow(tokens, layer[d]);
      const LayerRun<Real> run{&order, work.projected_of_token.data(), work.states.data(), nullptr};
      forward_group(layer[d], order.groups().front(), Direction{static_cast<int64_t>(d), D()}, run,
                    &work.kept[number][d], work.reading);
    }
    if (number == 0 || !config_.residual) continue;
    for (int64_t i = 0; i < tokens * S; ++i) work.states.data()[i] += work.inputs.data()[i];
  }
}

/// What the first layer reads: start + scale * added.
template <class Real>
void ScaledReader<Real>::scale(const Text& text, const std::vector<double>* scales, int64_t points,
                               Workspace& work) const {
  const int64_t stride = gates_size();
  Real* to = work.projected.data();
  for (int64_t point = 0; point < points; ++point) {
    for (std::size_t token = 0; token < text.rows.size(); ++token, to += stride) {
      const Real* added = text.added.data() + text.rows[token] * stride;
      const auto factor = static_cast<Real>(scales[point][token]);
      for (int64_t i = 0; i < stride; ++i) to[i] = text.start.data()[i] + factor * added[i];
    }
  }
}

template <class Real>
void ScaledReader<Real>::project(const Layer& layer, int64_t tokens, Workspace& work) const {
  const int64_t S = config_.state_size();
  for (int64_t done = 0; done < tokens; done += kRowsAtOnce) {
    for (std::size_t d = 0; d < layer.size(); ++d) {
      layer[d].project(std::min(kRowsAtOnce, tokens - done), work.inputs.data() + done * S,
                       work.projected.data() + done * gates_size() + static_cast<int64_t>(d) * layer[d].N(),
                       gates_size());
    }
  }
}

/// From the gradient of the top layer's states to those of what every gate was given, in work.kept.
template <class Real>
void ScaledReader<Real>::backward(const StepOrder& order, Workspace& work) const {
  for (std::size_t number = layers_.size(); number-- > 0;) {
    for (std::size_t d = 0; d < layers_[number].size(); ++d) {
      backward_group(layers_[number][d], order.groups().front(), Direction{static_cast<int64_t>(d), D()},
                     order, {work.gradient.data(), nullptr}, GradientReach{}, work.kept[number][d],
                     work.backward);
    }
    if (number == 0) continue;
    gradient_of_inputs(number, order, work);
    if (config_.residual) {
      for (int64_t i = 0; i < order.tokens() * config_.state_size(); ++i)
        work.inputs.data()[i] += work.gradient.data()[i];
    }
    std::swap(work.inputs, work.gradient);
  }
}

/// work.inputs = the gradient of what the layer read.
template <class Real>
void ScaledReader<Real>::gradient_of_inputs(std::size_t number, const StepOrder& order,
                                            Workspace& work) const {
  const Layer& layer = layers_[number];
  const int64_t S = config_.state_size();
  const int64_t columns = layer.front().input_columns();
  AlignedArray<Real> rows;
  rows.grow(size(kRowsAtOnce * columns));
  for (std::size_t d = 0; d < layer.size(); ++d) {
    for_each_kept(order, Direction{static_cast<int64_t>(d), D()}, [&](int64_t token, int32_t place) {
      sum_input_gradients(
          layer[d], work.kept[number][d], std::span(&place, 1),
          work.projected.data() + token * gates_size() + static_cast<int64_t>(d) * layer[d].N());
    });
  }
  for (int64_t done = 0; done < order.tokens(); done += kRowsAtOnce) {
    const int64_t count = std::min(kRowsAtOnce, order.tokens() - done);
    for (std::size_t d = 0; d < layer.size(); ++d) {
      layer[d].input_gradient(
          count, work.projected.data() + done * gates_size() + static_cast<int64_t>(d) * layer[d].N(),
          gates_size(), rows.data(), columns, d > 0);
    }
    for (int64_t row = 0; row < count; ++row)
      std::copy_n(rows.data() + row * columns, S, work.inputs.data() + (done + row) * S);
  }
}

template <class Real>
void ScaledReader<Real>::slopes(const Text& text, const StepOrder& order, const Workspace& work,
                                ScaledScore* results) const {
  const auto T = static_cast<int64_t>(text.rows.size());
  for (int64_t d = 0; d < D(); ++d) {
    const PackedCell<Real>& cell = layers_.front()[size(d)];
    AlignedArray<Real> gradient;
    gradient.grow(size(cell.N()));
    for_each_kept(order, Direction{d, D()}, [&](int64_t token, int32_t place) {
      sum_input_gradients(cell, work.kept.front()[size(d)], std::span(&place, 1), gradient.data());
      const Real* added = text.added.data() + text.rows[size(token % T)] * gates_size() + d * cell.N();
      results[token / T].slopes[size(token % T)] += product(cell.N(), gradient.data(), added);
    });
  }
}

template class ScaledReader<float>;
template class ScaledReader<double>;

}  // namespace sentiment
