#include "training/window_probe.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "analysis/gradient_probe.h"

namespace sentiment {
namespace {

// In double precision without the softmax a window of a text takes as long as two or three of a stream.
constexpr int64_t kMostWindows = 32;
constexpr int64_t kFewestWindows = 4;
constexpr double kShareOfEpoch = 0.01;
constexpr double kWindowsOfStreams = 3.0;

int64_t windows_to_measure(const PretrainingConfig& config, int64_t steps_per_epoch) {
  const double epoch =
      static_cast<double>(steps_per_epoch) * static_cast<double>(config.language_model.streams);
  return std::clamp(static_cast<int64_t>(kShareOfEpoch * epoch / kWindowsOfStreams), kFewestWindows,
                    kMostWindows);
}

}  // namespace

WindowProbe::WindowProbe(const PretrainingConfig& config, const TextList& texts, int64_t steps_per_epoch)
    : config_(config) {
  const auto window = static_cast<std::size_t>(config.language_model.window);
  std::vector<int64_t> lengths;
  for (std::size_t text = 0; text < texts.size(); ++text)
    lengths.push_back(static_cast<int64_t>(std::min(texts.ids(text).size(), window)));
  const bool backward = config.model.shape.direction == ReadingDirection::kBackward;
  for (const int64_t row : probe_rows(lengths, windows_to_measure(config, steps_per_epoch))) {
    std::vector<TokenId> ids;
    texts.append_as_read(static_cast<std::size_t>(row), backward, ids);
    ids.resize(std::min(ids.size(), window));
    windows_.add(ids, 0, "");
  }
}

std::vector<GradientFlow> WindowProbe::measure(const Parameters& values, ThreadPool& pool) const {
  std::vector<int64_t> rows(windows_.size());
  std::iota(rows.begin(), rows.end(), 0);
  const ModelConfig forward = config_.model.shape.recurrent_part();  // as the windows are to be read
  std::vector<GradientFlow> flows = measure_gradient_flow(forward, values, windows_, rows, {}, pool);
  const bool backward = config_.model.shape.direction == ReadingDirection::kBackward;
  for (GradientFlow& flow : flows) flow.reverse = backward;
  return flows;
}

}  // namespace sentiment
