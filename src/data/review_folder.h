// The aclImdb layout, on disk or in an archive: LABEL/NAME.txt, one review a file; without labels NAME.txt.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "data/archive_file.h"

namespace sentiment {

struct ReviewFile {
  std::string label;  // empty for a file that lies in no label folder
  std::string name;
  std::string text;  // empty until it is read
};

/// The files of a folder, sorted by label and name in byte order, and how many others there are, by reason.
struct ReviewFolder {
  std::vector<ReviewFile> files;
  std::map<std::string, int64_t> skipped;
};

/// Longer files are taken for something else than reviews.
inline constexpr std::size_t kMaxReviewBytes = std::size_t{16} << 20;

/// Whether files must lie in a label folder. If not, a folder that has no label folders gives its own .txt
/// files.
enum class FolderLabels { kRequired, kOptional };

/// Lists a folder on disk; texts are left to be read. Throws Error if a part of it cannot be listed,
/// DataError if it has no review.
ReviewFolder list_review_folder(const std::filesystem::path& root,
                                FolderLabels labels = FolderLabels::kRequired);

/// Reads the folder `inner` of an archive, texts included, from the entry `archive` stands at (find_entry)
/// to its end; an entry replaced by a later one of the same name is skipped. Throws as above.
ReviewFolder read_review_folder(ArchiveFile& archive, const std::string& inner,
                                FolderLabels labels = FolderLabels::kRequired);

}  // namespace sentiment
