#include "analysis/gradient_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sentiment {
namespace {

constexpr double kClassesPerDecade = 50.0;  // of norms: neighbours differ by 4.7 %
constexpr int64_t kSmallest = -1000;        // the class of 1e-20 and below, zero included

constexpr double kOften = 0.5;    // of the steps: such a clip sets the size of most steps
constexpr double kSeldom = 0.05;  // such a clip is what it was made for

int64_t size_class(double norm) {
  if (!(norm > 0.0)) return kSmallest;
  return std::max(static_cast<int64_t>(std::floor(std::log10(norm) * kClassesPerDecade)), kSmallest);
}

double upper_end(int64_t size_class) {
  return std::pow(10.0, static_cast<double>(size_class + 1) / kClassesPerDecade);
}

/// 0 % only for nothing at all, 100 % only for everything.
std::string percent(double share) {
  if (share > 0.0 && share < 0.001) return "less than 0.1 %";
  if (share < 1.0 && share > 0.999) return "more than 99.9 %";
  return fmt::format("{:.3g} %", 100.0 * share);
}

std::string on_clip_norm(const GradientRecord& record, double clip_norm) {
  const double share = record.scaled_share();
  if (share == 0.0) {
    return fmt::format("clip_norm {:g} never fired: 95 % of the norms are below {:.2g}, all below {:.2g}",
                       clip_norm, record.norm_quantile(0.95), record.norm_quantile(1.0));
  }
  const char* meaning = share > kOften    ? "it acts as a learning rate"
                        : share < kSeldom ? "it catches the rare large gradient"
                                          : "it holds back the larger gradients";
  return fmt::format("clip_norm {:g} cut {} of the steps: {}", clip_norm, percent(share), meaning);
}

std::string on_clip_value(const GradientRecord& record, double clip_value) {
  if (record.cut_share() == 0.0) return fmt::format("clip_value {:g} never cut an element", clip_value);
  return fmt::format("clip_value {:g} cut {} of the gradient's elements, in {} of the steps", clip_value,
                     percent(record.cut_element_share()), percent(record.cut_share()));
}

}  // namespace

void GradientRecord::add(const StepGradient& step) {
  ++steps_;
  scaled_steps_ += step.scaled ? 1 : 0;
  cut_steps_ += step.cut_elements > 0 ? 1 : 0;
  elements_ += step.elements;
  cut_elements_ += step.cut_elements;
  sum_ += step.norm;
  largest_ = std::max(largest_, step.norm);
  ++steps_by_size_[size_class(step.norm)];
  if (step.parts.empty()) return;
  ++close_looks_;
  if (part_sums_.empty()) {
    for (const PartNorm& part : step.parts) part_sums_.push_back({part.name, 0.0});
  }
  for (std::size_t i = 0; i < part_sums_.size(); ++i) part_sums_[i].norm += step.parts.at(i).norm;
}

double GradientRecord::mean_norm() const { return steps_ == 0 ? 0.0 : sum_ / static_cast<double>(steps_); }

double GradientRecord::norm_quantile(double share) const {
  double below = 0.0;
  for (const auto& [size, steps] : steps_by_size_) {
    below += static_cast<double>(steps);
    if (below >= share * static_cast<double>(steps_)) return std::min(upper_end(size), largest_);
  }
  return largest_;
}

std::vector<PartNorm> GradientRecord::parts() const {
  std::vector<PartNorm> means = part_sums_;
  for (PartNorm& part : means) part.norm /= static_cast<double>(close_looks_);
  return means;
}

double GradientRecord::share_of(int64_t part, int64_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

Json GradientRecord::state() const {
  Json sizes = Json::array();
  for (const auto& [size, steps] : steps_by_size_) sizes.push_back({size, steps});
  Json parts = Json::object();
  for (const PartNorm& part : part_sums_) parts[part.name] = part.norm;
  return {{"steps", steps_},       {"scaled_steps", scaled_steps_}, {"cut_steps", cut_steps_},
          {"elements", elements_}, {"cut_elements", cut_elements_}, {"norm_sum", sum_},
          {"norm_max", largest_},  {"steps_by_size", sizes},        {"close_looks", close_looks_},
          {"part_sums", parts}};
}

GradientRecord GradientRecord::from_state(const Json& state) {
  GradientRecord record;
  state.at("steps").get_to(record.steps_);
  state.at("scaled_steps").get_to(record.scaled_steps_);
  state.at("cut_steps").get_to(record.cut_steps_);
  state.at("elements").get_to(record.elements_);
  state.at("cut_elements").get_to(record.cut_elements_);
  state.at("norm_sum").get_to(record.sum_);
  state.at("norm_max").get_to(record.largest_);
  for (const Json& entry : state.at("steps_by_size"))
    record.steps_by_size_[entry.at(0).get<int64_t>()] = entry.at(1).get<int64_t>();
  state.at("close_looks").get_to(record.close_looks_);
  for (const auto& [name, sum] : state.at("part_sums").items())
    record.part_sums_.push_back({name, sum.get<double>()});
  return record;
}

Json GradientRecord::summary() const {
  Json norms = Json::object();
  for (const PartNorm& part : parts()) norms[part.name] = part.norm;
  return {{"steps", steps_},
          {"norm_mean", mean_norm()},
          {"norm_median", norm_quantile(0.5)},
          {"norm_p95", norm_quantile(0.95)},
          {"norm_max", largest_},
          {"scaled_share", scaled_share()},
          {"cut_share", cut_share()},
          {"cut_element_share", cut_element_share()},
          {"norms", norms}};
}

std::vector<std::string> gradient_sentences(const GradientRecord& record, std::optional<double> clip_value,
                                            std::optional<double> clip_norm) {
  if (record.steps() == 0) return {};
  std::vector<std::string> sentences = {fmt::format(
      "the gradient's norm before clipping: half of the steps below {:.2g}, 95 % below {:.2g}, the "
      "largest {:.2g}",
      record.norm_quantile(0.5), record.norm_quantile(0.95), record.largest_norm())};
  if (clip_value) sentences.push_back(on_clip_value(record, *clip_value));
  if (clip_norm) sentences.push_back(on_clip_norm(record, *clip_norm));
  const std::vector<PartNorm> parts = record.parts();
  if (parts.size() > 1) {
    const auto by_norm = [](const PartNorm& a, const PartNorm& b) { return a.norm < b.norm; };
    const auto [smallest, largest] = std::minmax_element(parts.begin(), parts.end(), by_norm);
    sentences.push_back(
        fmt::format("of its parts {} has the largest gradient ({:.2g} on average), {} the "
                    "smallest ({:.2g})",
                    largest->name, largest->norm, smallest->name, smallest->norm));
  }
  return sentences;
}

}  // namespace sentiment
