#include "analysis/gradient_probe.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include "analysis/probed_direction.h"

namespace sentiment {
namespace {

constexpr int64_t kRowsAtOnce = 64;  // of a large product, by one thread

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

/// What a layer reads: the rows, and which of them each token reads.
struct Input {
  std::vector<double> rows;  // [rows, columns]
  int64_t columns;
  std::vector<int32_t> slots;  // [tokens]
  int64_t count() const { return static_cast<int64_t>(rows.size()) / columns; }
};

/// The tokens' embeddings, each word's once.
Input embedded(const NamedTensor& embedding, const std::vector<TokenId>& tokens) {
  std::vector<TokenId> words = tokens;
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  Input input{{}, embedding.shape[1], {}};
  for (const TokenId word : words) {
    const auto* row = embedding.values.data() + static_cast<int64_t>(word) * input.columns;
    input.rows.insert(input.rows.end(), row, row + input.columns);
  }
  for (const TokenId token : tokens) {
    const auto at = std::lower_bound(words.begin(), words.end(), token);
    input.slots.push_back(static_cast<int32_t>(at - words.begin()));
  }
  return input;
}

/// Reads the texts in both directions, keeping what the way back needs; the states are text by text.
std::vector<double> read(std::vector<ProbedDirection>& sides, const Input& input, const ProbedTexts& texts,
                         ThreadPool& pool) {
  const auto D = static_cast<int64_t>(sides.size());
  const int64_t N = sides.front().cell().N();
  AlignedArray<double> projected(size(input.count() * D * N));
  const int64_t blocks = (input.count() + kRowsAtOnce - 1) / kRowsAtOnce;
  pool.run(size(blocks * D), [&](std::size_t task) {
    const auto d = static_cast<int64_t>(task % sides.size());
    const int64_t first = static_cast<int64_t>(task / sides.size()) * kRowsAtOnce;
    sides[size(d)].cell().project(std::min(kRowsAtOnce, input.count() - first),
                                  input.rows.data() + first * input.columns,
                                  projected.data() + first * D * N + d * N, D * N);
  });
  std::vector<const double*> projected_of_token;
  for (const int32_t slot : input.slots) projected_of_token.push_back(projected.data() + slot * D * N);
  std::vector<double> states(input.slots.size() * size(D * sides.front().cell().H()));
  const LayerRun<double> run{&texts.order, projected_of_token.data(), states.data(), nullptr};
  for (ProbedDirection& side : sides) side.kept().grow(texts.order.tokens(), side.cell());
  pool.run(texts.order.groups().size() * sides.size(), [&](std::size_t task) {
    ProbedDirection& side = sides[task % sides.size()];
    ReadingScratch<double> scratch;
    forward_group(side.cell(), texts.order.groups()[task / sides.size()], side.direction(), run, &side.kept(),
                  scratch);
  });
  return states;
}

}  // namespace

std::vector<int64_t> probe_rows(const std::vector<int64_t>& lengths, int64_t count) {
  std::vector<int64_t> rows;
  for (std::size_t row = 0; row < lengths.size(); ++row) {
    if (lengths[row] >= 2) rows.push_back(static_cast<int64_t>(row));
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [&](int64_t a, int64_t b) { return lengths[size(a)] > lengths[size(b)]; });
  const auto wanted = size(count);
  const std::size_t among = std::min(std::max(rows.size() / 4, wanted), rows.size());
  std::vector<int64_t> chosen;
  for (std::size_t i = 0; i < std::min(wanted, among); ++i)
    chosen.push_back(rows[i * among / std::min(wanted, among)]);
  return chosen;
}

std::vector<GradientFlow> measure_gradient_flow(const ModelConfig& config, const Parameters& parameters,
                                                const Dataset& data, const std::vector<int64_t>& rows,
                                                const GradientReach& reach, ThreadPool& pool) {
  if (rows.empty()) return {};
  std::vector<int64_t> lengths;
  std::vector<TokenId> tokens;
  for (const int64_t row : rows) {
    const auto ids = data.ids(size(row));
    auto length = static_cast<int64_t>(ids.size());
    if (reach.kind == GradientReach::Kind::kInWindows && length > reach.window)
      length -= length % reach.window;
    lengths.push_back(length);
    std::vector<TokenId> in_order(ids.begin(), ids.end());
    if (config.reads_backward()) std::reverse(in_order.begin(), in_order.end());
    tokens.insert(tokens.end(), in_order.begin(), in_order.begin() + length);
  }
  const ProbedTexts texts = ProbedTexts(lengths, config.directions(), reach);
  Input input = embedded(parameters.front(), tokens);
  std::vector<GradientFlow> flows;
  for (int64_t layer = 0; layer < config.layers; ++layer) {
    std::vector<ProbedDirection> sides;
    for (int64_t d = 0; d < config.directions(); ++d)
      sides.emplace_back(config, parameters, layer, Direction{d, config.directions()}, input.columns);
    std::vector<double> states = read(sides, input, texts, pool);
    std::vector<std::vector<double>> norms(sides.size());
    for (auto& side : norms) side.resize(rows.size() * texts.distances.size());
    pool.run(texts.order.groups().size() * sides.size(), [&](std::size_t task) {
      const std::size_t d = task % sides.size();
      sides[d].send_back(texts.order.groups()[task / sides.size()], texts, norms[d]);
    });
    for (std::size_t d = 0; d < sides.size(); ++d) {
      flows.push_back(sides[d].flow(texts, norms[d]));
      flows.back().reverse = d == 1 || config.reads_backward();
    }
    if (config.residual && layer > 0)
      std::transform(states.begin(), states.end(), input.rows.begin(), states.begin(), std::plus<>());
    if (layer == 0) std::iota(input.slots.begin(), input.slots.end(), 0);
    input.rows = std::move(states);
    input.columns = config.state_size();
  }
  return flows;
}

}  // namespace sentiment
