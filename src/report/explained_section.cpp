#include <fmt/format.h>

#include "analysis/explanation.h"
#include "report/example_choice.h"
#include "report/explanation_html.h"
#include "report/html.h"
#include "report/sections.h"

namespace sentiment {
namespace {

std::vector<ExampleCandidate> candidates_of(const MeasuredRun& measured) {
  std::vector<ExampleCandidate> candidates;
  for (std::size_t i = 0; i < measured.valid.size(); ++i) {
    const std::size_t row = measured.valid.rows[i], predicted = measured.valid.predicted(i);
    const Dataset& examples = measured.corpus.valid.examples;
    candidates.push_back({static_cast<std::size_t>(examples.label(row)), predicted,
                          measured.valid.probabilities[i][predicted],
                          static_cast<int64_t>(examples.ids(row).size())});
  }
  return candidates;
}

}  // namespace

std::string explained_section(const MeasuredRun& measured, ThreadPool& pool) {
  const CorpusPart& part = measured.corpus.valid;
  const std::vector<std::string>& labels = measured.corpus.labels;
  std::string html =
      "<h2 id=\"explained\">How it reads</h2>\n<p>What each token adds to the answer, how the probability "
      "changes while "
      "the text is read, and what the gates do. Short texts of the validation part.</p>\n";
  const std::vector<ChosenExample> chosen = choose_examples(candidates_of(measured));
  if (chosen.empty()) return html + "<p class=\"note\">No validation text is short enough to be shown.</p>\n";
  const Explainer explainer(measured.model);
  for (const ChosenExample& one : chosen) {
    const std::size_t row = measured.valid.rows[one.index];
    html += fmt::format("<section class=\"card\">\n<h3>{}: {}, labelled “{}”</h3>\n{}</section>\n",
                        one.reason, escape(part.examples.place(row)),
                        escape(labels[static_cast<std::size_t>(part.examples.label(row))]),
                        explanation_html(explainer.explain(part.texts[row], true, pool), labels));
  }
  return html;
}

}  // namespace sentiment
