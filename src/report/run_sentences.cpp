#include "report/run_sentences.h"

#include <fmt/format.h>

#include <set>

#include "report/html.h"

namespace sentiment {

std::string paragraph(const std::string& text, const char* kind) {
  return text.empty() ? "" : fmt::format("<p{}>{}</p>\n", kind, escape(text));
}

std::string ending(const RunRecord& record) {
  const std::string reason = text_in(record.meta, {"exit_reason"}).value_or("");
  if (reason == "running") return "The run had not ended when this page was written.";
  if (reason == "diverged")
    return "Training diverged: a loss or gradient was no longer finite. The model is the best until then.";
  if (reason == "interrupted") return "The run was interrupted; --resume continues it.";
  if (reason == "failed") return "The run ended with an error; its log says which.";
  return "";
}

std::string divergences(const RunRecord& record) {
  std::set<double> numbers;  // a killed run may have recorded one twice
  for (const Json& event : record.events) {
    if (text_in(event, {"event"}) != "divergence") continue;
    numbers.insert(number_in(event, {"number"}).value_or(0.0));
  }
  if (numbers.empty()) return "";
  return fmt::format(
      "A loss or gradient was not finite {}; training went back and tried again with half the learning rate.",
      numbers.size() == 1 ? "once" : fmt::format("{} times", numbers.size()));
}

std::string kept_epoch(const RunRecord& record, const std::string& what) {
  const std::optional<double> epoch = number_in(record.metrics, {"best", "epoch"});
  const std::optional<double> epochs = number_in(record.metrics, {"epochs"});
  if (!epoch || !epochs) return "";
  return fmt::format("The kept {} is that of epoch {:.0f} of {:.0f}.", what, *epoch, *epochs);
}

}  // namespace sentiment
