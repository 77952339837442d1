#include "cli/explanation_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "analysis/turning_point.h"
#include "cli/text_table.h"
#include "core/quote.h"

namespace sentiment {
namespace {

constexpr double kBarWidth = 12.0;       // characters on each side
constexpr std::size_t kLineWidth = 100;  // bytes of a line of shaded words
constexpr std::size_t kShades = 4;

// Of the 256 colours of a terminal: dark grounds under white letters, whatever the terminal's own are.
constexpr std::array<int, kShades> kFor{17, 18, 19, 20};
constexpr std::array<int, kShades> kAgainst{52, 88, 94, 130};
constexpr double kPlain = 0.08;  // below this share of the largest, a token has no shade

std::string mark(const Explanation& explanation, std::size_t token) {
  return printable(explanation.tokens[token]) + (explanation.unknown[token] ? "*" : "");
}

bool follows_a_gap(const Explanation& explanation, std::size_t token) {
  const int64_t before = token == 0 ? -1 : explanation.places[token - 1];
  return explanation.places[token] != before + 1;
}

std::string bar(double share) {
  const auto length = static_cast<std::size_t>(std::lround(std::abs(share) * kBarWidth));
  const std::string room(static_cast<std::size_t>(kBarWidth) - length, ' ');
  if (share < 0.0)
    return room + std::string(length, '-') + "|" + std::string(static_cast<std::size_t>(kBarWidth), ' ');
  return std::string(static_cast<std::size_t>(kBarWidth), ' ') + "|" + std::string(length, '+') + room;
}

std::string token_table(const Explanation& explanation, double largest, const std::string& label) {
  std::vector<std::vector<std::string>> rows{
      {"token", "adds", "against|for         ", "P(" + label + ") after it"}};
  for (std::size_t i = 0; i < explanation.tokens.size(); ++i) {
    if (follows_a_gap(explanation, i)) rows.push_back({"[...]", "", "", ""});
    const double added = explanation.attributions[i];
    rows.push_back({mark(explanation, i), fmt::format("{:+.3f}", added),
                    bar(largest > 0.0 ? added / largest : 0.0),
                    fmt::format("{:.3f}", explanation.running_probability[i])});
  }
  return text_table(rows);
}

std::string shaded(const std::string& word, double share) {
  if (std::abs(share) < kPlain) return word;
  const auto step = std::min(kShades - 1, static_cast<std::size_t>(std::abs(share) * kShades));
  return fmt::format("\x1b[97;48;5;{}m{}\x1b[0m", share < 0.0 ? kAgainst[step] : kFor[step], word);
}

std::string shaded_lines(const Explanation& explanation, double largest) {
  std::string out;
  std::size_t width = 0;
  for (std::size_t i = 0; i < explanation.tokens.size(); ++i) {
    std::string gap = width == 0 ? "" : " ";
    if (follows_a_gap(explanation, i)) gap += "[...] ";
    const std::string word = mark(explanation, i);
    if (width > 0 && width + gap.size() + word.size() > kLineWidth) {
      out += '\n';
      gap.erase(0, 1);
      width = 0;
    }
    out += gap + shaded(word, largest > 0.0 ? explanation.attributions[i] / largest : 0.0);
    width += gap.size() + word.size();
  }
  return out + '\n';
}

std::string notes(const Explanation& explanation) {
  std::string out;
  if (std::find(explanation.unknown.begin(), explanation.unknown.end(), true) != explanation.unknown.end())
    out += "* not in the vocabulary\n";
  if (explanation.truncated()) {
    out += fmt::format("{} of {} tokens were read; [...] stands for the others\n", explanation.tokens.size(),
                       explanation.total_tokens);
  }
  return out;
}

}  // namespace

std::string explanation_text(const Explanation& explanation, const std::vector<std::string>& labels,
                             bool colour) {
  const std::string label = printable(labels[static_cast<std::size_t>(explanation.label)]);
  std::string out = fmt::format("{} {:.4f}\n", label, explanation.probability);
  if (explanation.tokens.empty()) return out + "no tokens: the output layer's bias says this\n";
  const std::vector<double>& added = explanation.attributions;
  out += fmt::format(
      "difference of logits {:+.4f} = {:+.4f} of empty embeddings {:+.4f} of the tokens (completeness error "
      "{:+.5f})\n",
      explanation.logit_difference, explanation.baseline_logit_difference,
      std::accumulate(added.begin(), added.end(), 0.0), explanation.completeness_error);
  if (const auto turn = turning_point(explanation)) out += sentence_of(*turn, explanation, label) + "\n";
  double largest = 0.0;
  for (const double number : added) largest = std::max(largest, std::abs(number));
  out += colour ? shaded_lines(explanation, largest) : token_table(explanation, largest, label);
  return out + notes(explanation);
}

}  // namespace sentiment
