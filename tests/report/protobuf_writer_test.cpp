#include "report/protobuf_writer.h"

#include <gtest/gtest.h>

namespace sentiment {
namespace {

using std::string_literals::operator""s;

// The examples of https://protobuf.dev/programming-guides/encoding
TEST(ProtobufWriter, WritesTheExamplesOfTheSpecification) {
  ProtobufWriter integer;
  integer.add_integer(1, 150);
  EXPECT_EQ(integer.bytes(), "\x08\x96\x01"s);
  ProtobufWriter text;
  text.add_bytes(2, "testing");
  EXPECT_EQ(text.bytes(), "\x12\x07testing"s);
  ProtobufWriter outer;
  outer.add_message(3, integer);
  EXPECT_EQ(outer.bytes(), "\x1a\x03\x08\x96\x01"s);
}

TEST(ProtobufWriter, WritesANegativeNumberInTenBytes) {
  ProtobufWriter message;
  message.add_integer(1, -2);
  EXPECT_EQ(message.bytes(), "\x08\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01"s);
}

TEST(ProtobufWriter, WritesFieldNumbersBeyondAByte) {
  ProtobufWriter message;
  message.add_integer(20, 7);
  EXPECT_EQ(message.bytes(), "\xa0\x01\x07"s);
}

TEST(ProtobufWriter, WritesRealNumbersLeastSignificantByteFirst) {
  ProtobufWriter message;
  message.add_float(2, 1.5F);
  message.add_double(1, -2.0);
  EXPECT_EQ(message.bytes(), "\x15\x00\x00\xc0\x3f\x09\x00\x00\x00\x00\x00\x00\x00\xc0"s);
}

}  // namespace
}  // namespace sentiment
