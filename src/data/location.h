// What a user names as data: a path on disk, or "ARCHIVE!/INNER/PATH".
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "data/byte_source.h"

namespace sentiment {

struct Location {
  std::string given;                 // as the user wrote it, for messages
  std::string path;                  // on disk
  std::optional<std::string> inner;  // in the archive at `path`, normalised; "" is its top

  /// The last part of the name: "reviews.csv.gz", "train".
  std::string last_part() const;
};

/// Splits at the "!/" that follows an existing file; a path that exists as it stands is no archive's.
/// Throws Error if nothing is there, DataError if what stands before "!/" is no archive.
Location parse_location(const std::string& given);

/// The decompressed bytes of the file a location names. Throws Error.
std::unique_ptr<ByteSource> open_bytes(const Location& location);

}  // namespace sentiment
