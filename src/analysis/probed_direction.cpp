#include "analysis/probed_direction.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/random.h"
#include "kernels/training_layer.h"

namespace sentiment {
namespace {

constexpr int64_t kDigits[] = {1, 2, 3, 5, 7};                // of a measured distance, before its zeros
constexpr double kMost = std::numeric_limits<double>::max();  // JSON has no infinity

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

/// 1, 2, 3, 5, 7, 10, 20, ... below `limit`.
std::vector<int64_t> distances_below(int64_t limit) {
  std::vector<int64_t> distances;
  for (int64_t power = 1; power < limit; power *= 10) {
    for (const int64_t digit : kDigits) {
      if (digit * power < limit) distances.push_back(digit * power);
    }
  }
  return distances;
}

CellType cell_type(RecurrentType type) {
  switch (type) {
    case RecurrentType::kLstm:
      return CellType::kLstm;
    case RecurrentType::kGru:
      return CellType::kGru;
    default:
      return CellType::kRnn;
  }
}

double norm_of(const double* values, int64_t count) {
  return std::sqrt(std::inner_product(values, values + count, values, 0.0));
}

/// The same direction in every run.
std::vector<double> random_unit_vector(int64_t count, int64_t layer, int64_t direction) {
  const RandomStream random(0, RandomUse::kGradientProbe, {size(layer), size(direction)});
  std::vector<double> values;
  for (int64_t i = 0; i < count; ++i) values.push_back(random.normal(size(i)));
  const double norm = norm_of(values.data(), count);
  for (double& value : values) value /= norm;
  return values;
}

}  // namespace

ProbedTexts::ProbedTexts(const std::vector<int64_t>& lengths, int64_t directions,
                         const GradientReach& gradient_reach)
    : order(lengths, texts_per_group(static_cast<int64_t>(lengths.size()), directions)),
      reach(gradient_reach) {
  const int64_t longest = *std::max_element(lengths.begin(), lengths.end());
  distances = distances_below(longest);
  place.assign(size(longest), -1);
  for (std::size_t i = 0; i < distances.size(); ++i) place[size(distances[i])] = static_cast<int32_t>(i);
}

ProbedDirection::ProbedDirection(const ModelConfig& config, const Parameters& parameters, int64_t layer,
                                 Direction direction, int64_t columns)
    : layer_(layer),
      direction_(direction),
      cell_(cell_type(config.type), columns, config.hidden_size, cell_kernels<double>(instruction_set())),
      end_gradient_(random_unit_vector(config.hidden_size, layer, direction.number)) {
  std::vector<std::vector<double>> weights;
  for (const char* kind : {"weight_ih", "weight_hh", "bias_ih", "bias_hh"}) {
    const NamedTensor& found = find(parameters, fmt::format("{}.{}_l{}{}", name_of(config.type), kind, layer,
                                                            direction.number == 0 ? "" : "_reverse"));
    weights.emplace_back(found.values.begin(), found.values.end());
  }
  const CellParameters<double> own{weights[0].data(), weights[1].data(), weights[2].data(),
                                   weights[3].data()};
  cell_.pack_for_reading(own);
  cell_.pack_for_gradients(own, false);
}

BackwardStep<double> ProbedDirection::step_of(const StepGroup& group, int64_t t) {
  const int64_t token = group.offset[size(t)];
  const int64_t before = group.offset[size(t - 1)];
  BackwardStep<double> step{};
  step.rows = group.active[size(t)];
  step.P = cell_.P();
  step.state_stride = step.gradient_stride = kept_.state_stride;
  step.hidden = kept_.hidden.at(size(token * kept_.state_stride));
  step.cell = kept_.cell.at(size(token * kept_.state_stride));
  step.hidden_before = kept_.hidden.at(size(before * kept_.state_stride));
  step.cell_before = kept_.cell.at(size(before * kept_.state_stride));
  step.gates = kept_.gates.data() + token * kept_.gate_stride;
  step.gate_stride = kept_.gate_stride;
  step.candidate = kept_.candidate.at(size(token * kept_.state_stride));
  return step;
}

void ProbedDirection::send_back(const StepGroup& group, const ProbedTexts& texts,
                                std::vector<double>& norms) {
  const int64_t stride = kept_.state_stride;
  AlignedArray<double> hidden(group.texts.size() * size(stride));
  AlignedArray<double> cells(group.texts.size() * size(stride));
  for (int64_t t = group.steps() - 1; t > 0; --t) {
    const int64_t active = group.active[size(t)];
    for (int64_t r = 0; r < active; ++r) {
      if (t + 1 == group.lengths[size(r)])
        std::copy(end_gradient_.begin(), end_gradient_.end(), hidden.data() + r * stride);
    }
    BackwardStep<double> step = step_of(group, t);
    step.hidden_gradient = hidden.data();
    step.cell_gradient = cells.data();
    cell_.backward(step, false);
    for (int64_t r = 0; r < active; ++r) {  // now of the states after step t - 1
      const int64_t length = group.lengths[size(r)];
      double* const row = hidden.data() + r * stride;
      if (t == texts.reach.first_step(length) || texts.reach.cuts_before(t)) {
        std::fill_n(row, stride, 0.0);
        std::fill_n(cells.data() + r * stride, stride, 0.0);
      }
      const int32_t place = texts.place[size(length - t)];
      if (place < 0) continue;
      norms[size(group.texts[size(r)]) * texts.distances.size() + static_cast<std::size_t>(place)] =
          norm_of(row, cell_.H());
    }
  }
}

GradientFlow ProbedDirection::flow(const ProbedTexts& texts, const std::vector<double>& norms) const {
  GradientFlow flow;
  flow.layer = layer_;
  flow.reverse = direction_.number == 1;
  const std::vector<int64_t>& starts = texts.order.starts();
  for (std::size_t i = 0; i < texts.distances.size(); ++i) {
    double logarithms = 0.0;
    int64_t count = 0;
    for (std::size_t text = 0; text + 1 < starts.size(); ++text) {
      if (starts[text + 1] - starts[text] <= texts.distances[i]) continue;
      logarithms += std::log(norms[text * texts.distances.size() + i]);  // -infinity where nothing arrives
      ++count;
    }
    flow.distances.push_back(texts.distances[i]);
    flow.norms.push_back(std::min(std::exp(logarithms / static_cast<double>(count)), kMost));
    flow.texts.push_back(count);
  }
  return flow;
}

}  // namespace sentiment
