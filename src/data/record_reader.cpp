#include "data/record_reader.h"

#include <fmt/format.h>

#include <utility>

#include "core/error.h"
#include "core/quote.h"
#include "data/archive_file.h"
#include "data/compression.h"
#include "data/csv_reader.h"
#include "data/fasttext_reader.h"
#include "data/file_source.h"
#include "data/folder_reader.h"
#include "data/format_detection.h"
#include "data/jsonl_reader.h"
#include "data/location.h"

namespace sentiment {
namespace {

FolderLabels labels_of(Wanted wanted) {
  return wanted == Wanted::kText ? FolderLabels::kOptional : FolderLabels::kRequired;
}

SourceName name_of(const Location& location) { return {location.given, location.last_part()}; }

std::unique_ptr<RecordReader> open_rows(std::unique_ptr<ByteSource> bytes, SourceName name,
                                        const RowFormat& format, DataFormat written, Wanted wanted) {
  switch (written) {
    case DataFormat::kCsv:
      return std::make_unique<CsvReader>(std::move(bytes), ',', std::move(name), format, wanted);
    case DataFormat::kTsv:
      return std::make_unique<CsvReader>(std::move(bytes), '\t', std::move(name), format, wanted);
    case DataFormat::kJsonl:
      return std::make_unique<JsonlReader>(std::move(bytes), std::move(name), format, wanted);
    case DataFormat::kFastText:
      return std::make_unique<FastTextReader>(std::move(bytes), std::move(name), format, wanted);
    case DataFormat::kAuto:
    case DataFormat::kFolder:
      break;
  }
  throw DataError(
      fmt::format("{}: cannot tell the format of a stream; set it to \"csv\", \"tsv\", \"jsonl\" or "
                  "\"fasttext\"",
                  printable(name.full)));
}

std::unique_ptr<RecordReader> open_in_archive(const Location& location, const RowFormat& format,
                                              Wanted wanted) {
  auto archive = std::make_unique<ArchiveFile>(location.path);
  switch (find_entry(*archive, *location.inner)) {
    case EntryKind::kFolder:
      expect_folder_format(location, format.format);
      return std::make_unique<FolderReader>(name_of(location),
                                            read_review_folder(*archive, *location.inner, labels_of(wanted)),
                                            std::nullopt, format);
    case EntryKind::kFile: {
      const DataFormat written = format_of_file(location, format.format);
      auto bytes = decompress(std::make_unique<EntrySource>(std::move(archive)), location.given);
      return open_rows(std::move(bytes), name_of(location), format, written, wanted);
    }
    case EntryKind::kOther:
      break;
  }
  throw Error(fmt::format("{}: expected a file or folder, found a link; name what it leads to",
                          printable(location.given)));
}

}  // namespace

std::unique_ptr<RecordReader> open_records(const std::string& location, const RowFormat& format,
                                           Wanted wanted) {
  const Location place = parse_location(location);
  if (place.inner) return open_in_archive(place, format, wanted);
  if (std::filesystem::is_directory(place.path)) {
    expect_folder_format(place, format.format);
    return std::make_unique<FolderReader>(name_of(place), list_review_folder(place.path, labels_of(wanted)),
                                          place.path, format);
  }
  const DataFormat written = format_of_file(place, format.format);
  return open_rows(open_bytes(place), name_of(place), format, written, wanted);
}

std::unique_ptr<RecordReader> open_records(int descriptor, const std::string& name, const RowFormat& format,
                                           Wanted wanted) {
  return open_rows(std::make_unique<DescriptorSource>(descriptor, name), {name, name}, format, format.format,
                   wanted);
}

}  // namespace sentiment
