#include "cli/read_ahead.h"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace sentiment {

constexpr std::size_t kMaxHeldBytes = std::size_t{16} << 20;

namespace {

std::size_t memory_of(const Json& value) {
  if (value.is_string()) return value.get_ref<const std::string&>().size();
  if (!value.is_structured()) return 0;
  std::size_t bytes = 0;
  for (const auto& [key, element] : value.items())
    bytes += sizeof key + key.size() + sizeof element + memory_of(element);
  return bytes;
}

/// What grows with the row, in whichever column it stands.
std::size_t memory_of(const Record& row) {
  std::size_t bytes = row.text.size() + row.label.size() + memory_of(row.id);
  for (const std::string& cell : row.cells) bytes += sizeof cell + cell.size();
  return bytes;
}

}  // namespace

/// Shared by the thread and its owner, because the thread may outlive the owner.
struct ReadAhead::State {
  std::shared_ptr<RecordReader> reader;
  std::size_t max_rows = 0;

  std::mutex mutex;
  std::condition_variable changed;
  std::vector<Record> rows;
  std::size_t held_bytes = 0;
  std::exception_ptr error;
  bool ended = false;      // nothing will be added
  bool abandoned = false;  // nothing will be taken

  void read_all();
  bool add(Record&& record);
};

/// Waits for room; false if nobody wants more rows.
bool ReadAhead::State::add(Record&& record) {
  std::unique_lock lock(mutex);
  changed.wait(lock, [this] { return abandoned || (rows.size() < max_rows && held_bytes < kMaxHeldBytes); });
  if (abandoned) return false;
  held_bytes += memory_of(record);
  rows.push_back(std::move(record));
  changed.notify_all();
  return true;
}

void ReadAhead::State::read_all() {
  std::exception_ptr failure;
  try {
    Record record;
    while (reader->next(record) && add(std::move(record))) record = Record{};
  } catch (...) {
    failure = std::current_exception();
  }
  const std::lock_guard lock(mutex);
  error = failure;
  ended = true;
  changed.notify_all();
}

ReadAhead::ReadAhead(std::shared_ptr<RecordReader> reader, std::size_t max_rows)
    : state_(std::make_shared<State>()) {
  state_->reader = std::move(reader);
  state_->max_rows = max_rows;
  std::thread([state = state_] { state->read_all(); }).detach();
}

ReadAhead::~ReadAhead() {
  const std::lock_guard lock(state_->mutex);
  state_->abandoned = true;
  state_->changed.notify_all();
}

std::vector<Record> ReadAhead::take() {
  std::unique_lock lock(state_->mutex);
  state_->changed.wait(lock, [this] { return !state_->rows.empty() || state_->ended; });
  if (state_->rows.empty() && state_->error) std::rethrow_exception(state_->error);
  state_->held_bytes = 0;
  state_->changed.notify_all();
  return std::exchange(state_->rows, {});
}

}  // namespace sentiment
