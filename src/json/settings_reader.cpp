#include "json/settings_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/files.h"
#include "core/quote.h"
#include "json/spelling.h"

namespace sentiment {
namespace {

/// A value as a message shows it: short, on one line.
std::string shown(const Json& value) {
  if (value.is_object()) return "an object";
  if (value.is_array()) return "a list";
  if (value.is_string()) return "the string " + quote(value.get_ref<const std::string&>());
  return dump_json(value);
}

/// A name that a user or a file gave, as a message shows it: cut if no setting can be meant.
std::string shown_name(std::string_view name) {
  return name.size() <= kMaxLocatedPath ? printable(name) : quote(name);
}

/// Writes a JSON value into a setting's member; false if the type is wrong.
struct Assign {
  const Json& value;
  std::string& out_of_range;  // set if the type is right and the value is not
  const Range& range;

  bool in_range(double number) const {
    if (!range.contains(number)) out_of_range = "must be " + describe(range);
    return true;
  }
  bool operator()(bool* target) const {
    if (!value.is_boolean()) return false;
    *target = value.get<bool>();
    return true;
  }
  bool operator()(int64_t* target) const {
    if (!value.is_number_integer()) return false;
    if (value.is_number_unsigned() && value.get<uint64_t>() > static_cast<uint64_t>(INT64_MAX)) {
      out_of_range = "must be below 2^63";
      return true;
    }
    *target = value.get<int64_t>();
    return in_range(static_cast<double>(*target));
  }
  bool operator()(double* target) const {
    if (!value.is_number()) return false;
    *target = value.get<double>();
    return in_range(*target);
  }
  bool operator()(std::string* target) const {
    if (!value.is_string()) return false;
    *target = value.get<std::string>();
    return true;
  }
  template <class T>
  bool operator()(std::optional<T>* target) const {
    if (value.is_null()) {
      target->reset();
      return true;
    }
    T inner{};
    if (!(*this)(&inner)) return false;
    *target = std::move(inner);
    return true;
  }
  bool operator()(std::vector<std::string>* target) const {
    if (!value.is_array()) return false;
    for (const Json& item : value) {
      if (!item.is_string()) return false;
      target->push_back(item.get<std::string>());
    }
    return true;
  }
  bool operator()(PathList* target) const {
    target->paths.clear();
    if (!value.is_string()) return (*this)(&target->paths);
    target->paths.push_back(value.get<std::string>());
    return true;
  }
  bool operator()(const ChoiceTarget& choice) const {
    if (!value.is_string()) return false;
    const auto found =
        std::find(choice.names.begin(), choice.names.end(), value.get_ref<const std::string&>());
    if (found == choice.names.end()) return false;
    choice.set(static_cast<std::size_t>(found - choice.names.begin()));
    return true;
  }
};

void resolve_path(const SettingTarget& target, const std::filesystem::path& folder) {
  const auto resolve = [&](std::string& path) {
    if (!path.empty()) path = absolute_from(folder, path).string();
  };
  if (auto* const* path = std::get_if<std::string*>(&target)) resolve(**path);
  if (auto* const* path = std::get_if<std::optional<std::string>*>(&target); path != nullptr && **path)
    resolve(***path);
  if (auto* const* list = std::get_if<PathList*>(&target); list != nullptr) {
    for (std::string& path : (*list)->paths) resolve(path);
  }
}

}  // namespace

SettingsSource::SettingsSource(std::string_view text, const std::string& name,
                               const std::filesystem::path& folder) {
  LocatedJson parsed;
  try {
    parsed = parse_located_json(text);
  } catch (const JsonError& error) {
    throw ConfigError(fmt::format("{}:{}:{}: {}", printable(name), error.position.line, error.position.column,
                                  error.what()));
  }
  if (!parsed.value.is_object()) {
    throw ConfigError(
        fmt::format("{}: expected a JSON object, found {}", printable(name), shown(parsed.value)));
  }
  value_ = std::move(parsed.value);
  origins_[""] = {printable(name), folder};
  for (const auto& [path, at] : parsed.keys) {
    origins_[path] = {fmt::format("{}:{}:{}: {}", printable(name), at.line, at.column, printable(path)),
                      folder};
  }
}

void SettingsSource::override_with(std::string_view assignment, const std::filesystem::path& folder) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    throw ConfigError(
        fmt::format("--set {}: expected NAME=VALUE, such as trainer.epochs=3", shown_name(assignment)));
  }
  const std::string path(assignment.substr(0, equals));
  const std::string text(assignment.substr(equals + 1));
  Json value = text;
  try {
    value = parse_json(text);
  } catch (const JsonError&) {
    // Not JSON: the text itself, so that paths and names need no quotes.
  }
  Json* object = &value_;
  std::string_view rest = path;
  for (std::size_t dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
    object = &(*object)[std::string(rest.substr(0, dot))];
    if (object->is_null()) *object = Json::object();
    if (!object->is_object()) {
      throw ConfigError(
          fmt::format("--set {}: {} is not a section", shown_name(path), quote(rest.substr(0, dot))));
    }
    rest.remove_prefix(dot + 1);
  }
  (*object)[std::string(rest)] = std::move(value);
  std::erase_if(origins_, [&](const auto& entry) { return entry.first.starts_with(path + "."); });
  origins_[path] = {"--set " + shown_name(path), folder, /*overrides=*/true};
}

const SettingsSource::Origin& SettingsSource::origin(std::string path) const {
  while (!path.empty()) {
    if (const auto found = origins_.find(path); found != origins_.end()) return found->second;
    const std::size_t dot = path.rfind('.');
    path.resize(dot == std::string::npos ? 0 : dot);
  }
  return origins_.at("");
}

std::string SettingsSource::place(const std::string& path) const {
  if (const auto found = origins_.find(path); found != origins_.end()) return found->second.place;
  const Origin& nearest = origin(path);
  return (nearest.overrides ? nearest : origins_.at("")).place + ": " + shown_name(path);
}

const std::filesystem::path& SettingsSource::folder_of(const std::string& path) const {
  return origin(path).folder;
}

SettingsReader::SettingsReader(const SettingsSource& source, std::vector<std::string>& problems)
    : SettingsReader(source, problems, &source.value(), "") {}

SettingsReader::SettingsReader(const SettingsSource& source, std::vector<std::string>& problems,
                               const Json* object, std::string path)
    : source_(source), problems_(problems), object_(object), path_(std::move(path)) {}

std::string SettingsReader::path_of(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

void SettingsReader::setting(const Setting& declared) {
  known_.emplace_back(declared.name);
  if (object_ == nullptr || !object_->contains(declared.name)) return;
  const Json& value = object_->at(std::string(declared.name));
  const std::string path = path_of(declared.name);
  std::string out_of_range;
  if (!std::visit(Assign{value, out_of_range, declared.range}, declared.target)) {
    problems_.push_back(fmt::format("{}: expected {}, found {}", source_.place(path),
                                    describe_type(declared.target), shown(value)));
  } else if (!out_of_range.empty()) {
    problems_.push_back(fmt::format("{}: {}, found {}", source_.place(path), out_of_range, shown(value)));
  } else if (declared.is_path) {
    resolve_path(declared.target, source_.folder_of(path));
  }
}

void SettingsReader::section(std::string_view name, std::string_view,
                             const std::function<void(SettingsVisitor&)>& visit_members) {
  known_.emplace_back(name);
  const std::string path = path_of(name);
  const Json* inner = nullptr;
  if (object_ != nullptr && object_->contains(name)) {
    const Json& value = object_->at(std::string(name));
    if (value.is_object()) {
      inner = &value;
    } else {
      problems_.push_back(fmt::format("{}: expected an object, found {}", source_.place(path), shown(value)));
    }
  }
  SettingsReader reader(source_, problems_, inner, path);
  visit_members(reader);
  reader.finish();
}

void SettingsReader::finish() {
  if (object_ == nullptr) return;
  for (const auto& item : object_->items()) {
    const std::string& key = item.key();
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    if (path_.empty() && key == "$schema") continue;  // for editors
    problems_.push_back(
        fmt::format("{}: unknown setting{}", source_.place(path_of(key)), did_you_mean(key, known_)));
  }
}

}  // namespace sentiment
