#include "inference/batch_reader.h"

#include <algorithm>
#include <utility>

#include "inference/chunks.h"

namespace sentiment {
namespace {

constexpr int64_t kBytesAtOnce = int64_t{64} << 20;  // of all threads' chunks together

// They save a chunk one projected row for about four of its tokens: after four tokens for each of them,
// projecting them all would have cost no more.
constexpr int64_t kTokensPerFrequentType = 4;

}  // namespace

std::vector<Probabilities> BatchReader::read(std::span<const TokenIds> texts, ThreadPool& pool) {
  std::vector<std::size_t> lengths;
  std::size_t tokens = 0;
  for (const TokenIds text : texts) {
    lengths.push_back(text.size());
    tokens += text.size();
  }
  const FrequentTypes* frequent = frequent_types(tokens, pool);
  if (texts.size() == 1) {
    std::unique_ptr<LoneTextReader> reader = lone_readers_.take(network_);
    if (reader->pays(tokens, pool)) {
      const Probabilities probabilities = reader->read(texts.front(), frequent, pool);
      lone_readers_.give_back(std::move(reader));
      return {probabilities};
    }
  }
  const int64_t most_tokens = kBytesAtOnce / pool.threads() / ChunkReader::bytes_per_token(network_);
  const auto chunks = chunks_of(lengths, pool.threads(), static_cast<std::size_t>(most_tokens));
  std::vector<Probabilities> results(texts.size());
  pool.run(chunks.size(), [&](std::size_t number) {
    std::vector<TokenIds> chunk;
    for (const std::size_t text : chunks[number]) chunk.push_back(texts[text]);
    std::vector<Probabilities> found = read_chunk(chunk, frequent);
    for (std::size_t i = 0; i < found.size(); ++i) results[chunks[number][i]] = std::move(found[i]);
  });
  return results;
}

Probabilities BatchReader::read(TokenIds text) {
  return read_chunk(std::span(&text, 1), frequent_types()).front();
}

std::vector<Probabilities> BatchReader::read_chunk(std::span<const TokenIds> texts,
                                                   const FrequentTypes* frequent) {
  std::unique_ptr<ChunkReader> reader = chunk_readers_.take(network_);
  std::vector<Probabilities> results = reader->read(texts, frequent);
  chunk_readers_.give_back(std::move(reader));
  return results;
}

const FrequentTypes* BatchReader::frequent_types() {
  const std::lock_guard lock(mutex_);
  return frequent_.get();
}

const FrequentTypes* BatchReader::frequent_types(std::size_t tokens, ThreadPool& pool) {
  const std::lock_guard lock(mutex_);
  tokens_ += tokens;
  const int64_t enough = kTokensPerFrequentType * frequent_type_count(network_);
  if (!frequent_ && tokens_ >= static_cast<std::size_t>(enough))
    frequent_ = std::make_unique<FrequentTypes>(project_frequent_types(network_, pool));
  return frequent_.get();
}

}  // namespace sentiment
