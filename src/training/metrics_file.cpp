#include "training/metrics_file.h"

#include <chrono>
#include <string>
#include <utility>

#include "core/concat.h"
#include "core/files.h"

namespace sentiment {
namespace {

/// The events up to `last_step`, a line each.
std::string events_until(int64_t last_step, const std::string& text) {
  std::size_t kept = 0;  // bytes
  for (std::size_t end; (end = text.find('\n', kept)) != std::string::npos; kept = end + 1) {
    try {
      if (parse_json(std::string_view(text).substr(kept, end - kept)).at("step").get<int64_t>() > last_step)
        break;
    } catch (const std::exception&) {
      break;  // what is no event of ours cannot have been followed by one
    }
  }
  return text.substr(0, kept);  // a kill may have cut the last line short
}

}  // namespace

MetricsFile::MetricsFile(std::filesystem::path path, int64_t last_step,
                         std::optional<std::filesystem::path> tensorboard)
    : path_(std::move(path)), tensorboard_path_(std::move(tensorboard)) {
  go_back_to(last_step);
}

void MetricsFile::go_back_to(int64_t step) {
  std::string events;
  if (std::filesystem::exists(path_)) {
    events = events_until(step, read_file(path_));
    replace_file(path_, events);
  }
  if (tensorboard_path_) tensorboard_.emplace(*tensorboard_path_, events);
}

std::vector<Json> MetricsFile::events(std::string_view name) const {
  if (!std::filesystem::exists(path_)) return {};
  const std::string begin = concat("{\"event\":\"", name, "\",");
  const std::string text = read_file(path_);
  std::vector<Json> found;
  std::size_t at = 0;
  for (std::size_t end; (end = text.find('\n', at)) != std::string::npos; at = end + 1) {
    const std::string_view line = std::string_view(text).substr(at, end - at);
    if (line.starts_with(begin)) found.push_back(parse_json(line));
  }
  return found;
}

void MetricsFile::append(const Json& event) {
  append_to_file(path_, dump_json(event) + "\n");
  if (tensorboard_) tensorboard_->append(event);
}

double unix_time() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<double>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count()) / 1000.0;
}

}  // namespace sentiment
