#include "training/run_inputs.h"

#include <optional>
#include <string>
#include <string_view>

#include "data/location.h"

namespace sentiment {

void expect_to_keep_inputs(const TrainOptions& options, const ExperimentConfig& config,
                           const RunDirectory& directory) {
  directory.expect_to_keep(options.config, "CONFIG");
  const DataConfig& data = config.data;
  const auto keep = [&](const std::optional<std::string>& location, std::string_view what) {
    if (location) directory.expect_to_keep(parse_location(*location).path, what);
  };
  keep(data.train, "data.train");
  keep(data.valid, "data.valid");
  keep(data.test, "data.test");
  keep(data.unlabelled, "data.unlabelled");
  keep(config.vocabulary.vectors, "vocabulary.vectors");
  if (config.initialize_from) directory.expect_to_keep(*config.initialize_from, "model.initialize_from");
}

void expect_to_keep_inputs(const TrainOptions& options, const PretrainingConfig& config,
                           const RunDirectory& directory) {
  directory.expect_to_keep(options.config, "CONFIG");
  for (const std::string& location : config.data.train.paths)
    directory.expect_to_keep(parse_location(location).path, "data.train");
}

}  // namespace sentiment
