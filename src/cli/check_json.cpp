#include <cstddef>
#include <string>
#include <vector>

#include "cli/check_report.h"
#include "doctor/corpus_figures.h"

namespace sentiment {
namespace {

Json twins_json(const TwinCount& twins) {
  return {{"rows", twins.tally.rows}, {"share", twins.share()}, {"other_label", twins.other_label}};
}

Json part_json(const DataCheck& check, std::size_t index) {
  const CorpusPart& part = *parts_of(check.corpus)[index];
  const ScannedPart& scanned = check.scan.parts[index];
  const TextLengths& lengths = check.lengths[index];
  Json json = {{"without_tokens", rows_without_tokens(part)},
               {"tokens", part.tokens},
               {"kept_tokens", part.kept_tokens},
               {"truncated_share", truncated_share(part)},
               {"lost_token_share", lost_share(part)},
               {"unknown_share", unknown_share(part)}};
  Json& skipped = json["rows"]["skipped"] = Json::object();
  for (const auto& [reason, rows] : part.rows.skipped) skipped[reason] = rows;
  json["rows"]["read"] = part.rows.read;
  json["rows"]["used"] = part.rows.used;
  for (std::size_t i = 0; i < check.corpus.labels.size(); ++i)
    json["labels"][check.corpus.labels[i]] = part.label_counts[i];
  json["lengths"] = {{"median", lengths.median},
                     {"longest", lengths.longest},
                     {"keeps_95_of_texts", lengths.keeps_95_of_texts},
                     {"keeps_99_of_texts", lengths.keeps_99_of_texts},
                     {"keeps_95_of_tokens", lengths.keeps_95_of_tokens},
                     {"keeps_99_of_tokens", lengths.keeps_99_of_tokens}};
  for (std::size_t i = 0; i < kDefects; ++i)
    json["texts"][name_of(static_cast<Defect>(i))] = scanned.defects[i].rows;
  json["texts"]["html"] = scanned.with_markup;
  return json;
}

Json verdict_json(const Verdict& verdict) {
  Json examples = Json::array();
  for (const RowExample& example : verdict.examples) {
    Json& json = examples.emplace_back(Json{{"place", example.place}});
    if (!example.twin.empty()) json["twin"] = example.twin;
    if (!example.text.empty()) json["text"] = example.text;
  }
  Json json = {{"severity", verdict.severity == Severity::kFinding ? "finding" : "note"},
               {"check", verdict.check},
               {"part", verdict.part},
               {"fact", verdict.fact},
               {"remedy", verdict.remedy},
               {"rows", verdict.rows},
               {"of", verdict.of},
               {"examples", examples}};
  if (!verdict.in.empty()) json["in"] = verdict.in;
  return json;
}

Json giveaway_json(const TokenGiveaway& giveaway, const std::vector<std::string>& labels) {
  return {{"token", giveaway.token},
          {"label", labels[giveaway.label]},
          {"rows", giveaway.rows},
          {"label_rows", giveaway.label_rows},
          {"covers", giveaway.covers},
          {"doubt_left", giveaway.doubt_left},
          {"is_label_name", giveaway.is_label_name}};
}

}  // namespace

Json check_json(const DataCheck& check) {
  Json report = {{"sound", check.sound()},
                 {"findings", Json::array()},
                 {"notes", Json::array()},
                 {"verdicts", Json::array()},
                 {"giveaways", Json::array()}};
  for (const Verdict& verdict : check.verdicts) {
    report[verdict.severity == Severity::kFinding ? "findings" : "notes"].push_back(one_line(verdict));
    report["verdicts"].push_back(verdict_json(verdict));
  }
  for (std::size_t i = 0; i < check.scan.parts.size(); ++i)
    report["parts"][check.scan.parts[i].name] = part_json(check, i);
  for (const PartOverlap& pair : check.overlap.parts) {
    report["same_text"][pair.name()] = twins_json(pair.exact);
    report["near_text"][pair.name()] = twins_json(pair.near);
  }
  report["same_text"]["under_two_labels"] = twins_json(check.overlap.under_two_labels);
  report["near_text"]["under_two_labels"] = twins_json(check.overlap.near_under_two_labels);
  for (const TokenGiveaway& giveaway : check.giveaways)
    report["giveaways"].push_back(giveaway_json(giveaway, check.corpus.labels));
  report["vocabulary"] = {{"entries", check.corpus.vocabulary.size()},
                          {"distinct_tokens", check.corpus.distinct_tokens}};
  if (check.vectors) {
    report["vectors"] = {{"found", check.vectors->found},
                         {"tokens", check.vectors->tokens},
                         {"of_text", check.vectors->of_text},
                         {"missing", check.vectors->missing}};
  }
  return report;
}

}  // namespace sentiment
