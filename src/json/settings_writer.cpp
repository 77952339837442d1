#include "json/settings_writer.h"

#include <fmt/format.h>

namespace sentiment {
namespace {

struct ToJson {
  template <class T>
  Json operator()(const T* value) const {
    return *value;
  }
  template <class T>
  Json operator()(const std::optional<T>* value) const {
    return *value ? Json(**value) : Json(nullptr);
  }
  Json operator()(const PathList* list) const { return list->paths; }
  Json operator()(const ChoiceTarget& choice) const { return choice.names[choice.get()]; }
};

std::string allowed_values(const Setting& declared) {
  if (const auto* choice = std::get_if<ChoiceTarget>(&declared.target)) {
    std::string list;
    for (const std::string& name : choice->names) list += (list.empty() ? "`" : ", `") + name + "`";
    return list;
  }
  const bool one = !std::holds_alternative<PathList*>(declared.target);
  const std::string type = !declared.is_path ? describe_type(declared.target)
                           : one             ? "path"
                                             : "path or paths";
  const std::string range = describe(declared.range);
  return range == "any" ? type : type + ", " + range;
}

}  // namespace

Json value_of(const SettingTarget& target) { return std::visit(ToJson{}, target); }

void SettingsWriter::setting(const Setting& declared) {
  result[std::string(declared.name)] = value_of(declared.target);
}

void SettingsWriter::section(std::string_view name, std::string_view,
                             const std::function<void(SettingsVisitor&)>& visit_members) {
  SettingsWriter inner;
  visit_members(inner);
  result[std::string(name)] = std::move(inner.result);
}

void SettingsTable::setting(const Setting& declared) {
  rows += fmt::format("| `{}{}` | {} | `{}` | {} |\n", prefix_, declared.name, allowed_values(declared),
                      dump_json(value_of(declared.target)), declared.sentence);
}

void SettingsTable::section(std::string_view name, std::string_view,
                            const std::function<void(SettingsVisitor&)>& visit_members) {
  SettingsTable inner(prefix_ + std::string(name) + ".");
  visit_members(inner);
  rows += inner.rows;
}

}  // namespace sentiment
