// Some of the settings that a struct declares, where only those act.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "json/settings.h"

namespace sentiment {

/// Hands on the settings and sections of these names.
class SettingsFilter : public SettingsVisitor {
 public:
  /// Borrows `visit`.
  SettingsFilter(SettingsVisitor& visit, std::initializer_list<std::string> names)
      : visit_(visit), names_(names) {}

  void setting(const Setting& declared) override;
  void section(std::string_view name, std::string_view sentence,
               const std::function<void(SettingsVisitor&)>& visit_members) override;

 private:
  bool is_chosen(std::string_view name) const;

  SettingsVisitor& visit_;
  std::vector<std::string> names_;
};

}  // namespace sentiment
