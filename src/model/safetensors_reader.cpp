#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include "core/error.h"
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

  /// Refuses what cannot be a safetensors file, from its first bytes; returns where its header ends.
  uint64_t end_of_header(std::string_view first_bytes, uint64_t file_size) const {
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
    return kPrefix + size;
  }

  /// `bytes` reach to the end of the header or beyond.
  SafetensorsHeader read(std::string_view bytes, uint64_t file_size) {
    const uint64_t end = end_of_header(bytes, file_size);
    const std::string_view header = bytes.substr(kPrefix, end - kPrefix);
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
    check_places(file_size - end);
    for (TensorEntry& tensor : found_.tensors) tensor.begin += end;
    return std::move(found_);
  }

 private:
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
      found_.metadata.emplace(item.key(), item.value().get_ref<const std::string&>());
    }
  }

  void read_tensor(const std::string& name, const Json& value) {
    if (name.empty() || name.size() > kMaxSafetensorsName) {
      refuse(name,
             fmt::format("expected a name of 1 to {} bytes, found {}", kMaxSafetensorsName, name.size()));
    }
    if (found_.tensors.size() == kMaxSafetensorsTensors) {
      refuse(fmt::format("header: expected at most {} tensors, found more", kMaxSafetensorsTensors));
    }
    if (!value.is_object()) refuse(name, "expected an object with dtype, shape and data_offsets");
    for (const auto& item : value.items()) {
      if (item.key() != "dtype" && item.key() != "shape" && item.key() != "data_offsets") {
        refuse(name, fmt::format("expected dtype, shape and data_offsets, found {}", quote(item.key())));
      }
    }
    TensorEntry tensor;
    tensor.name = name;
    tensor.dtype = dtype_of(name, field(name, value, "dtype"));
    const std::vector<uint64_t> shape = sizes_of(name, "shape", field(name, value, "shape"));
    const std::vector<uint64_t> offsets = sizes_of(name, "data_offsets", field(name, value, "data_offsets"));
    if (shape.size() > kMaxSafetensorsRank) {
      refuse(name, fmt::format("expected a rank of at most {}, found {}", kMaxSafetensorsRank, shape.size()));
    }
    if (offsets.size() != 2 || offsets[0] > offsets[1]) {
      refuse(name, "data_offsets: expected a begin and an end not before it");
    }
    tensor.begin = offsets[0];
    tensor.size = offsets[1] - offsets[0];
    tensor.shape.assign(shape.begin(), shape.end());
    const uint64_t needed = bytes_needed(tensor);
    if (tensor.size != needed) {
      refuse(name, fmt::format("{} of shape {} needs {} bytes, data_offsets gives {}", name_of(tensor.dtype),
                               shape_text(tensor.shape), needed, tensor.size));
    }
    found_.tensors.push_back(std::move(tensor));
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
      // 1.0, -1 and true are other kinds of value to the parser, which refuses what exceeds 64 bits. Half of
      // the range is left for signed sizes.
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
  uint64_t bytes_needed(const TensorEntry& tensor) const {
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
  void check_places(uint64_t data_size) {
    std::sort(found_.tensors.begin(), found_.tensors.end(), [](const TensorEntry& a, const TensorEntry& b) {
      return std::pair(a.begin, a.size) < std::pair(b.begin, b.size);
    });
    uint64_t at = 0;
    for (const TensorEntry& tensor : found_.tensors) {
      if (tensor.begin != at) {
        refuse(tensor.name, fmt::format("expected its bytes to begin at {}, where the tensor before ends, "
                                        "found {}",
                                        at, tensor.begin));
      }
      at += tensor.size;
      if (at > data_size) {
        refuse(tensor.name,
               fmt::format("ends at byte {} of the data, the file has {}; it was cut short", at, data_size));
      }
    }
    if (at != data_size) {
      refuse(fmt::format("expected {} bytes of tensors, found {}; the rest belongs to none", at, data_size));
    }
  }

  std::string name_;
  SafetensorsHeader found_;
};

template <class Tensors>
auto* find_by_name(Tensors& tensors, std::string_view name) {
  const auto found =
      std::find_if(tensors.begin(), tensors.end(), [&](const auto& t) { return t.name == name; });
  return found == tensors.end() ? nullptr : &*found;
}

}  // namespace

const TensorView* SafetensorsFile::find(std::string_view name) const { return find_by_name(tensors, name); }
const TensorEntry* SafetensorsHeader::find(std::string_view name) const {
  return find_by_name(tensors, name);
}

uint64_t safetensors_header_size(std::string_view first_bytes, uint64_t file_size, const std::string& name) {
  return Reader(name).end_of_header(first_bytes, file_size);
}

SafetensorsHeader parse_safetensors_header(std::string_view bytes, uint64_t file_size,
                                           const std::string& name) {
  return Reader(name).read(bytes, file_size);
}

SafetensorsFile parse_safetensors(std::string_view file_bytes, const std::string& name) {
  SafetensorsHeader header = parse_safetensors_header(file_bytes, file_bytes.size(), name);
  SafetensorsFile file{std::move(header.metadata), {}};
  for (TensorEntry& tensor : header.tensors) {
    file.tensors.push_back({std::move(tensor.name), tensor.dtype, std::move(tensor.shape),
                            file_bytes.substr(tensor.begin, tensor.size)});
  }
  return file;
}

}  // namespace sentiment
