#include "cli/check_command.h"

#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <optional>
#include <utility>

#include "analysis/data_check.h"
#include "analysis/text_overlap.h"
#include "cli/program.h"
#include "cli/standard_streams.h"
#include "cli/text_table.h"
#include "config/experiment_config.h"
#include "core/log.h"
#include "data/corpus.h"
#include "data/word_vectors.h"
#include "json/strict_json.h"

namespace sentiment {
namespace {

struct VectorCoverage {
  int64_t found = 0;
  int64_t tokens = 0;  // of the vocabulary, without the special ones
};

/// Everything that is reported, for both ways of writing it.
struct Checked {
  Corpus corpus;
  TextOverlap overlap;
  std::optional<VectorCoverage> vectors;
  DataDiagnosis diagnosis;

  std::vector<std::pair<std::string, const CorpusPart*>> parts() const {
    std::vector<std::pair<std::string, const CorpusPart*>> all{{"train", &corpus.train},
                                                               {"valid", &corpus.valid}};
    if (corpus.test) all.emplace_back("test", &*corpus.test);
    return all;
  }
};

Checked check_data(const ExperimentConfig& config) {
  Checked checked;
  log_info("reading the data");
  checked.corpus =
      read_corpus(config.data, config.tokenizer, config.vocabulary, static_cast<uint64_t>(config.seed));
  log_info("comparing the texts");
  checked.overlap = find_overlap(config.data, config.tokenizer, checked.corpus);
  checked.diagnosis = diagnose(checked.corpus, checked.overlap);
  if (config.vocabulary.vectors) {
    log_info("reading the word vectors");
    const Vocabulary& vocabulary = checked.corpus.vocabulary;
    const WordVectors vectors =
        read_word_vectors(*config.vocabulary.vectors, vocabulary, config.model.embedding_size);
    checked.vectors = {vectors.found_count,
                       static_cast<int64_t>(vocabulary.size() - Vocabulary::kSpecialTokens)};
    diagnose_vectors(checked.vectors->found, checked.vectors->tokens, *config.vocabulary.vectors,
                     checked.diagnosis);
  }
  return checked;
}

double truncated_share(const CorpusPart& part) {
  return share_of(part.truncated_examples, static_cast<int64_t>(part.examples.size()));
}

double unknown_share(const CorpusPart& part) { return share_of(part.unknown_tokens, part.kept_tokens); }

std::string percent(double share) { return fmt::format("{:.1f} %", 100.0 * share); }

std::string part_table(const Checked& checked) {
  std::vector<std::string> header{"part", "read", "used", "skipped"};
  for (const std::string& label : checked.corpus.labels) header.push_back(label);
  for (const char* name : {"empty", "tokens", "truncated", "unknown"}) header.emplace_back(name);
  std::vector<std::vector<std::string>> rows{header};
  for (const auto& [name, part] : checked.parts()) {
    std::vector<std::string> row{name, std::to_string(part->rows.read), std::to_string(part->rows.used),
                                 std::to_string(part->rows.skipped_total())};
    for (const int64_t count : part->label_counts) row.push_back(std::to_string(count));
    row.push_back(std::to_string(rows_without_tokens(*part)));
    row.push_back(std::to_string(part->tokens));
    row.push_back(percent(truncated_share(*part)));
    row.push_back(percent(unknown_share(*part)));
    rows.push_back(std::move(row));
  }
  return text_table(rows);
}

std::string report_text(const Checked& checked) {
  const DataDiagnosis& diagnosis = checked.diagnosis;
  std::string out = part_table(checked);
  out += fmt::format("\nvocabulary: {} entries, for {} different tokens of the training part\n",
                     checked.corpus.vocabulary.size(), checked.corpus.distinct_tokens);
  if (checked.vectors)
    out += fmt::format("vectors: for {} of {} tokens\n", checked.vectors->found, checked.vectors->tokens);
  out += "\n";
  for (const std::string& finding : diagnosis.findings) out += "finding: " + finding + "\n";
  for (const std::string& note : diagnosis.notes) out += "note: " + note + "\n";
  if (diagnosis.sound()) return out + "sound: nothing found that would spoil a run\n";
  return out + fmt::format("not sound: {} finding{} that would spoil a run\n", diagnosis.findings.size(),
                           diagnosis.findings.size() == 1 ? "" : "s");
}

Json part_json(const CorpusPart& part, const std::vector<std::string>& labels) {
  Json skipped = Json::object();
  for (const auto& [reason, count] : part.rows.skipped) skipped[reason] = count;
  Json counts = Json::object();
  for (std::size_t i = 0; i < labels.size(); ++i) counts[labels[i]] = part.label_counts[i];
  return {{"rows", {{"read", part.rows.read}, {"used", part.rows.used}, {"skipped", skipped}}},
          {"labels", counts},
          {"without_tokens", rows_without_tokens(part)},
          {"tokens", part.tokens},
          {"kept_tokens", part.kept_tokens},
          {"truncated_share", truncated_share(part)},
          {"unknown_share", unknown_share(part)}};
}

Json twins_json(const TwinCount& twins) { return {{"rows", twins.rows}, {"share", twins.share()}}; }

Json report_json(const Checked& checked) {
  Json report = {{"sound", checked.diagnosis.sound()},
                 {"findings", checked.diagnosis.findings},
                 {"notes", checked.diagnosis.notes}};
  for (const auto& [name, part] : checked.parts())
    report["parts"][name] = part_json(*part, checked.corpus.labels);
  report["vocabulary"] = {{"entries", checked.corpus.vocabulary.size()},
                          {"distinct_tokens", checked.corpus.distinct_tokens}};
  if (checked.vectors)
    report["vectors"] = {{"found", checked.vectors->found}, {"tokens", checked.vectors->tokens}};
  report["same_text"] = {{"within_train", twins_json(checked.overlap.within_train)},
                         {"under_two_labels", twins_json(checked.overlap.under_two_labels)},
                         {"valid_in_train", twins_json(checked.overlap.valid_in_train)}};
  if (checked.overlap.test_in_train)
    report["same_text"]["test_in_train"] = twins_json(*checked.overlap.test_in_train);
  return report;
}

}  // namespace

int check(const CheckOptions& options, std::ostream& out) {
  const Checked checked = check_data(load_experiment(options.config, options.overrides));
  write_results(out, options.json ? dump_json(report_json(checked), 2) + "\n" : report_text(checked));
  return checked.diagnosis.sound() ? kSuccess : kFailure;
}

void add_check_command(CLI::App& program, CommandBody& chosen) {
  const auto options = std::make_shared<CheckOptions>();
  CLI::App& command = add_command(program, "check", "check a config and its data before training", chosen,
                                  [options] { return check(*options, std::cout); });
  add_path_argument(command, "CONFIG", options->config, "JSON config")->required();
  add_set_option(command, options->overrides);
  command.add_flag("--json", options->json, "print the report as JSON");
  command.footer(
      "Exit status: 0 sound, 1 something was found that would spoil a run, 2 the config is wrong.\n\n"
      "Examples:\n  sentiment check config.json\n  sentiment check config.json --set data.train=other.csv");
}

}  // namespace sentiment
