// Compressed files and archives, made in memory.
#pragma once

#include <string>
#include <vector>

namespace sentiment {

/// One gzip member.
std::string gzip(const std::string& content);

std::string xz(const std::string& content);
std::string zstd(const std::string& content);
std::string bzip2(const std::string& content);

struct PackedEntry {
  enum class Kind { kFile, kFolder, kSymbolicLink, kHardLink };
  std::string name;
  std::string content;  // of links: what they lead to
  Kind kind = Kind::kFile;
};

std::string tar(const std::vector<PackedEntry>& entries);
std::string zip(const std::vector<PackedEntry>& entries);

}  // namespace sentiment
