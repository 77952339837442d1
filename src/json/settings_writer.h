// Settings out: the resolved config, and the table that configs/README.md shows.
#pragma once

#include <string>

#include "json/settings.h"
#include "json/strict_json.h"

namespace sentiment {

/// The current value of one setting as JSON.
Json value_of(const SettingTarget& target);

/// Collects every setting with its current value, in order of declaration.
class SettingsWriter : public SettingsVisitor {
 public:
  void setting(const Setting& declared) override;
  void section(std::string_view name, std::string_view sentence,
               const std::function<void(SettingsVisitor&)>& visit_members) override;

  Json result = Json::object();
};

/// A Markdown table row for each setting: dotted name, type and range, default, sentence.
class SettingsTable : public SettingsVisitor {
 public:
  explicit SettingsTable(std::string prefix = "") : prefix_(std::move(prefix)) {}
  void setting(const Setting& declared) override;
  void section(std::string_view name, std::string_view sentence,
               const std::function<void(SettingsVisitor&)>& visit_members) override;

  std::string rows;

 private:
  std::string prefix_;
};

}  // namespace sentiment
