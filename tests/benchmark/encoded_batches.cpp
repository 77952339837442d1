#include "benchmark/encoded_batches.h"

#include <bit>
#include <cstring>
#include <set>
#include <string>

#include "core/concat.h"
#include "core/error.h"
#include "core/files.h"
#include "core/quote.h"

namespace sentiment {
namespace {

static_assert(std::endian::native == std::endian::little);

void append(std::string& bytes, int32_t value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

class IntegerReader {
 public:
  IntegerReader(std::string bytes, std::string name) : bytes_(std::move(bytes)), name_(std::move(name)) {}

  int32_t next() {
    int32_t value = 0;
    if (bytes_.size() - at_ < sizeof value) {
      throw FormatError(concat(name_, ": expected more batches, found the end after ", at_, " bytes"));
    }
    std::memcpy(&value, bytes_.data() + at_, sizeof value);
    at_ += sizeof value;
    return value;
  }

  void expect_end() const {
    if (at_ != bytes_.size()) {
      throw FormatError(concat(name_, ": expected ", at_, " bytes of batches, found ", bytes_.size()));
    }
  }

 private:
  std::string bytes_;
  std::string name_;
  std::size_t at_ = 0;
};

}  // namespace

void write_batches(const std::filesystem::path& path, const Dataset& data,
                   const std::vector<std::vector<int64_t>>& batches) {
  std::string bytes;
  append(bytes, static_cast<int32_t>(batches.size()));
  for (const std::vector<int64_t>& rows : batches) {
    append(bytes, static_cast<int32_t>(rows.size()));
    for (const int64_t row : rows) append(bytes, data.label(static_cast<std::size_t>(row)));
    for (const int64_t row : rows)
      append(bytes, static_cast<int32_t>(data.ids(static_cast<std::size_t>(row)).size()));
    for (const int64_t row : rows) {
      for (const TokenId id : data.ids(static_cast<std::size_t>(row))) append(bytes, id);
    }
  }
  replace_file(path, bytes);
}

std::vector<EncodedBatch> read_batches(const std::filesystem::path& path) {
  IntegerReader in(read_file(path), printable(path.native()));
  std::vector<EncodedBatch> batches(static_cast<std::size_t>(in.next()));
  for (EncodedBatch& batch : batches) {
    batch.resize(static_cast<std::size_t>(in.next()));
    for (EncodedReview& review : batch) review.label = in.next();
    for (EncodedReview& review : batch) review.ids.resize(static_cast<std::size_t>(in.next()));
    for (EncodedReview& review : batch) {
      for (TokenId& id : review.ids) id = in.next();
    }
  }
  in.expect_end();
  return batches;
}

int64_t distinct_tokens(const Dataset& data, const std::vector<std::vector<int64_t>>& batches) {
  int64_t total = 0;
  for (const std::vector<int64_t>& rows : batches) {
    std::set<TokenId> seen;
    for (const int64_t row : rows) {
      const auto ids = data.ids(static_cast<std::size_t>(row));
      seen.insert(ids.begin(), ids.end());
    }
    total += static_cast<int64_t>(seen.size());
  }
  return total;
}

}  // namespace sentiment
