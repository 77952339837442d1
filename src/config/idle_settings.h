// Settings of `pretrain` that its objective does not read.
#pragma once

#include <string>
#include <vector>

#include "config/pretraining_config.h"
#include "json/settings_reader.h"

namespace sentiment {

/// Adds a problem for each setting that differs from its default though the objective has no use for it.
void place_idle_settings(const SettingsSource& source, const PretrainingConfig& config,
                         std::vector<std::string>& problems);

}  // namespace sentiment
