// xz, zstd and bzip2 through libarchive.
#pragma once

#include <memory>
#include <string>

#include "data/archive_input.h"
#include "data/byte_source.h"
#include "data/compression.h"

namespace sentiment {

/// Streams one after another are read as one. Damage, a cut-off end and other bytes after it throw Error.
class FilterSource : public ByteSource {
 public:
  /// `compression` is kXz, kZstd or kBzip2.
  FilterSource(std::unique_ptr<ByteSource> compressed, Compression compression, std::string name);
  std::size_t read(std::span<char> out) override;

 private:
  void expect_filter(int code) const;
  void expect_nothing_left();
  [[noreturn]] void fail();

  std::string name_;
  ArchiveInput input_;
  ArchiveHandle handle_;
  bool ended_ = false;
};

}  // namespace sentiment
