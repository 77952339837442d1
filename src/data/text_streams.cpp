#include "data/text_streams.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "core/error.h"
#include "core/random.h"

namespace sentiment {
namespace {

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

}  // namespace

TextStreams::TextStreams(const TextList& texts, const StreamOptions& options)
    : texts_(texts),
      options_(options),
      length_((texts.tokens() + static_cast<int64_t>(texts.size())) / options.streams),
      windows_(std::max<int64_t>((length_ + options.window / 2) / options.window, 1)) {
  if (length_ == 0) {
    throw DataError(fmt::format(
        "data.train: expected at least a token for each of {} streams, found {} tokens in {} texts; "
        "lower language_model.streams, or give more text",
        options.streams, texts.tokens(), texts.size()));
  }
  std::vector<int64_t> order(texts.size());
  std::iota(order.begin(), order.end(), 0);
  lay_out(order);
  for (int64_t number = 0; number <= windows_; ++number) begins_.push_back(even_begin(number));
}

int64_t TextStreams::even_begin(int64_t number) const { return number * length_ / windows_; }

void TextStreams::lay_out(const std::vector<int64_t>& order) {
  tokens_.assign(1, Vocabulary::kEndId);
  tokens_.reserve(size(texts_.tokens()) + order.size() + 1);
  for (const int64_t text : order) {
    texts_.append_as_read(size(text), options_.backward, tokens_);
    tokens_.push_back(Vocabulary::kEndId);
  }
}

void TextStreams::shuffle(uint64_t seed, int64_t epoch) {
  std::vector<int64_t> order(texts_.size());
  std::iota(order.begin(), order.end(), 0);
  sentiment::shuffle(order, RandomStream(seed, RandomUse::kEpochOrder, {static_cast<uint64_t>(epoch)}));
  lay_out(order);
  const RandomStream jitter(seed, RandomUse::kStreamWindows, {static_cast<uint64_t>(epoch)});
  const int64_t most = length_ / windows_ / 4;
  for (int64_t number = 1; number < windows_; ++number) {
    const auto moved = static_cast<int64_t>(
        jitter.below(static_cast<uint64_t>(number), static_cast<uint64_t>(2 * most + 1)));
    begins_[size(number)] = even_begin(number) + moved - most;
  }
}

TextWindow TextStreams::window(int64_t number) const {
  TextWindow window;
  window.streams = options_.streams;
  const int64_t begin = begins_[size(number)];
  window.time = begins_[size(number + 1)] - begin;
  for (int64_t stream = 0; stream < options_.streams; ++stream) {
    const auto first = tokens_.begin() + stream * length_ + begin;
    window.inputs.insert(window.inputs.end(), first, first + window.time);
    window.targets.insert(window.targets.end(), first + 1, first + 1 + window.time);
  }
  return window;
}

}  // namespace sentiment
