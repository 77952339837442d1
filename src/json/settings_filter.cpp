#include "json/settings_filter.h"

#include <algorithm>

namespace sentiment {

bool SettingsFilter::is_chosen(std::string_view name) const {
  return std::find(names_.begin(), names_.end(), name) != names_.end();
}

void SettingsFilter::setting(const Setting& declared) {
  if (is_chosen(declared.name)) visit_.setting(declared);
}

void SettingsFilter::section(std::string_view name, std::string_view sentence,
                             const std::function<void(SettingsVisitor&)>& visit_members) {
  if (is_chosen(name)) visit_.section(name, sentence, visit_members);
}

}  // namespace sentiment
