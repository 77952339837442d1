#include "data/folder_reader.h"

#include <fmt/format.h>

#include <utility>

#include "core/files.h"
#include "core/quote.h"
#include "data/utf8_source.h"

namespace sentiment {

FolderReader::FolderReader(SourceName name, ReviewFolder folder, std::optional<std::filesystem::path> root,
                           const RowFormat& format)
    : name_(std::move(name)), folder_(std::move(folder)), root_(std::move(root)), policy_(format) {
  for (const auto& [reason, count] : folder_.skipped) policy_.skip(reason, count);
}

bool FolderReader::next(Record& record) {
  while (at_ < folder_.files.size()) {
    ReviewFile& file = folder_.files[at_++];
    const std::string path =
        printable(file.label.empty() ? file.name : fmt::format("{}/{}", file.label, file.name));
    file.text = take_text(file);
    if (!admit(file, fmt::format("{}/{}", printable(name_.full), path))) continue;
    record = Record{};
    record.text = std::move(file.text);
    record.has_label = !file.label.empty();
    record.label = std::move(file.label);
    record.place = fmt::format("{}/{}", printable(name_.brief), path);
    policy_.use();
    return true;
  }
  return false;
}

std::string FolderReader::take_text(ReviewFile& file) const {
  return root_ ? read_file(*root_ / file.label / file.name, kMaxReviewBytes) : std::move(file.text);
}

/// False if the file was rejected and counted.
bool FolderReader::admit(ReviewFile& file, const std::string& place) {
  if (has_utf16_mark(file.text)) {
    policy_.reject(place, "UTF-16 text", "expected UTF-8, found UTF-16");
    return false;
  }
  const std::size_t mark = file.text.size() - without_utf8_mark(file.text).size();
  file.text.erase(0, mark);
  return policy_.admit_utf8(file.label, place) && policy_.admit_utf8(file.text, place);
}

}  // namespace sentiment
