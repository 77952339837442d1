#include "cli/explanation_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/turning_point.h"
#include "cli/explanation_text.h"
#include "core/quote.h"
#include "json/strict_json.h"
#include "report/explanation_html.h"
#include "report/html.h"

namespace sentiment {
namespace {

using Labels = std::vector<std::string>;

/// The digits that a float has; a gate has no more.
double short_number(double number) { return std::round(number * 1e6) / 1e6; }

Json short_numbers(const std::vector<double>& numbers) {
  Json list = Json::array();
  for (const double number : numbers) list.push_back(short_number(number));
  return list;
}

Json signal_json(const GateSignal& signal, int64_t hidden_size) {
  const GateSummary summary = summary_of(signal, hidden_size);
  Json units = Json::array();
  for (std::size_t i = 0; i < signal.values.size(); ++i) {
    if (i % static_cast<std::size_t>(hidden_size) == 0) units.push_back(Json::array());
    units.back().push_back(short_number(signal.values[i]));
  }
  return {{"mean", short_numbers(summary.mean)},
          {"low", short_numbers(summary.low)},
          {"median", short_numbers(summary.median)},
          {"high", short_numbers(summary.high)},
          {"units", std::move(units)}};
}

Json gates_json(const std::vector<GateTrace>& traces) {
  Json list = Json::array();
  for (const GateTrace& trace : traces) {
    Json signals = Json::object();
    for (const GateSignal& signal : trace.signals)
      signals[signal.name] = signal_json(signal, trace.hidden_size);
    list.push_back({{"layer", trace.layer},
                    {"direction", trace.direction == 0 ? "forward" : "backward"},
                    {"hidden_size", trace.hidden_size},
                    {"signals", std::move(signals)}});
  }
  return list;
}

class JsonlWriter : public ExplanationWriter {
 public:
  JsonlWriter(Labels labels, bool gates) : labels_(std::move(labels)), gates_(gates) {}

  void append(std::string& out, const Record& record, const Explanation& explanation) override {
    Json line = Json::object();
    if (!record.id.is_null()) line["id"] = record.id;
    line["label"] = labels_[static_cast<std::size_t>(explanation.label)];
    line["probability"] = explanation.probability;
    Json& probabilities = line["probabilities"] = Json::object();
    for (std::size_t i = 0; i < labels_.size(); ++i) probabilities[labels_[i]] = explanation.probabilities[i];
    line["logit_difference"] = explanation.logit_difference;
    line["baseline_logit_difference"] = explanation.baseline_logit_difference;
    line["completeness_error"] = explanation.completeness_error;
    line["gradients"] = explanation.gradients;
    line["turning_point"] = nullptr;
    if (const auto turn = turning_point(explanation))
      line["turning_point"] = {{"token", turn->token}, {"before", turn->before}, {"after", turn->after}};
    line["total_tokens"] = explanation.total_tokens;
    line["truncated"] = explanation.truncated();
    line["tokens"] = explanation.tokens;
    line["attributions"] = explanation.attributions;
    line["running_probability"] = explanation.running_probability;
    line["places"] = explanation.places;
    Json& unknown = line["unknown"] = Json::array();
    for (std::size_t i = 0; i < explanation.unknown.size(); ++i) {
      if (explanation.unknown[i]) unknown.push_back(i);
    }
    if (gates_) line["gates"] = gates_json(explanation.gates);
    out += dump_json(line);
    out += '\n';
  }

 private:
  Labels labels_;
  bool gates_;
};

std::string name_of(const Json& id) { return id.is_string() ? id.get<std::string>() : dump_json(id); }

class TextWriter : public ExplanationWriter {
 public:
  TextWriter(Labels labels, bool colour) : labels_(std::move(labels)), colour_(colour) {}

  void append(std::string& out, const Record& record, const Explanation& explanation) override {
    if (!std::exchange(first_, false)) out += '\n';
    if (!record.id.is_null()) out += printable(name_of(record.id)) + ": ";
    out += explanation_text(explanation, labels_, colour_);
  }

 private:
  Labels labels_;
  bool colour_;
  bool first_ = true;
};

class HtmlWriter : public ExplanationWriter {
 public:
  explicit HtmlWriter(Labels labels) : labels_(std::move(labels)) {}

  void append(std::string&, const Record& record, const Explanation& explanation) override {
    std::string heading = fmt::format("Text {}", ++texts_);
    if (!record.id.is_null()) heading += ": " + name_of(record.id);
    body_ += fmt::format("<section>\n<h2>{}</h2>\n{}</section>\n", escape(heading),
                         explanation_html(explanation, labels_));
  }

  std::string footer() override {
    const std::string note = fmt::format(
        "<p class=\"note\">{} {}. What a token adds to the difference of logits is its integrated gradient "
        "along "
        "the path from empty embeddings; the running probability is what the model says of the text up to a "
        "token.</p>\n",
        texts_, texts_ == 1 ? "text" : "texts");
    return page("What the model saw", note + body_);
  }

 private:
  Labels labels_;
  std::string body_;
  int64_t texts_ = 0;
};

}  // namespace

std::unique_ptr<ExplanationWriter> explanation_writer(ExplanationFormat format,
                                                      std::vector<std::string> labels, bool colour,
                                                      bool gates) {
  switch (format) {
    case ExplanationFormat::kJsonl:
      return std::make_unique<JsonlWriter>(std::move(labels), gates);
    case ExplanationFormat::kHtml:
      return std::make_unique<HtmlWriter>(std::move(labels));
    default:
      return std::make_unique<TextWriter>(std::move(labels), colour);
  }
}

}  // namespace sentiment
