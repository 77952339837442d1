#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/example_list.h"
#include "report/html.h"
#include "report/sections.h"

namespace sentiment {
namespace {

constexpr std::size_t kShown = 20;
constexpr double kConfident = 0.9;

double probability_of_label(const MeasuredRun& run, std::size_t i) {
  const auto label = static_cast<std::size_t>(run.corpus.train.examples.label(run.train.rows[i]));
  return run.train.probabilities[i][label];
}

double loss_of(double probability) {
  // A probability that rounds to zero would make the loss infinite.
  return -std::log(std::max(probability, std::numeric_limits<double>::min()));
}

}  // namespace

std::string suspicious_section(const MeasuredRun& measured) {
  const CorpusPart& part = measured.corpus.train;
  std::vector<std::size_t> hardest;
  int64_t contradicted = 0;
  for (std::size_t i = 0; i < measured.train.size(); ++i) {
    hardest.push_back(i);
    if (measured.train.predicted(i) !=
            static_cast<std::size_t>(part.examples.label(measured.train.rows[i])) &&
        measured.train.probabilities[i][measured.train.predicted(i)] >= kConfident)
      ++contradicted;
  }
  const std::size_t shown = std::min(kShown, hardest.size());
  std::partial_sort(hardest.begin(), hardest.begin() + static_cast<std::ptrdiff_t>(shown), hardest.end(),
                    [&](std::size_t a, std::size_t b) {
                      return std::pair(probability_of_label(measured, a), a) <
                             std::pair(probability_of_label(measured, b), b);
                    });
  std::vector<ShownExample> examples;
  for (std::size_t rank = 0; rank < shown; ++rank) {
    const std::size_t i = hardest[rank];
    const std::size_t row = measured.train.rows[i], predicted = measured.train.predicted(i);
    examples.push_back({part.examples.place(row),
                        measured.corpus.labels[static_cast<std::size_t>(part.examples.label(row))],
                        measured.corpus.labels[predicted], measured.train.probabilities[i][predicted],
                        loss_of(probability_of_label(measured, i)), excerpt(part.texts[row])});
  }
  return fmt::format(
      "<h2 id=\"suspicious\">Training texts that are hardest to believe</h2>\n"
      "<p>{} of {} training texts are contradicted by the model with a confidence of {:.0f} % or more, "
      "although it was "
      "trained on them. Either the label is wrong, or the text is hard. The {} with the highest "
      "loss:</p>\n{}",
      contradicted, measured.train.size(), 100.0 * kConfident, shown, example_list(examples));
}

}  // namespace sentiment
