#include "report/tf_record.h"

#include <gtest/gtest.h>

namespace sentiment {
namespace {

using std::string_literals::operator""s;

TEST(Crc32c, IsThatOfTheStandard) {
  EXPECT_EQ(crc32c(""), 0U);
  EXPECT_EQ(crc32c("123456789"), 0xE3069283U);
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAU);    // RFC 3720, appendix B.4
  EXPECT_EQ(crc32c(std::string(32, '\xFF')), 0x62A8AB43U);  // the same
}

// The first record of every events file TensorFlow writes, but for its time: length 24, masked checksum,
// data.
TEST(TfRecord, HasALengthAndTwoMaskedChecksums) {
  const std::string record = tf_record(
      "\x09\x00\x00\x00\x00\x00\x00\x00\x00\x1a\x0d"
      "brain.Event:2"s);
  EXPECT_EQ(record.substr(0, 12), "\x18\x00\x00\x00\x00\x00\x00\x00\xa3\x7f\x4b\x22"s);
  EXPECT_EQ(record.substr(12, 24),
            "\x09\x00\x00\x00\x00\x00\x00\x00\x00\x1a\x0d"
            "brain.Event:2"s);
  EXPECT_EQ(record.size(), 12U + 24U + 4U);
}

}  // namespace
}  // namespace sentiment
