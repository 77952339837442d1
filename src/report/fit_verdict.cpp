#include "report/fit_verdict.h"

#include <fmt/format.h>

#include <algorithm>

namespace sentiment {
namespace {

constexpr double kRise = 1.02;  // a validation loss this much above its lowest is more than its wobble

}  // namespace

std::string fit_verdict(const std::vector<EpochFigures>& epochs, int64_t kept) {
  if (epochs.empty()) return "";
  if (epochs.size() == 1)
    return "It was trained for one epoch, which is too few to tell whether it overfits.";
  const EpochFigures& last = epochs.back();
  const EpochFigures& lowest = *std::min_element(
      epochs.begin(), epochs.end(),
      [](const EpochFigures& a, const EpochFigures& b) { return a.valid_loss < b.valid_loss; });
  if (last.valid_loss > kRise * lowest.valid_loss && last.training_loss < lowest.training_loss) {
    const std::string consequence =
        kept > lowest.epoch ? fmt::format(
                                  " The kept model is of epoch {}, the best by its score: it is surer of "
                                  "itself than its loss "
                                  "allows.",
                                  kept)
                            : fmt::format(" The kept model, of epoch {}, is from before that.", kept);
    return fmt::format(
        "It overfitted after epoch {}: the validation loss rose from {:.3f} to {:.3f} in epoch {}, while the "
        "training "
        "loss went on falling from {:.3f} to {:.3f}.{}",
        lowest.epoch, lowest.valid_loss, last.valid_loss, last.epoch, lowest.training_loss,
        last.training_loss, consequence);
  }
  if (kept == last.epoch && lowest.epoch == last.epoch)
    return "The last epoch was the best, and the validation loss was still falling: more epochs may help.";
  return "There is no sign of overfitting: the validation loss ended within 2 % of its lowest, or the "
         "training loss no "
         "longer fell either.";
}

}  // namespace sentiment
