#include "analysis/model_temperature.h"

#include <fmt/format.h>

#include "core/error.h"
#include "core/files.h"
#include "core/quote.h"
#include "json/strict_json.h"
#include "metrics/calibration.h"

namespace sentiment {
namespace {

constexpr uint64_t kMaxMetricsBytes = uint64_t{64} << 20;

Json read_metrics(const std::filesystem::path& path) {
  const std::string text = read_file(path, kMaxMetricsBytes);
  try {
    return parse_json(text);
  } catch (const JsonError& error) {
    throw FormatError(fmt::format("{}:{}: {}; the file is damaged, remove it or train again",
                                  printable(path.native()), error.position.line, error.what()));
  }
}

}  // namespace

double fit_temperature(const Classifier& classifier, const Dataset& valid, ThreadPool& pool) {
  std::vector<TokenIds> texts;
  for (std::size_t row = 0; row < valid.size(); ++row) texts.push_back(valid.ids(row));
  const std::vector<Probabilities> answers = classifier.classify_ids(texts, pool);
  TemperatureFit fit;
  for (std::size_t row = 0; row < answers.size(); ++row)
    fit.add(answers[row], static_cast<std::size_t>(valid.label(row)));
  return fit.temperature();
}

std::optional<double> kept_temperature(const std::filesystem::path& run) {
  const std::filesystem::path path = run / "metrics.json";
  std::error_code failed;
  if (!std::filesystem::exists(path, failed)) return std::nullopt;
  const Json metrics = read_metrics(path);
  if (!metrics.is_object() || !metrics.contains("temperature")) return std::nullopt;
  const Json& value = metrics.at("temperature");
  if (value.is_number()) {
    const auto temperature = value.get<double>();
    if (temperature >= TemperatureFit::kLowest && temperature <= TemperatureFit::kHighest) return temperature;
  }
  throw FormatError(fmt::format("{}: temperature: expected a number from {} to {}, found {}; train again",
                                printable(path.native()), TemperatureFit::kLowest, TemperatureFit::kHighest,
                                printable(dump_json(value))));
}

}  // namespace sentiment
