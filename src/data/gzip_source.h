// Gzip, decompressed and verified: every member's CRC-32 and length (RFC 1952).
#pragma once

#include <zlib.h>

#include <memory>
#include <string>
#include <vector>

#include "data/byte_source.h"

namespace sentiment {

/// Members one after another are read as one. Damage, a cut-off end (gzread would pass over some) and bytes
/// after the last member throw Error.
class GzipSource : public ByteSource {
 public:
  GzipSource(std::unique_ptr<ByteSource> compressed, std::string name);
  ~GzipSource() override;
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  std::size_t read(std::span<char> out) override;

 private:
  void refill();
  void begin_member();
  [[noreturn]] void fail(const char* problem) const;

  std::unique_ptr<ByteSource> compressed_;
  std::string name_;
  std::vector<char> piece_;
  z_stream stream_{};
  bool input_ended_ = false;
  bool in_member_ = true;  // an empty file is a member cut off at its start
  bool first_member_ = true;
};

}  // namespace sentiment
