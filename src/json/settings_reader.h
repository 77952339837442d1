// Fills a config from JSON, strictly: every unknown key, wrong type and value out of range is collected, with
// its place.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "json/settings.h"
#include "json/strict_json.h"

namespace sentiment {

/// JSON settings from a file and from overrides, with where each came from.
class SettingsSource {
 public:
  /// Parses `text`; `name` is the file as messages should call it, `folder` what its relative paths start
  /// from. Throws ConfigError if it is not a JSON object.
  SettingsSource(std::string_view text, const std::string& name, const std::filesystem::path& folder);

  /// Applies "a.b=VALUE"; VALUE is JSON, else a string. Relative paths in it start from `folder`.
  /// Throws ConfigError if there is no "=" or a part of a.b is not an object.
  void override_with(std::string_view assignment, const std::filesystem::path& folder);

  const Json& value() const { return value_; }
  /// "FILE:LINE:COLUMN: a.b" or "--set a.b", for messages.
  std::string place(const std::string& path) const;
  /// The folder that a relative path given for `path` starts from.
  const std::filesystem::path& folder_of(const std::string& path) const;

 private:
  struct Origin {
    std::string place;
    std::filesystem::path folder;
    bool overrides = false;  // given by --set
  };
  const Origin& origin(std::string path) const;

  Json value_;
  std::map<std::string, Origin> origins_;  // by dotted path; "" is the file itself
};

/// Reads the settings that `visit_settings(config, visitor)` declares, appending to `problems` instead of
/// throwing.
class SettingsReader : public SettingsVisitor {
 public:
  /// Borrows both. `path` is the dotted path of the object being read, "" at the top.
  SettingsReader(const SettingsSource& source, std::vector<std::string>& problems);

  void setting(const Setting& declared) override;
  void section(std::string_view name, std::string_view sentence,
               const std::function<void(SettingsVisitor&)>& visit_members) override;

  /// Reports keys that no declaration asked for; call when all of an object's settings have been visited.
  void finish();

 private:
  SettingsReader(const SettingsSource& source, std::vector<std::string>& problems, const Json* object,
                 std::string path);
  std::string path_of(std::string_view name) const;

  const SettingsSource& source_;
  std::vector<std::string>& problems_;
  const Json* object_;  // null: not given, all defaults
  std::string path_;
  std::vector<std::string> known_;
};

}  // namespace sentiment
