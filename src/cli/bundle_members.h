// The models that a bundle is made of, as they are on disk.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "inference/bundle.h"
#include "report/run_record.h"

namespace sentiment {

/// A model, or an n-gram baseline and the model that it reads text as, with the bytes of their files.
struct BundleCandidate {
  std::string name;
  std::filesystem::path folder;  // of its run; empty if it is not known
  std::string model;
  std::string baseline;  // empty unless it is one
  BundleMember member;
};

/// The networks first, all with the same weight. `ngrams` are files of run folders, or these folders. Throws
/// Error or FormatError: one cannot be read, is a bundle itself, has other labels, or is a baseline without
/// its model.
std::vector<BundleCandidate> read_candidates(const std::vector<std::string>& models,
                                             const std::vector<std::string>& ngrams);

/// "neg", "pos": for messages.
std::string listing(const std::vector<std::string>& labels);

/// Throws ConfigError if a member's run names `data` as what it was trained on.
void expect_held_out(const std::string& data, const std::vector<BundleCandidate>& members);

/// Throws Error if a member's run has not held back the validation part of `first`, so that it was trained on
/// some of it; warns where that is not known.
void expect_same_validation_part(const std::vector<BundleCandidate>& members, const RunRecord& first);

}  // namespace sentiment
