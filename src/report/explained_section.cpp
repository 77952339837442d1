#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/explanation.h"
#include "analysis/turning_point.h"
#include "report/example_choice.h"
#include "report/heat_map.h"
#include "report/html.h"
#include "report/html_table.h"
#include "report/sections.h"
#include "report/shaded_text.h"

namespace sentiment {
namespace {

std::string name_of(const GateTrace& trace, const std::string& signal) {
  return fmt::format("{} {} {}", signal, trace.direction == 0 ? "→" : "←", trace.layer);
}

bool is_state(const GateSignal& signal) { return signal.name == "cell" || signal.name == "state"; }

/// Mean over the units for each token; of a state the mean size, as its sign differs from unit to unit.
std::vector<double> means(const GateSignal& signal, int64_t hidden_size) {
  const auto units = static_cast<std::size_t>(hidden_size);
  std::vector<double> means;
  for (std::size_t begin = 0; begin + units <= signal.values.size(); begin += units) {
    double sum = 0.0;
    for (std::size_t i = begin; i < begin + units; ++i)
      sum += is_state(signal) ? std::abs(signal.values[i]) : signal.values[i];
    means.push_back(sum / static_cast<double>(units));
  }
  return means;
}

/// Gates or states of every layer and direction, token by token; empty if the cell has none.
std::string signals_map(const Explanation& explanation, bool states) {
  HeatMap map;
  map.title = states ? "How much is remembered" : "How far the gates are open";
  map.description = states ? "Mean size of the states by token, from none (paper) to the largest."
                           : "Mean of the gates by token, from closed (paper) to open.";
  map.column_names = explanation.tokens;
  double largest = 0.0;
  for (const GateTrace& trace : explanation.gates) {
    for (const GateSignal& signal : trace.signals) {
      if (is_state(signal) != states) continue;
      map.row_names.push_back(name_of(trace, signal.name));
      for (const double mean : means(signal, trace.hidden_size)) {
        map.values.push_back(mean);
        largest = std::max(largest, mean);
      }
    }
  }
  if (map.row_names.empty()) return "";
  map.high = states ? largest : 1.0;
  return heat_map(map);
}

std::string running_chart(const Explanation& explanation, const std::string& answer) {
  LineChart chart;
  chart.title = fmt::format("Probability of “{}” after each token", answer);
  chart.x.name = "tokens read";
  chart.y = {.name = "probability", .low = 0.0, .high = 1.0};
  Series series{"probability", {}, explanation.running_probability};
  for (std::size_t i = 0; i < series.y.size(); ++i) series.x.push_back(static_cast<double>(i + 1));
  if (!series.y.empty()) {
    const auto turn = std::min_element(series.y.begin(), series.y.end());
    chart.description = fmt::format("It is {} after the first token, lowest with {}, and {} at the end.",
                                    percent(series.y.front()), percent(*turn), percent(series.y.back()));
  }
  chart.series = {std::move(series)};
  return line_chart(chart);
}

std::string token_table(const Explanation& explanation) {
  HtmlTable table{{{"token"}, {"adds", Column::kNumber}, {"probability then", Column::kNumber}}, {}};
  for (std::size_t i = 0; i < explanation.tokens.size(); ++i) {
    table.rows.push_back({explanation.tokens[i] + (explanation.unknown[i] ? " (unknown)" : ""),
                          fmt::format("{:+.3f}", explanation.attributions[i]),
                          percent(explanation.running_probability[i])});
  }
  return "<details><summary>What each token adds</summary>\n" + to_html(table, "tokens") + "</details>\n";
}

std::string card(const MeasuredRun& measured, std::size_t row, const std::string& reason,
                 const Explanation& explanation) {
  const CorpusPart& part = measured.corpus.valid;
  const std::string& answer = measured.corpus.labels[static_cast<std::size_t>(explanation.label)];
  std::string html = fmt::format(
      "<section class=\"card\">\n<h3>{}: labelled “{}”, the model says “{}” ({})</h3>\n<p "
      "class=\"note\">{}</p>\n",
      reason, escape(measured.corpus.labels[static_cast<std::size_t>(part.examples.label(row))]),
      escape(answer), percent(explanation.probability), escape(part.examples.place(row)));
  html += shaded_text(explanation.tokens, explanation.attributions) + shades_legend(answer) +
          token_table(explanation);
  if (const std::optional<TurningPoint> turn = turning_point(explanation))
    html += fmt::format("<p>It turns most {}.</p>\n", escape(sentence_of(*turn, explanation, answer)));
  html += running_chart(explanation, answer);
  return html + signals_map(explanation, false) + signals_map(explanation, true) + "</section>\n";
}

}  // namespace

std::string explained_section(const MeasuredRun& measured, ThreadPool& pool) {
  const CorpusPart& part = measured.corpus.valid;
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < measured.valid.size(); ++i) {
    const std::size_t row = measured.valid.rows[i], predicted = measured.valid.predicted(i);
    candidates.push_back({static_cast<std::size_t>(part.examples.label(row)), predicted,
                          measured.valid.probabilities[i][predicted],
                          static_cast<int64_t>(part.examples.ids(row).size())});
  }
  std::string html =
      "<h2 id=\"explained\">How it reads</h2>\n<p>What each token adds to the answer (integrated gradients), "
      "how the "
      "probability changes while the text is read, and what the gates do: → reads from the start, ← from the "
      "end; the "
      "number is the layer.</p>\n";
  const std::vector<ChosenExample> chosen = choose_examples(candidates);
  if (chosen.empty()) return html + "<p class=\"note\">No validation text is short enough to be shown.</p>\n";
  const Explainer explainer(measured.model);
  for (const ChosenExample& one : chosen) {
    const std::size_t row = measured.valid.rows[one.index];
    html += card(measured, row, one.reason, explainer.explain(part.texts[row], true, pool));
  }
  return html;
}

}  // namespace sentiment
