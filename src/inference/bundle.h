// Several models as one: their answers pooled (metrics/opinion_pool.h). model/FORMAT.md describes the file.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "inference/ngram_classifier.h"
#include "model/model_file.h"
#include "model/safetensors_source.h"

namespace sentiment {

inline constexpr std::size_t kMaxBundleMembers = 64;

struct BundleMember {
  double weight = 0.0;
  std::variant<Model, NgramModel> model;

  const std::vector<std::string>& labels() const;
};

/// One member at least. The first is a network: the order of the labels and the columns are its. Every member
/// has the same labels, in whatever order. Weights are >= 0 and sum to 1.
struct Bundle {
  std::vector<BundleMember> members;
};

/// Where each of `labels` is among `of`; empty unless both have the same labels.
std::vector<std::size_t> label_places(const std::vector<std::string>& labels,
                                      const std::vector<std::string>& of);

/// A member by the bytes of the file that it comes from, which a bundle keeps as they are.
struct MemberFile {
  double weight = 0.0;
  std::string_view model;  // of a model; of an n-gram baseline that of which it has tokenizer and vocabulary
  std::string_view baseline;  // of an n-gram baseline; otherwise empty
};

/// A bundle's bytes: a function of weights and files alone. The files are sound, their labels the same.
/// Throws Error if there are more of them than a file can hold.
std::string to_bundle_bytes(std::span<const MemberFile> members);

bool is_bundle(const SafetensorsSource& source);

/// Reads what to_bundle_bytes wrote. Throws Error if it cannot be read, FormatError.
Bundle read_bundle(const SafetensorsSource& source);

}  // namespace sentiment
