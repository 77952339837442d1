#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <fstream>
#include <limits>

#include "core/error.h"
#include "core/files.h"
#include "core/quote.h"
#include "json/strict_json.h"
#include "model/foreign_file.h"
#include "model/safetensors.h"

namespace sentiment {
namespace {

static_assert(std::endian::native == std::endian::little, "tensor bytes are used as they lie in the file");

constexpr uint64_t kPrefix = sizeof(uint64_t);  // bytes in front of the header: its size
constexpr const char* kRemedy = "give a model.safetensors that `sentiment train` wrote";

/// Commas and colons that a header may hold outside of strings. A tensor of the highest rank has a colon for
/// itself and its three fields, and commas after itself, between its fields, sizes and offsets; 2 more for a
/// key of the metadata.
constexpr std::size_t kMaxSeparators =
    (4 + 1 + 2 + (kMaxSafetensorsRank - 1) + 1 + 2) * (kMaxSafetensorsTensors + 1);

/// product = a * b; false if that does not fit.
bool multiply(uint64_t a, uint64_t b, uint64_t& product) { return !__builtin_mul_overflow(a, b, &product); }

class Reader {
 public:
  explicit Reader(const std::string& name) : name_(printable(name)) {}

  /// Refuses what cannot be a safetensors file, from its first bytes; returns the header's size.
  uint64_t check_start(std::string_view first_bytes, uint64_t file_size) const {
    const auto refuse_start = [&](const std::string& found) {
      const std::string_view format = foreign_format(first_bytes);
      refuse(
          fmt::format("expected a safetensors file, found {}; {}", format.empty() ? found : format, kRemedy));
    };
    if (first_bytes.size() < kPrefix) refuse_start(fmt::format("a file of {} bytes", file_size));
    uint64_t size = 0;
    std::memcpy(&size, first_bytes.data(), kPrefix);
    if (size > kMaxSafetensorsHeader) {
      refuse_start(fmt::format("a header size of {}, the limit is {}", size, kMaxSafetensorsHeader));
    }
    if (size > file_size - kPrefix) {
      refuse_start(fmt::format("a header size of {} in a file of {} bytes", size, file_size));
    }
    if (size == 0) refuse_start("an empty header");
    return size;
  }

  SafetensorsFile read(std::string_view file_bytes) {
    const uint64_t size = check_start(file_bytes, file_bytes.size());
    const std::string_view header = file_bytes.substr(kPrefix, size);
    data_ = file_bytes.substr(kPrefix + size);
    check_values(header);
    const Json root = parse(header);
    if (!root.is_object()) refuse("header: expected a JSON object, found another value");
    for (const auto& item : root.items()) {
      if (item.key() == "__metadata__") {
        read_metadata(item.value());
      } else {
        read_tensor(item.key(), item.value());
      }
    }
    place_tensors();
    return std::move(file_);
  }

 private:
  struct Claim {  // where the header says a tensor lies, offsets into data_
    TensorView tensor;
    uint64_t begin = 0;
    uint64_t end = 0;
  };

  [[noreturn]] void refuse(const std::string& text) const { throw FormatError(name_ + ": " + text); }
  [[noreturn]] void refuse(const std::string& tensor, const std::string& text) const {
    refuse(fmt::format("tensor {}: {}", quote(tensor), text));
  }

  /// Bounds what parsing the header may cost: a value takes many times the byte it is written with.
  void check_values(std::string_view header) const {
    std::size_t separators = 0;
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (header[i] == '"') {
        i = end_of_string(header, i);
      } else if (header[i] == ',' || header[i] == ':') {
        ++separators;
      }
    }
    if (separators > kMaxSeparators) {
      refuse(fmt::format("header: expected at most {} values, found {}", kMaxSeparators, separators));
    }
  }

  /// The closing quote of the string that opens at `open`, or the end.
  static std::size_t end_of_string(std::string_view header, std::size_t open) {
    std::size_t i = open + 1;
    while (i < header.size() && header[i] != '"') i += header[i] == '\\' ? 2 : 1;
    return i;
  }

  Json parse(std::string_view header) const {
    try {
      return parse_json(header);
    } catch (const JsonError& error) {
      refuse(fmt::format("header line {} column {}: {}", error.position.line, error.position.column,
                         error.what()));
    }
  }

  void read_metadata(const Json& value) {
    if (value.is_null()) return;  // the reference reader takes it for an empty object
    if (!value.is_object())
      refuse("header: __metadata__: expected an object of strings, found another value");
    for (const auto& item : value.items()) {
      if (!item.value().is_string()) {
        refuse(fmt::format("header: __metadata__: {}: expected a string, found another value",
                           quote(item.key())));
      }
      file_.metadata.emplace(item.key(), item.value().get_ref<const std::string&>());
    }
  }

  void read_tensor(const std::string& name, const Json& value) {
    if (name.empty() || name.size() > kMaxSafetensorsName) {
      refuse(name,
             fmt::format("expected a name of 1 to {} bytes, found {}", kMaxSafetensorsName, name.size()));
    }
    if (claims_.size() == kMaxSafetensorsTensors) {
      refuse(fmt::format("header: expected at most {} tensors, found more", kMaxSafetensorsTensors));
    }
    if (!value.is_object()) refuse(name, "expected an object with dtype, shape and data_offsets");
    for (const auto& item : value.items()) {
      if (item.key() != "dtype" && item.key() != "shape" && item.key() != "data_offsets") {
        refuse(name, fmt::format("expected dtype, shape and data_offsets, found {}", quote(item.key())));
      }
    }
    Claim claim;
    claim.tensor.name = name;
    claim.tensor.dtype = dtype_of(name, field(name, value, "dtype"));
    const std::vector<uint64_t> shape = sizes_of(name, "shape", field(name, value, "shape"));
    const std::vector<uint64_t> offsets = sizes_of(name, "data_offsets", field(name, value, "data_offsets"));
    if (shape.size() > kMaxSafetensorsRank) {
      refuse(name, fmt::format("expected a rank of at most {}, found {}", kMaxSafetensorsRank, shape.size()));
    }
    if (offsets.size() != 2 || offsets[0] > offsets[1]) {
      refuse(name, "data_offsets: expected a begin and an end not before it");
    }
    claim.begin = offsets[0];
    claim.end = offsets[1];
    claim.tensor.shape.assign(shape.begin(), shape.end());
    const uint64_t needed = bytes_needed(claim.tensor);
    if (claim.end - claim.begin != needed) {
      refuse(name,
             fmt::format("{} of shape {} needs {} bytes, data_offsets gives {}", name_of(claim.tensor.dtype),
                         shape_text(claim.tensor.shape), needed, claim.end - claim.begin));
    }
    claims_.push_back(std::move(claim));
  }

  const Json& field(const std::string& name, const Json& tensor, const char* key) const {
    const auto found = tensor.find(key);
    if (found == tensor.end())
      refuse(name, fmt::format("expected dtype, shape and data_offsets, {} is missing", key));
    return *found;
  }

  DType dtype_of(const std::string& name, const Json& value) const {
    if (!value.is_string()) refuse(name, "dtype: expected a string");
    const auto& text = value.get_ref<const std::string&>();
    for (const DType dtype : {DType::kU8, DType::kI32, DType::kI64, DType::kF32, DType::kF64}) {
      if (text == name_of(dtype)) return dtype;
    }
    refuse(name, fmt::format("unsupported dtype {}; expected F32, F64, I32, I64 or U8", quote(text)));
  }

  std::vector<uint64_t> sizes_of(const std::string& name, const char* key, const Json& value) const {
    if (!value.is_array()) refuse(name, fmt::format("{}: expected a list of sizes", key));
    std::vector<uint64_t> sizes;
    for (const Json& item : value) {
      // 1.0, -1, true and what exceeds 64 bits are other kinds of number to the parser. Half of the range is
      // left for signed sizes.
      if (!item.is_number_unsigned() ||
          item.get<uint64_t>() > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
        refuse(name, fmt::format("{}: expected whole numbers from 0 to 2^63 - 1, found {}", key,
                                 quote(dump_json(item))));
      }
      sizes.push_back(item.get<uint64_t>());
    }
    return sizes;
  }

  /// Checked so that the order of sizes does not matter: [0, 2^62, 4] is refused like [2^62, 4, 0].
  uint64_t bytes_needed(const TensorView& tensor) const {
    uint64_t bytes = size_of(tensor.dtype);
    bool empty = false;
    for (const int64_t size : tensor.shape) {
      if (size == 0) {
        empty = true;
      } else if (!multiply(bytes, static_cast<uint64_t>(size), bytes)) {
        refuse(tensor.name,
               fmt::format("shape {} has more bytes than 64 bits count", shape_text(tensor.shape)));
      }
    }
    return empty ? 0 : bytes;
  }

  /// The tensors must follow each other from the first byte of the data to the last.
  void place_tensors() {
    std::sort(claims_.begin(), claims_.end(), [](const Claim& a, const Claim& b) {
      return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    uint64_t at = 0;
    for (Claim& claim : claims_) {
      if (claim.begin != at) {
        refuse(claim.tensor.name,
               fmt::format("expected its bytes to begin at {}, where the tensor before ends, "
                           "found {}",
                           at, claim.begin));
      }
      if (claim.end > data_.size()) {
        refuse(claim.tensor.name,
               fmt::format("ends at byte {} of the data, the file has {}; it was cut short", claim.end,
                           data_.size()));
      }
      at = claim.end;
      claim.tensor.bytes = data_.substr(claim.begin, claim.end - claim.begin);
      file_.tensors.push_back(std::move(claim.tensor));
    }
    if (at != data_.size()) {
      refuse(
          fmt::format("expected {} bytes of tensors, found {}; the rest belongs to none", at, data_.size()));
    }
  }

  std::string name_;
  std::string_view data_;  // all bytes behind the header
  std::vector<Claim> claims_;
  SafetensorsFile file_;
};

}  // namespace

const TensorView* SafetensorsFile::find(std::string_view name) const {
  const auto found =
      std::find_if(tensors.begin(), tensors.end(), [&](const auto& t) { return t.name == name; });
  return found == tensors.end() ? nullptr : &*found;
}

SafetensorsFile parse_safetensors(std::string_view file_bytes, const std::string& name) {
  return Reader(name).read(file_bytes);
}

std::string read_safetensors_bytes(const std::filesystem::path& path) {
  std::error_code error;
  const bool is_file = std::filesystem::is_regular_file(path, error);
  const uint64_t size = is_file ? std::filesystem::file_size(path, error) : 0;
  if (std::ifstream file(is_file && !error ? path : "", std::ios::binary); file.is_open()) {
    std::array<char, 32> start{};
    file.read(start.data(), start.size());
    const std::string_view first_bytes(start.data(), static_cast<std::size_t>(file.gcount()));
    Reader(path.native()).check_start(first_bytes, size);
  }
  return read_file(path);
}

}  // namespace sentiment
