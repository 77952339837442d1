#include "report/explanation_html.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "analysis/turning_point.h"
#include "report/figure.h"
#include "report/heat_map.h"
#include "report/html.h"
#include "report/svg_chart.h"

namespace sentiment {
namespace {

constexpr std::size_t kMostColumns = 200;  // of a heat map
constexpr double kStrongestShade = 45.0;   // per cent of the colour: letters on it stay readable

double largest_of(const std::vector<double>& numbers) {
  double largest = 0.0;
  for (const double number : numbers) largest = std::max(largest, std::abs(number));
  return largest;
}

/// A word on a shade of `strength`, in [-1, 1].
std::string shaded(double strength, bool unknown, const std::string& hint, std::string_view word) {
  return fmt::format(
      "<span style=\"background:color-mix(in srgb,var(--{}) {:.0f}%,transparent);padding:.1em .2em;"
      "border-radius:.2em;{}\" title=\"{}\">{}</span> ",
      strength < 0.0 ? "negative" : "positive", std::abs(strength) * kStrongestShade,
      unknown ? "text-decoration:underline dotted;" : "", escape(hint), escape(word));
}

HtmlTable table_of(const Explanation& explanation, const std::string& label) {
  HtmlTable table;
  table.heads = {
      {"place"}, {"token"}, {"adds", Column::kNumber}, {"P(" + label + ") after it", Column::kNumber}};
  for (std::size_t i = 0; i < explanation.tokens.size(); ++i) {
    table.rows.push_back({std::to_string(explanation.places[i] + 1), explanation.tokens[i],
                          fmt::format("{:+.4f}", explanation.attributions[i]),
                          fmt::format("{:.4f}", explanation.running_probability[i])});
  }
  return table;
}

std::string token_figure(const Explanation& explanation, const std::string& label) {
  const double largest = largest_of(explanation.attributions);
  const std::string others = explanation.probabilities.size() == 2 ? "the other label" : "the other labels";
  std::string drawing = fmt::format(
      "<p style=\"font-size:.85rem\">{}{}0 {} {}{}</p>\n<p style=\"line-height:1.9\">",
      shaded(-1.0, false, "", fmt::format("{:+.2g}", -largest)), shaded(-0.5, false, "", "for " + others),
      shaded(0.5, false, "", "for " + label), shaded(1.0, false, "", fmt::format("{:+.2g}", largest)),
      std::find(explanation.unknown.begin(), explanation.unknown.end(), true) == explanation.unknown.end()
          ? ""
          : "– underlined: not in the vocabulary");
  for (std::size_t i = 0; i < explanation.tokens.size(); ++i) {
    if (i > 0 && explanation.places[i] != explanation.places[i - 1] + 1) drawing += "[…] ";
    const double share = largest > 0.0 ? explanation.attributions[i] / largest : 0.0;
    drawing += shaded(share, explanation.unknown[i],
                      fmt::format("{:+.3f}; then P({}) = {:.3f}", explanation.attributions[i], label,
                                  explanation.running_probability[i]),
                      explanation.tokens[i]);
  }
  const FigureText text{
      "What each token adds",
      fmt::format("Tokens shaded by what they add to the difference of logits of {}", label)};
  return figure(text, drawing + "</p>\n", table_of(explanation, label));
}

std::string running_chart(const Explanation& explanation, const std::string& label) {
  LineChart chart{.title = fmt::format("P({}) while the text is read", label),
                  .description = fmt::format("Probability of {} after each token", label),
                  .x = {.name = "tokens read", .low = 0.0},
                  .y = {.name = "probability", .low = 0.0, .high = 1.0},
                  .series = {{label, {}, explanation.running_probability}}};
  std::vector<double>& read = chart.series.front().x;
  read.resize(explanation.tokens.size());
  std::iota(read.begin(), read.end(), 1.0);
  if (explanation.read_backward) {
    chart.description += ", read from the end";
    std::reverse(chart.series.front().y.begin(), chart.series.front().y.end());
  }
  if (const auto turn = turning_point(explanation)) {
    const std::size_t nth = explanation.read_backward ? read.size() - turn->token : turn->token + 1;
    chart.x.marks = {{static_cast<double>(nth), explanation.tokens[turn->token]}};
  }
  return line_chart(chart);
}

/// Quantiles of some signals, one row each.
class Quantiles {
 public:
  explicit Quantiles(const std::vector<std::string>& tokens) : columns_(tokens) {
    columns_.resize(std::min(columns_.size(), kMostColumns));
  }

  void add(const GateSignal& signal, int64_t hidden_size) {
    const GateSummary summary = summary_of(signal, hidden_size);
    add_row(signal.name + ", upper", summary.high);
    add_row(signal.name + ", median", summary.median);
    add_row(signal.name + ", lower", summary.low);
  }

  double largest() const { return largest_of(values_); }

  std::string draw(const std::string& title, const std::string& description, Shades shades) const {
    if (names_.empty()) return "";
    const double size = shades == Shades::kTwoSided ? largest() : 1.0;
    return heat_map({title, description, names_, columns_, values_, shades == Shades::kTwoSided ? -size : 0.0,
                     size, shades});
  }

 private:
  void add_row(const std::string& name, const std::vector<double>& row) {
    names_.push_back(name);
    values_.insert(values_.end(), row.begin(), row.begin() + static_cast<std::ptrdiff_t>(columns_.size()));
  }

  std::vector<std::string> columns_;
  std::vector<std::string> names_;
  std::vector<double> values_;
};

std::string gates_of(const GateTrace& trace, const std::vector<std::string>& tokens) {
  const std::string where =
      fmt::format("Layer {}, read from the {}", trace.layer + 1, trace.direction == 0 ? "start" : "end");
  Quantiles gates(tokens);
  Quantiles states(tokens);
  for (const GateSignal& signal : trace.signals) {
    const bool is_state = signal.name == "cell" || signal.name == "state";
    (is_state ? states : gates).add(signal, trace.hidden_size);
  }
  const std::string units = fmt::format("of {} units, over the tokens", trace.hidden_size);
  return gates.draw(where + ": gates, from 0 to 1 (full colour)",
                    "Upper tenth, median and lower tenth of the gates " + units, Shades::kOneSided) +
         states.draw(
             fmt::format("{}: state, from {:.2g} to {:.2g}", where, -states.largest(), states.largest()),
             "Upper tenth, median and lower tenth of the state " + units, Shades::kTwoSided);
}

std::string gates_note(const Explanation& explanation) {
  std::string text =
      "Of each gate and state: the value that a tenth of the units exceed (upper), the median, and the value "
      "that a "
      "tenth stay below (lower).";
  if (explanation.tokens.size() > kMostColumns) text += fmt::format(" The first {} tokens.", kMostColumns);
  return fmt::format("<p class=\"note\">{}</p>\n", escape(text));
}

std::string note(const Explanation& explanation) {
  std::string text = fmt::format(
      "Difference of logits {:+.4f}; of as many empty embeddings {:+.4f}; the tokens add {:+.4f}. "
      "Completeness error {:+.5f}, from {} gradients.",
      explanation.logit_difference, explanation.baseline_logit_difference,
      std::accumulate(explanation.attributions.begin(), explanation.attributions.end(), 0.0),
      explanation.completeness_error, explanation.gradients);
  if (explanation.truncated())
    text += fmt::format(" Read: {} of {} tokens.", explanation.tokens.size(), explanation.total_tokens);
  return fmt::format("<p class=\"note\">{}</p>\n", escape(text));
}

}  // namespace

std::string explanation_html(const Explanation& explanation, const std::vector<std::string>& labels) {
  const std::string& label = labels[static_cast<std::size_t>(explanation.label)];
  std::string verdict = fmt::format("{} {:.1f} %", label, 100.0 * explanation.probability);
  if (const auto turn = turning_point(explanation))
    verdict += ": " + sentence_of(*turn, explanation, label) + ".";
  std::string html = fmt::format("<p class=\"verdict\">{}</p>\n", escape(verdict));
  if (explanation.tokens.empty())
    return html + "<p class=\"note\">A text without tokens: the output layer's bias says this.</p>\n";
  html += token_figure(explanation, label) + note(explanation) + running_chart(explanation, label);
  if (!explanation.gates.empty()) html += gates_note(explanation);
  for (const GateTrace& trace : explanation.gates) html += gates_of(trace, explanation.tokens);
  return html;
}

}  // namespace sentiment
