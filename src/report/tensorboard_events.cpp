#include "report/tensorboard_events.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "core/files.h"
#include "report/protobuf_writer.h"
#include "report/tf_record.h"

namespace sentiment {
namespace {

constexpr const char* kFileVersion = "brain.Event:2";
constexpr std::array<std::string_view, 4> kNoScalars = {"event", "step", "epoch", "time"};

struct EventProto {
  static constexpr uint32_t kWallTime = 1, kStep = 2, kFileVersion = 3, kSummary = 5;
};
struct SummaryProto {
  static constexpr uint32_t kValue = 1, kTag = 1, kSimpleValue = 2;
};

std::optional<double> number(const Json& value) {
  if (value.is_number()) return value.get<double>();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (value == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (value == "inf") return kInfinity;
  if (value == "-inf") return -kInfinity;
  return std::nullopt;
}

void add_scalars(const std::string& tag, const Json& value, ProtobufWriter& summary) {
  if (value.is_object()) {
    for (const auto& [key, member] : value.items()) add_scalars(tag + "/" + key, member, summary);
  } else if (const std::optional<double> scalar = number(value)) {
    ProtobufWriter out;
    out.add_bytes(SummaryProto::kTag, tag);
    out.add_float(SummaryProto::kSimpleValue, static_cast<float>(*scalar));
    summary.add_message(SummaryProto::kValue, out);
  }
}

bool is_scalar(const std::string& key) {
  for (const std::string_view name : kNoScalars) {
    if (key == name) return false;
  }
  return true;
}

/// What every file begins with.
std::string file_header() {
  ProtobufWriter event;
  event.add_double(EventProto::kWallTime, 0.0);
  event.add_bytes(EventProto::kFileVersion, kFileVersion);
  return tf_record(event.bytes());
}

}  // namespace

std::string tensorboard_record(const Json& event) {
  const Json kind = event.value("event", Json());
  const std::string group = !kind.is_string() || kind == "interval" ? "train" : kind.get<std::string>();
  ProtobufWriter summary;
  for (const auto& [key, value] : event.items()) {
    if (is_scalar(key)) add_scalars(group + "/" + key, value, summary);
  }
  ProtobufWriter out;
  out.add_double(EventProto::kWallTime, number(event.value("time", Json())).value_or(0.0));
  out.add_integer(EventProto::kStep, event.at("step").get<int64_t>());
  out.add_message(EventProto::kSummary, summary);
  return tf_record(out.bytes());
}

TensorboardFile::TensorboardFile(std::filesystem::path path, std::string_view metrics)
    : path_(std::move(path)) {
  std::string bytes = file_header();
  for (std::size_t begin = 0, end; (end = metrics.find('\n', begin)) != std::string_view::npos;
       begin = end + 1)
    bytes += tensorboard_record(parse_json(metrics.substr(begin, end - begin)));
  std::error_code ignored;
  if (!std::filesystem::is_directory(path_.parent_path(), ignored)) create_folder(path_.parent_path());
  replace_file(path_, bytes);
}

void TensorboardFile::append(const Json& event) { append_to_file(path_, tensorboard_record(event)); }

}  // namespace sentiment
