#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "report/example_list.h"
#include "report/html.h"
#include "report/html_table.h"
#include "report/sections.h"

namespace sentiment {
namespace {

constexpr std::size_t kMaxMatrix = 12;  // labels; of more only the confusions are listed
constexpr std::size_t kMaxConfusions = 20;

std::string matrix(const ConfusionMatrix& confusion, const std::vector<std::string>& labels) {
  std::string html =
      "<figure>\n<figcaption>Confusion matrix</figcaption>\n<div class=\"scroll\" tabindex=\"0\" "
      "role=\"region\" "
      "aria-label=\"confusion matrix\"><table class=\"matrix\"><thead><tr><th scope=\"col\">true, down; "
      "predicted, "
      "across</th>";
  for (const std::string& label : labels)
    html += fmt::format("<th scope=\"col\" class=\"number\">{}</th>", escape(label));
  html += "</tr></thead>\n<tbody>\n";
  for (std::size_t truth = 0; truth < labels.size(); ++truth) {
    html += fmt::format("<tr><th scope=\"row\">{}</th>", escape(labels[truth]));
    const int64_t all = std::max<int64_t>(confusion.of_class(truth), 1);
    for (std::size_t predicted = 0; predicted < labels.size(); ++predicted) {
      const double share = static_cast<double>(confusion.at(truth, predicted)) / static_cast<double>(all);
      html += fmt::format("<td class=\"number shade {}\" style=\"--s: {:.0f}%\">{}<br><small>{}</small></td>",
                          truth == predicted ? "for" : "against", 50.0 * share,
                          confusion.at(truth, predicted), short_percent(share));
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n</figure>\n";
}

std::string largest_confusions(const ConfusionMatrix& confusion, const std::vector<std::string>& labels) {
  struct Cell {
    int64_t count;
    std::size_t truth, predicted;
  };
  std::vector<Cell> cells;
  for (std::size_t t = 0; t < labels.size(); ++t) {
    for (std::size_t p = 0; p < labels.size(); ++p) {
      if (t != p && confusion.at(t, p) > 0) cells.push_back({confusion.at(t, p), t, p});
    }
  }
  std::stable_sort(cells.begin(), cells.end(),
                   [](const Cell& a, const Cell& b) { return a.count > b.count; });
  if (cells.size() > kMaxConfusions) cells.resize(kMaxConfusions);
  HtmlTable table{{{"true"}, {"predicted"}, {"texts", Column::kNumber}}, {}};
  for (const Cell& cell : cells)
    table.rows.push_back({labels[cell.truth], labels[cell.predicted], std::to_string(cell.count)});
  return "<h3>Most frequent confusions</h3>\n" + to_html(table, "most frequent confusions");
}

std::string class_table(const ConfusionMatrix& confusion, const std::vector<std::string>& labels) {
  HtmlTable table{{{"label"},
                   {"precision", Column::kNumber},
                   {"recall", Column::kNumber},
                   {"F1", Column::kNumber},
                   {"texts", Column::kNumber}},
                  {}};
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const ClassScores scores = scores_of(confusion, i);
    table.rows.push_back({labels[i], short_percent(scores.precision), short_percent(scores.recall),
                          fmt::format("{:.3f}", scores.f1), std::to_string(scores.support)});
  }
  return "<h3>By label</h3>\n" + to_html(table, "scores by label");
}

std::string calibration_sentence(const EvaluationFigures& figures) {
  const double error = figures.calibration().expected_error();
  double confidence = 0.0;  // mean over all predictions
  for (const ReliabilityBin& bin : figures.calibration().bins())
    confidence += bin.confidence * static_cast<double>(bin.count) / static_cast<double>(figures.examples());
  const std::string direction =
      confidence > figures.accuracy() ? "surer than it should be" : "less sure than it could be";
  std::string text = fmt::format(
      "On average its confidence is off by {:.1f} points (expected calibration error); it is {}: {} "
      "confident, {} right.",
      100.0 * error, direction, short_percent(confidence), short_percent(figures.accuracy()));
  if (figures.temperature()) {
    text += fmt::format(" Dividing its logits by the temperature {} brings the error to {:.1f} points.",
                        short_number(*figures.temperature()),
                        100.0 * figures.calibration_at_temperature().expected_error());
  }
  return text;
}

std::string bucket_chart(const std::vector<Bucket>& buckets, const std::string& title, const std::string& by,
                         const std::function<std::string(double)>& written) {
  BarChart chart;
  chart.title = title;
  chart.value_name = "accuracy";
  chart.percent = true;
  chart.high = 1.0;
  for (const Bucket& bucket : buckets) {
    const std::string low = written(bucket.low), high = written(bucket.high);
    const Interval interval = bucket.interval();
    chart.bars.push_back({low == high ? low : fmt::format("{} to {}", low, high), bucket.accuracy(),
                          interval.low, interval.high, fmt::format("{} texts", bucket.count)});
  }
  chart.description = fmt::format("Accuracy by {}, with 95 % intervals.", by);
  return bar_chart(chart);
}

std::string surest_errors(const EvaluationFigures& figures, const std::vector<std::string>& labels) {
  if (figures.surest_errors().empty()) return "";
  std::vector<ShownExample> examples;
  for (const WrongAnswer& wrong : figures.surest_errors()) {
    examples.push_back({wrong.place, labels[wrong.truth], labels[wrong.predicted], wrong.probability,
                        std::nullopt, wrong.beginning});
  }
  return "<h3>The errors it was surest of</h3>\n" + example_list(examples);
}

}  // namespace

std::string validation_section(const MeasuredRun& measured) {
  const EvaluationFigures& figures = measured.figures;
  const std::vector<std::string>& labels = measured.corpus.labels;
  std::string html =
      "<h2 id=\"validation\">Where it fails</h2>\n<p class=\"note\">On the validation part, which the "
      "model was not trained on, but chosen by.</p>\n<div class=\"charts\">\n";
  const bool small = labels.size() <= kMaxMatrix;
  if (small) html += matrix(figures.confusion(), labels);
  html += reliability_diagram({"Reliability", calibration_sentence(figures), figures.calibration().bins()});
  html += bucket_chart(figures.by_length(), "Accuracy by length", "tokens of the text", short_number);
  html += bucket_chart(figures.by_oov_rate(), "Accuracy by unknown words",
                       "share of tokens that the vocabulary lacks", short_percent);
  html += "</div>\n";
  html += fmt::format("<p>{}</p>\n", escape(calibration_sentence(figures)));
  if (!small) html += largest_confusions(figures.confusion(), labels);
  return html + class_table(figures.confusion(), labels) + surest_errors(figures, labels);
}

}  // namespace sentiment
