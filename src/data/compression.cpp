#include "data/compression.h"

#include <algorithm>
#include <array>
#include <utility>

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
  if (compression == Compression::kGzip) return std::make_unique<GzipSource>(std::move(bytes), name);
  return std::make_unique<FilterSource>(std::move(bytes), compression, name);
}

}  // namespace sentiment
