// What the steps of a run say about its gradients, added up: how large they were before clipping, what was
// clipped, and the norms of the network's parts. Part of a run's state, so that a resumed run goes on adding.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "json/strict_json.h"

namespace sentiment {

/// The L2 norm of the gradient of a part of the network: "embedding", "layer0.forget" with the rows of that
/// gate in both weights and biases, "layer0_reverse.forget" of the backward direction, "layer0" of a network
/// without gates, "attention", "head".
struct PartNorm {
  std::string name;
  double norm;
};

/// One step's gradient before clipping.
struct StepGradient {
  double norm = 0.0;            // all of it
  bool scaled = false;          // clip_norm made it smaller
  int64_t elements = 0;         // that clip_value looked at
  int64_t cut_elements = 0;     // of those, made smaller by it
  std::vector<PartNorm> parts;  // of the steps that were looked at closely; otherwise empty
};

class GradientRecord {
 public:
  /// The norms must be finite.
  void add(const StepGradient& step);

  int64_t steps() const { return steps_; }
  double mean_norm() const;
  double largest_norm() const { return largest_; }
  /// A number that at least `share` of the norms do not exceed, and at most a twentieth above the least such
  /// one.
  double norm_quantile(double share) const;
  /// Shares of the steps.
  double scaled_share() const { return share_of(scaled_steps_, steps_); }
  double cut_share() const { return share_of(cut_steps_, steps_); }
  /// Share of the elements that clip_value looked at.
  double cut_element_share() const { return share_of(cut_elements_, elements_); }
  /// The mean of each part over the steps that were looked at closely.
  std::vector<PartNorm> parts() const;

  /// All of it, and back. Throws Json::exception if a member is missing or of another type.
  Json state() const;
  static GradientRecord from_state(const Json& state);

  /// For metrics.json: the figures by name.
  Json summary() const;

 private:
  static double share_of(int64_t part, int64_t whole);

  int64_t steps_ = 0;
  int64_t scaled_steps_ = 0;
  int64_t cut_steps_ = 0;
  int64_t elements_ = 0;
  int64_t cut_elements_ = 0;
  double sum_ = 0.0;
  double largest_ = 0.0;
  std::map<int64_t, int64_t> steps_by_size_;  // size class of the norm -> steps
  int64_t close_looks_ = 0;
  std::vector<PartNorm> part_sums_;
};

/// What the record says, a sentence each: of the norms, of the clips that are set, of the parts. None without
/// a step.
std::vector<std::string> gradient_sentences(const GradientRecord& record, std::optional<double> clip_value,
                                            std::optional<double> clip_norm);

}  // namespace sentiment
