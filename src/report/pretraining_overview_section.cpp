#include <fmt/format.h>

#include "report/run_sentences.h"
#include "report/sections.h"

namespace sentiment {
namespace {

bool learns_vectors(const RunRecord& record) { return text_in(record.settings, {"objective"}) == "vectors"; }

std::string headline(const RunRecord& record) {
  const std::optional<double> loss = number_in(record.metrics, {"best", "loss"});
  const std::optional<double> perplexity = number_in(record.metrics, {"best", "perplexity"});
  if (learns_vectors(record)) {
    if (!number_in(record.metrics, {"best", "epoch"}))
      return "This run has no vectors yet: no epoch has ended.";
    if (!loss)
      return "The validation texts have no pair of words, so the loss of the kept vectors is not known.";
    return fmt::format("On the validation texts the loss of the kept vectors is {} nats for a pair of words.",
                       short_number(*loss));
  }
  if (!loss) return "This run has no model yet: no epoch has ended.";
  if (!perplexity) {
    return fmt::format(
        "The perplexity of the kept model on the validation texts is larger than any number: its loss is {} "
        "nats per token.",
        short_number(*loss));
  }
  return fmt::format(
      "The perplexity of the kept model on the validation texts is {0:.1f}: it is as unsure of the next word "
      "as if {0:.0f} words were equally likely.",
      *perplexity);
}

std::string right_words(const RunRecord& record) {
  const std::optional<double> share = number_in(record.metrics, {"best", "accuracy"});
  if (!share || learns_vectors(record)) return "";
  return fmt::format("The word that it thinks most likely is the right one for {} of the tokens.",
                     short_percent(*share));
}

std::string counting(const RunRecord& record) {
  return fmt::format("a model that counts {:.0f} words in a row in the same texts",
                     number_in(record.metrics, {"count_based", "order"}).value_or(3.0));
}

std::string against_counting(const RunRecord& record) {
  const std::optional<double> own = number_in(record.metrics, {"best", "perplexity"});
  const std::optional<double> counted = number_in(record.metrics, {"count_based", "perplexity"});
  if (!own || !counted) return "";
  return fmt::format("It {} {}, whose perplexity is {:.1f}.", *own < *counted ? "beats" : "does not beat",
                     counting(record), *counted);
}

std::string comparison(const RunRecord& record) {
  const std::optional<double> own = number_in(record.metrics, {"best", "perplexity"});
  const std::optional<double> counted = number_in(record.metrics, {"count_based", "perplexity"});
  if (!own || !counted) return "";
  BarChart chart;
  chart.title = "Perplexity against counting";
  chart.description =
      fmt::format("Of this model and of {}, on the validation part; lower is better.", counting(record));
  chart.value_name = "perplexity";
  chart.bars = {{"this model", *own}, {"counting", *counted}};
  return bar_chart(chart);
}

}  // namespace

std::string pretraining_overview_section(const RunRecord& record) {
  const std::string right = right_words(record), against = against_counting(record);
  return paragraph(headline(record), " class=\"verdict\"") +
         paragraph(right + (right.empty() || against.empty() ? "" : " ") + against) + comparison(record) +
         paragraph(kept_epoch(record, learns_vectors(record) ? "table of vectors" : "model")) +
         paragraph(divergences(record)) + paragraph(ending(record));
}

}  // namespace sentiment
