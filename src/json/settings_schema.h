// The JSON Schema (2020-12) of the declared settings, for editors.
#pragma once

#include "json/settings.h"
#include "json/strict_json.h"

namespace sentiment {

class SettingsSchema : public SettingsVisitor {
 public:
  SettingsSchema();
  void setting(const Setting& declared) override;
  void section(std::string_view name, std::string_view sentence,
               const std::function<void(SettingsVisitor&)>& visit_members) override;

  Json result;  // an object schema with the properties visited so far
};

}  // namespace sentiment
