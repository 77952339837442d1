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
    const std::span<const TokenId> ids = texts.ids(static_cast<std::size_t>(row));
    const std::size_t length = std::min(ids.size(), window);
    windows_.add(backward ? ids.last(length) : ids.first(length), 0, "");
  }
}

std::vector<GradientFlow> WindowProbe::measure(const Parameters& values, ThreadPool& pool) const {
  std::vector<int64_t> rows(windows_.size());
  std::iota(rows.begin(), rows.end(), 0);
  ModelConfig config = config_.model.shape.recurrent_part();
  config.direction = config_.model.shape.direction;  // streams come in the order of reading, texts do not
  return measure_gradient_flow(config, values, windows_, rows, {}, pool);
}

}  // namespace sentiment
