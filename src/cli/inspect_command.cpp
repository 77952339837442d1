#include "cli/inspect_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>

#include "cli/program.h"
#include "cli/standard_streams.h"
#include "cli/text_table.h"
#include "core/error.h"
#include "core/files.h"
#include "core/log.h"
#include "core/quote.h"
#include "inference/loaded_model.h"
#include "json/settings_writer.h"
#include "model/model_path.h"
#include "model/pretrained_file.h"

namespace sentiment {
namespace {

constexpr std::size_t kFirstTokens = 20;
constexpr uint64_t kMaxRunFileBytes = 1 << 20;

template <class Config>
Json settings_of(Config config) {
  SettingsWriter writer;
  visit_settings(config, writer);
  return writer.result;
}

Json vocabulary_card(const Vocabulary& vocabulary) {
  Json first = Json::array();
  const std::size_t end = std::min(vocabulary.size(), Vocabulary::kSpecialTokens + kFirstTokens);
  for (std::size_t id = Vocabulary::kSpecialTokens; id < end; ++id)
    first.push_back(vocabulary.token(static_cast<TokenId>(id)));
  return {{"size", vocabulary.size()}, {"first_tokens", first}};
}

Json parameters_card(const Parameters& parameters) {
  int64_t count = 0;
  Json tensors = Json::object();
  for (const NamedTensor& tensor : parameters) {
    count += element_count(tensor.shape);
    tensors[tensor.name] = shape_text(tensor.shape);
  }
  return {{"count", count}, {"bytes", count * static_cast<int64_t>(sizeof(float))}, {"tensors", tensors}};
}

void add_task(Json& card, const Model& model) {
  card["labels"] = model.labels;
  card["columns"] = {{"text", model.text_column}, {"label", model.label_column}};
}

void add_network(Json& card, const Model& model) {
  card["model"] = settings_of(model.config);
  card["tokenizer"] = settings_of(model.tokenizer);
  card["vocabulary"] = vocabulary_card(model.vocabulary);
  card["parameters"] = parameters_card(model.parameters);
}

/// What `pretrain` made.
void add_pretrained(Json& card, const PretrainedModel& model) {
  card["kind"] = name_of(model.kind);
  if (!model.labels.empty()) card["labels"] = model.labels;
  card["model"] = settings_of(model.shape);
  if (model.kind == PretrainedKind::kVectors)
    card["model"] = {{"embedding_size", model.shape.embedding_size}};
  card["tokenizer"] = settings_of(model.tokenizer);
  card["vocabulary"] = vocabulary_card(model.vocabulary);
  card["parameters"] = parameters_card(model.parameters);
}

/// Each member with the hash that its own file has.
void add_bundle(Json& card, const Bundle& bundle, const std::map<std::string, std::string>& metadata) {
  add_task(card, std::get<Model>(bundle.members.front().model));
  Json& members = card["members"] = Json::array();
  for (std::size_t i = 0; i < bundle.members.size(); ++i) {
    const BundleMember& member = bundle.members[i];
    const auto* const ngrams = std::get_if<NgramModel>(&member.model);
    Json own = {{"kind", ngrams == nullptr ? "classifier" : "ngram"},
                {"weight", member.weight},
                {"content_hash", metadata.at(fmt::format("member.{}.{}content_hash", i,
                                                         ngrams == nullptr ? "" : "baseline."))}};
    if (ngrams == nullptr) {
      add_network(own, std::get<Model>(member.model));
    } else {
      own["tokenizer"] = settings_of(ngrams->tokenizer);
      own["vocabulary"] = vocabulary_card(ngrams->vocabulary);
      own["ngrams"] = ngrams->baseline.ngrams();
    }
    members.push_back(std::move(own));
  }
}

/// A file that `train` wrote into the run directory; null, with a warning if there is one that cannot be
/// read.
Json run_file(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return nullptr;
  try {
    Json value = parse_json(read_file(path, kMaxRunFileBytes));
    if (value.is_object()) return value;
    log_warning(fmt::format("{}: expected a JSON object; left out", printable(path.native())));
  } catch (const Error& problem) {
    log_warning(fmt::format("{}: left out: {}", printable(path.native()), problem.what()));
  }
  return nullptr;
}

/// One row for each value, named by its path: "model.layers".
void add_rows(const Json& value, const std::string& path, std::vector<std::vector<std::string>>& rows) {
  if (value.is_object()) {
    for (const auto& [key, member] : value.items())
      add_rows(member, path.empty() ? key : path + "." + key, rows);
  } else if (value.is_array() && !value.empty() && value.front().is_object()) {
    for (std::size_t i = 0; i < value.size(); ++i) add_rows(value[i], fmt::format("{}.{}", path, i), rows);
  } else if (value.is_array() && path.ends_with(".sentences")) {
    for (std::size_t i = 0; i < value.size(); ++i) add_rows(value[i], fmt::format("{}.{}", path, i), rows);
  } else if (value.is_array()) {
    std::string list;
    for (const Json& item : value) {
      list += list.empty() ? "" : " ";
      list += item.is_string() ? item.get<std::string>() : dump_json(item);
    }
    rows.push_back({path, list});
  } else {
    rows.push_back({path, value.is_string() ? value.get<std::string>() : dump_json(value)});
  }
}

}  // namespace

Json model_card(const std::filesystem::path& path) {
  const std::filesystem::path file = model_file_at(path);
  const SafetensorsSource source(file);
  const std::map<std::string, std::string>& metadata = source.header().metadata;
  Json card = {{"file", file.native()}, {"file_bytes", source.file_size()}};
  if (is_bundle(source)) {
    const Bundle bundle = read_bundle(source);
    card["content_hash"] = metadata.at("content_hash");
    add_bundle(card, bundle, metadata);
  } else if (is_pretrained(source)) {
    const PretrainedModel model = read_pretrained(source);
    card["content_hash"] = metadata.at("content_hash");
    add_pretrained(card, model);
  } else {
    const Model model = read_model(source);
    card["content_hash"] = metadata.at("content_hash");
    add_task(card, model);
    add_network(card, model);
  }
  if (file == path) return card;
  for (const char* name : {"meta", "metrics"}) {
    Json content = run_file(path / fmt::format("{}.json", name));
    if (!content.is_null()) card["run"][name] = std::move(content);
  }
  return card;
}

int inspect(const InspectOptions& options, std::ostream& out) {
  Json card = model_card(options.model);
  // Reading refuses a file whose content does not have its hash, so there is nothing left to fail here.
  if (options.verify) card["verified"] = true;
  if (options.json) {
    write_results(out, dump_json(card, 2) + "\n");
    return kSuccess;
  }
  // Hundreds of numbers, which the report draws.
  if (card.contains(Json::json_pointer("/run/metrics"))) card["run"]["metrics"].erase("gradient_flow");
  std::vector<std::vector<std::string>> rows;
  add_rows(card, "", rows);
  write_results(out, text_table(rows, /*left=*/2));
  return kSuccess;
}

void add_inspect_command(CLI::App& program, CommandBody& chosen) {
  const auto options = std::make_shared<InspectOptions>();
  CLI::App& command = add_command(program, "inspect", "show what a model is", chosen,
                                  [options] { return inspect(*options, std::cout); });
  add_path_argument(command, "MODEL", options->model, "model or pretrained file, or run directory")
      ->required();
  command.add_flag("--json", options->json, "print the card as JSON");
  command.add_flag("--verify", options->verify,
                   "say that the content has the hash that the file states; exit status 1 if not");
  command.footer(
      "Examples:\n  sentiment inspect runs/imdb\n  sentiment inspect model.safetensors --json --verify");
}

}  // namespace sentiment
