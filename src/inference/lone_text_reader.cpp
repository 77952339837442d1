#include "inference/lone_text_reader.h"

#include <algorithm>

namespace sentiment {
namespace {

constexpr std::size_t kShortText = 16;  // tokens; waking a thread takes as long as reading them

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

/// Part number `part` of `parts` of a range.
struct Share {
  int64_t first;
  int64_t count;
  Share(int64_t whole, int64_t part, int64_t parts)
      : first(whole * part / parts), count(whole * (part + 1) / parts - first) {}
};

/// Threads that wait for each other should have a core each.
int64_t threads_at_once(const ThreadPool& pool) { return std::min(pool.threads(), available_cores()); }

}  // namespace

bool LoneTextReader::pays(std::size_t tokens, const ThreadPool& pool) const {
  const int64_t threads = threads_at_once(pool);
  return tokens >= kShortText && threads > 1 && ReadingTeam(network_.layers().front(), threads).threads() > 1;
}

Probabilities LoneTextReader::read(TokenIds text, const FrequentTypes* frequent, ThreadPool& pool) {
  const ModelConfig& config = network_.config();
  const std::vector<ReadingLayer>& layers = network_.layers();
  const int64_t row_size = layers.front().projected_size();
  const auto T = static_cast<int64_t>(text.size());
  ReadingTeam team(layers.front(), threads_at_once(pool));

  if (layers.size() > 1) projected_.grow(size(T * row_size));  // before anything lies in it
  tokens_.look_up(std::span(&text, 1), frequent, row_size, config.reads_backward(), projected_);
  embedded_.grow(size(team.threads() * PackedNetwork::kTypesAtOnce * config.embedding_size));
  states_[0].grow(size(T * config.state_size()));
  if (layers.size() > 1) {
    states_[1].grow(size(T * config.state_size()));
    projected_of_token_.clear();
    for (int64_t t = 0; t < T; ++t) projected_of_token_.push_back(projected_.data() + t * row_size);
  }
  pool.run(size(team.threads()), [&](std::size_t thread) {
    read_as({team, static_cast<int64_t>(thread)}, team.threads(), T);
  });
  return network_.probabilities(T, states_[(layers.size() - 1) % 2].data());
}

/// Allocates nothing: a member that fails would leave the others waiting.
void LoneTextReader::read_as(ReadingTeam::Member member, int64_t parts, int64_t T) {
  const ModelConfig& config = network_.config();
  const int64_t row_size = network_.layers().front().projected_size();
  const int64_t S = config.state_size();

  member.share([&](int64_t part) {
    const Share types(static_cast<int64_t>(tokens_.types().size()), part, parts);
    network_.project(std::span(tokens_.types()).subspan(size(types.first), size(types.count)),
                     embedded_.data() + part * PackedNetwork::kTypesAtOnce * config.embedding_size,
                     projected_.data() + types.first * row_size);
  });
  member.read(network_.layers().front(), T, tokens_.of_tokens(), states_[0].data());
  for (std::size_t number = 1; number < network_.layers().size(); ++number) {
    const ReadingLayer& layer = network_.layers()[number];
    const float* inputs = states_[(number + 1) % 2].data();
    float* states = states_[number % 2].data();
    member.share([&](int64_t part) {
      const Share tokens(T, part, parts);
      layer.project(tokens.count, inputs + tokens.first * S, projected_.data() + tokens.first * row_size);
    });
    member.read(layer, T, projected_of_token_.data(), states);
    if (!config.residual) continue;
    member.share([&](int64_t part) {
      const Share numbers(T * S, part, parts);
      for (int64_t i = numbers.first; i < numbers.first + numbers.count; ++i) states[i] += inputs[i];
    });
  }
}

}  // namespace sentiment
