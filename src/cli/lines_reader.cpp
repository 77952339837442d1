#include "cli/lines_reader.h"

#include <fmt/format.h>

namespace sentiment {

bool LinesReader::next(Record& record) {
  std::string_view line;
  if (!lines_.next(line)) return false;
  record = Record{};
  record.text = line;
  record.place = fmt::format("{}:{}", lines_.name(), lines_.line_number());
  ++counts_.read;
  ++counts_.used;
  return true;
}

}  // namespace sentiment
