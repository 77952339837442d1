// Texts as a language model reads them: one after the other, an end between them, cut into streams that lie
// side by side, a window of each at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "data/text_corpus.h"

namespace sentiment {

struct TextWindow {
  int64_t streams = 0;
  int64_t time = 0;              // tokens of each stream
  std::vector<TokenId> inputs;   // [streams * time], stream by stream
  std::vector<TokenId> targets;  // what comes after each of them

  int64_t tokens() const { return streams * time; }
};

struct StreamOptions {
  int64_t streams = 64;
  int64_t window = 70;    // tokens, on average
  bool backward = false;  // each text from its end, behind its label if it has one
};

class TextStreams {
 public:
  /// Borrows the texts. Throws DataError if they have fewer tokens than there are streams.
  TextStreams(const TextList& texts, const StreamOptions& options);

  /// Windows of a pass, the same number in each.
  int64_t windows() const { return windows_; }

  /// Shuffles the texts and draws where windows end, up to a quarter of a window earlier or later (Merity et
  /// al. 2018 vary their length too, lest the same tokens always lie at a cut); a function of seed and epoch.
  void shuffle(uint64_t seed, int64_t epoch);

  /// Window 0 <= number < windows() of the texts as they were last shuffled; at first in their order, with
  /// windows of equal length.
  TextWindow window(int64_t number) const;

 private:
  void lay_out(const std::vector<int64_t>& order);
  int64_t even_begin(int64_t number) const;

  const TextList& texts_;
  StreamOptions options_;
  int64_t length_;  // of a stream
  int64_t windows_;
  std::vector<TokenId> tokens_;  // an end, then each text with an end behind it
  std::vector<int64_t> begins_;  // [windows + 1] in a stream
};

}  // namespace sentiment
