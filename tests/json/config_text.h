// What a config file of some text comes to, as JSON.
#pragma once

#include <string>
#include <string_view>

#include "json/settings_reader.h"

namespace sentiment {

/// The message that refuses a config file of this text as JSON; "" if it is JSON, of whatever kind.
inline std::string json_fault_in_config(std::string_view text) {
  try {
    SettingsSource(text, "config.json", "/");
  } catch (const ConfigError& error) {
    const std::string message = error.what();
    if (message.find("invalid JSON") != std::string::npos) return message;
  }
  return "";
}

}  // namespace sentiment
