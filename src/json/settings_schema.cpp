#include "json/settings_schema.h"

#include <cmath>

#include "json/settings_writer.h"

namespace sentiment {
namespace {

struct TypeOf {
  Json operator()(const bool*) const { return "boolean"; }
  Json operator()(const int64_t*) const { return "integer"; }
  Json operator()(const double*) const { return "number"; }
  Json operator()(const std::string*) const { return "string"; }
  Json operator()(const std::optional<int64_t>*) const { return Json::array({"integer", "null"}); }
  Json operator()(const std::optional<double>*) const { return Json::array({"number", "null"}); }
  Json operator()(const std::optional<std::string>*) const { return Json::array({"string", "null"}); }
  Json operator()(const std::optional<std::vector<std::string>>*) const {
    return Json::array({"array", "null"});
  }
  Json operator()(const PathList*) const { return Json::array({"string", "array"}); }
  Json operator()(const ChoiceTarget&) const { return "string"; }
};

}  // namespace

SettingsSchema::SettingsSchema()
    : result({{"type", "object"}, {"properties", Json::object()}, {"additionalProperties", false}}) {}

void SettingsSchema::setting(const Setting& declared) {
  Json property = {{"type", std::visit(TypeOf{}, declared.target)},
                   {"description", std::string(declared.sentence)},
                   {"default", value_of(declared.target)}};
  if (const auto* choice = std::get_if<ChoiceTarget>(&declared.target)) property["enum"] = choice->names;
  if (std::holds_alternative<std::optional<std::vector<std::string>>*>(declared.target) ||
      std::holds_alternative<PathList*>(declared.target)) {
    property["items"] = {{"type", "string"}};
  }
  const Range& range = declared.range;
  if (std::isfinite(range.low)) property[range.low_open ? "exclusiveMinimum" : "minimum"] = range.low;
  if (std::isfinite(range.high)) property[range.high_open ? "exclusiveMaximum" : "maximum"] = range.high;
  result["properties"][std::string(declared.name)] = std::move(property);
}

void SettingsSchema::section(std::string_view name, std::string_view sentence,
                             const std::function<void(SettingsVisitor&)>& visit_members) {
  SettingsSchema inner;
  visit_members(inner);
  inner.result["description"] = std::string(sentence);
  result["properties"][std::string(name)] = std::move(inner.result);
}

}  // namespace sentiment
