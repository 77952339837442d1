#include "report/run_record.h"

#include <fmt/format.h>

#include <limits>

#include "checkpoint/run_directory.h"
#include "core/error.h"
#include "core/files.h"
#include "core/quote.h"

namespace sentiment {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kMaxFileBytes = 256 << 20;  // a line for each of a million steps

const Json* find(const Json& json, std::initializer_list<const char*> keys) {
  const Json* at = &json;
  for (const char* key : keys) {
    if (!at->is_object()) return nullptr;
    const auto found = at->find(key);
    if (found == at->end()) return nullptr;
    at = &*found;
  }
  return at;
}

/// The file as JSON; null with a note if that cannot be had.
Json read_json(const fs::path& path, std::vector<std::string>& notes) {
  try {
    return parse_json(read_file(path, kMaxFileBytes));
  } catch (const Error&) {
    notes.push_back(fmt::format("{} is missing or cannot be read.", path.filename().native()));
    return nullptr;
  }
}

std::vector<Json> read_events(const fs::path& path, std::vector<std::string>& notes) {
  std::vector<Json> events;
  try {
    const std::string text = read_file(path, kMaxFileBytes);
    for (std::size_t begin = 0, end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1)
      events.push_back(parse_json(std::string_view(text).substr(begin, end - begin)));
  } catch (const Error&) {
    notes.push_back(fmt::format("{} is missing or cannot be read after line {}.", path.filename().native(),
                                events.size()));
  }
  return events;
}

void read_config(const RunDirectory& run, RunRecord& record) {
  if (record.settings.is_null()) return;
  try {
    const std::string text = dump_json(record.settings);
    if (record.is_pretraining()) {
      record.pretraining = parse_pretraining(text, "config.json", run.path());
    } else {
      record.config = parse_experiment(text, "config.json", run.path());
    }
  } catch (const Error& error) {
    record.notes.push_back(fmt::format("config.json is not one of this version: {}.", error.what()));
  }
}

}  // namespace

std::optional<double> number_in(const Json& json, std::initializer_list<const char*> keys) {
  const Json* const found = find(json, keys);
  return found && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

std::optional<std::string> text_in(const Json& json, std::initializer_list<const char*> keys) {
  const Json* const found = find(json, keys);
  return found && found->is_string() ? std::optional(found->get<std::string>()) : std::nullopt;
}

bool RunRecord::is_pretraining() const { return text_in(settings, {"objective"}).has_value(); }

Series RunRecord::series(const std::string& event, const std::string& figure, const std::string& name) const {
  Series series{name, {}, {}};
  for (const Json& one : events) {
    const std::optional<double> step = number_in(one, {"step"});
    if (!step || text_in(one, {"event"}) != event || !one.contains(figure)) continue;
    series.x.push_back(*step);
    series.y.push_back(number_in(one, {figure.c_str()}).value_or(std::numeric_limits<double>::quiet_NaN()));
  }
  return series;
}

RunRecord read_run_record(const fs::path& folder) {
  const RunDirectory run(folder);
  std::error_code ignored;
  if (!fs::is_regular_file(run.config(), ignored)) {
    throw Error(
        fmt::format("{}: expected the folder of a run, found no config.json in it; give the folder named by "
                    "train's -o",
                    printable(folder.native())));
  }
  RunRecord record;
  record.folder = folder;
  record.settings = read_json(run.config(), record.notes);
  read_config(run, record);
  record.meta = read_json(run.meta(), record.notes);
  record.metrics = read_json(run.metrics(), record.notes);
  record.events = read_events(run.metric_events(), record.notes);
  return record;
}

}  // namespace sentiment
