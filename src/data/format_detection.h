// Which format a source is written in.
#pragma once

#include "data/data_config.h"
#include "data/location.h"

namespace sentiment {

/// The format of a file, by its name without compression; the first line decides about .txt and .ft.
/// Throws DataError if it cannot be told or `wanted` is the format of folders.
DataFormat format_of_file(const Location& location, DataFormat wanted);

/// Throws DataError unless `wanted` is the format of folders or kAuto.
void expect_folder_format(const Location& location, DataFormat wanted);

/// Whether the first line that is not blank has a label as fastText writes it. Throws Error.
bool begins_like_fasttext(const Location& location);

}  // namespace sentiment
