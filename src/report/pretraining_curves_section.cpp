#include "report/run_curves.h"
#include "report/sections.h"

namespace sentiment {
namespace {

constexpr const char* kTitle = "<h2 id=\"training\">Training</h2>\n<div class=\"charts\">\n";

std::string vectors_curves(const RunRecord& record) {
  return two_curves(record, "Loss", "loss", {.name = "nats per pair of words"}) + rate_curve(record) +
         one_curve(record, "Speed", "words_per_second", {.name = "words per second", .low = 0.0}) +
         "</div>\n<p class=\"note\">The training loss is the mean of its epoch so far, the validation loss "
         "that of the texts set aside; both count a pair of words together with its noise words.</p>\n";
}

std::string language_model_curves(const RunRecord& record) {
  AxisRange perplexity{.name = "perplexity", .scale = Scale::kLog};
  if (const std::optional<double> counted = number_in(record.metrics, {"count_based", "perplexity"}))
    perplexity.marks = {{*counted, "counting"}};
  return two_curves(record, "Loss", "loss", {.name = "nats per token"}) +
         two_curves(record, "Perplexity", "perplexity", std::move(perplexity)) +
         one_curve(record, "Next word right", "accuracy", {.name = "share of the tokens"}, "validation") +
         rate_curve(record) + gradient_curve(record) +
         one_curve(record, "Clipped steps", "clipped_share",
                   {.name = "share of an interval's steps", .low = 0.0, .high = 1.0}) +
         one_curve(record, "Speed", "tokens_per_second", {.name = "tokens per second", .low = 0.0}) +
         "</div>\n<p class=\"note\">The training curves are means over the steps of an interval, measured "
         "with "
         "dropout, while the weights change, and over the step's candidates instead of all words; the "
         "validation curves are of the model as it would be kept, over all words.</p>\n";
}

}  // namespace

std::string pretraining_curves_section(const RunRecord& record) {
  const bool vectors = text_in(record.settings, {"objective"}) == "vectors";
  return kTitle + (vectors ? vectors_curves(record) : language_model_curves(record));
}

}  // namespace sentiment
