#include "data/compression.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "data/expansion_guard.h"
#include "data/filter_source.h"
#include "data/gzip_source.h"

namespace sentiment {
namespace {

struct Suffix {
  std::string_view suffix;
  Compression compression;
  std::string_view replacement;
};

constexpr std::array<Suffix, 9> kSuffixes{{{".gz", Compression::kGzip, ""},
                                           {".tgz", Compression::kGzip, ".tar"},
                                           {".xz", Compression::kXz, ""},
                                           {".txz", Compression::kXz, ".tar"},
                                           {".zst", Compression::kZstd, ""},
                                           {".tzst", Compression::kZstd, ".tar"},
                                           {".bz2", Compression::kBzip2, ""},
                                           {".tbz2", Compression::kBzip2, ".tar"},
                                           {".tbz", Compression::kBzip2, ".tar"}}};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Counts the bytes that a decompressor reads.
class CountedSource : public ByteSource {
 public:
  CountedSource(std::unique_ptr<ByteSource> bytes, uint64_t& count)
      : bytes_(std::move(bytes)), count_(count) {}
  std::size_t read(std::span<char> out) override {
    const std::size_t count = bytes_->read(out);
    count_ += count;
    return count;
  }

 private:
  std::unique_ptr<ByteSource> bytes_;
  uint64_t& count_;
};

std::unique_ptr<ByteSource> decompressor(std::unique_ptr<ByteSource> bytes, Compression compression,
                                         const std::string& name) {
  if (compression == Compression::kGzip) return std::make_unique<GzipSource>(std::move(bytes), name);
  return std::make_unique<FilterSource>(std::move(bytes), compression, name);
}

/// A decompressor that refuses bombs.
class GuardedSource : public ByteSource {
 public:
  GuardedSource(std::unique_ptr<ByteSource> bytes, Compression compression, const std::string& name)
      : guard_(name),
        bytes_(decompressor(std::make_unique<CountedSource>(std::move(bytes), packed_), compression, name)) {}
  std::size_t read(std::span<char> out) override {
    const std::size_t count = bytes_->read(out);
    guard_.add(count, packed_);
    return count;
  }

 private:
  ExpansionGuard guard_;
  uint64_t packed_ = 0;
  std::unique_ptr<ByteSource> bytes_;
};

}  // namespace

CompressedName split_compression(std::string_view name) {
  CompressedName split{.content = std::string(name)};
  std::transform(split.content.begin(), split.content.end(), split.content.begin(), lower);
  for (const Suffix& known : kSuffixes) {
    if (!split.content.ends_with(known.suffix)) continue;
    split.content.resize(split.content.size() - known.suffix.size());
    split.content += known.replacement;
    split.compression = known.compression;
    break;
  }
  return split;
}

std::unique_ptr<ByteSource> decompress(std::unique_ptr<ByteSource> bytes, const std::string& name) {
  const Compression compression = split_compression(name).compression;
  if (compression == Compression::kNone) return bytes;
  return std::make_unique<GuardedSource>(std::move(bytes), compression, name);
}

}  // namespace sentiment
