#include "model/foreign_file.h"

#include <algorithm>
#include <array>

namespace sentiment {
namespace {

using namespace std::string_view_literals;

struct Signature {
  std::string_view bytes;
  std::string_view format;
};

constexpr std::array kSignatures = {
    Signature{"PK\x03\x04"sv, "a ZIP archive (PyTorch's .pt files are)"sv},
    Signature{"\x80\x02"sv, "a Python pickle"sv},
    Signature{"\x80\x03"sv, "a Python pickle"sv},
    Signature{"\x80\x04"sv, "a Python pickle"sv},
    Signature{"\x80\x05"sv, "a Python pickle"sv},
    Signature{"GGUF"sv, "a GGUF model"sv},
    Signature{"\x1f\x8b"sv, "a gzip file"sv},
    Signature{"\x28\xb5\x2f\xfd"sv, "a Zstandard file"sv},
    Signature{"\xfd\x37zXZ"sv, "an xz file"sv},
    Signature{"\x89HDF"sv, "an HDF5 file"sv},
    Signature{"version https://git-lfs"sv, "a Git LFS pointer (`git lfs pull` fetches the file itself)"sv},
    Signature{"<!doctype"sv, "an HTML page"sv},
    Signature{"<html"sv, "an HTML page"sv},
    Signature{"{"sv, "a JSON text"sv},
    Signature{"\0\0\0\0\0\0\0\0"sv, "a file of zeros"sv},
};

char lower(char byte) { return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + ('a' - 'A')) : byte; }

}  // namespace

std::string_view foreign_format(std::string_view first_bytes) {
  for (const Signature& known : kSignatures) {
    const std::string_view start = first_bytes.substr(0, known.bytes.size());
    const bool same = std::equal(start.begin(), start.end(), known.bytes.begin(), known.bytes.end(),
                                 [](char found, char wanted) { return lower(found) == lower(wanted); });
    if (same) return known.format;
  }
  return "";
}

}  // namespace sentiment
