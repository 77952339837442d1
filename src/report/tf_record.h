// TensorFlow's record framing, in which TensorBoard reads its events: a kill in the middle of a record is
// noticed by its checksum. https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sentiment {

/// CRC32C (Castagnoli; RFC 3720, appendix B.4).
uint32_t crc32c(std::string_view bytes);

/// Length of `data`, its checksum, `data`, its checksum; numbers little-endian, checksums masked.
std::string tf_record(std::string_view data);

}  // namespace sentiment
