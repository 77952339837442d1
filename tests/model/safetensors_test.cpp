#include "model/safetensors.h"

#include <gmock/gmock.h>

#include <array>
#include <cstring>

#include "core/error.h"
#include "model/safetensors_bytes.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using namespace std::string_literals;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Safetensors, WritesTheseBytes) {
  const std::string expected_header =
      R"({"__metadata__":{"a":"1","b":"\"2\""},"n":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},)"
      R"("f":{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]},"u":{"dtype":"U8","shape":[3],"data_offsets":[16,19]}})"
      "       ";
  ASSERT_EQ(expected_header.size(), 208u);
  const std::string expected = "\xd0\0\0\0\0\0\0\0"s + expected_header + "\x07\0\0\0\0\0\0\0"s +
                               "\0\0\x80\x3f"s + "\0\0\0\xc0"s + "xyz";
  const int64_t seven = 7;
  const std::array<float, 2> floats = {1.0F, -2.0F};
  const std::string found =
      to_safetensors({{"b", "\"2\""}, {"a", "1"}},
                     {{"u", DType::kU8, {3}, "xyz"},
                      {"f", DType::kF32, {2, 1}, {reinterpret_cast<const char*>(floats.data()), 8}},
                      {"n", DType::kI64, {1}, {reinterpret_cast<const char*>(&seven), 8}}});
  EXPECT_EQ(found, expected);
}

TEST(Safetensors, WritesTheSameBytesInWhateverOrderTensorsCome) {
  const TensorView a{"a", DType::kU8, {1}, "1"};
  const TensorView b{"b", DType::kU8, {1}, "2"};
  const TensorView wide{"z", DType::kF64, {1}, "12345678"};
  EXPECT_EQ(to_safetensors({}, {a, b, wide}), to_safetensors({}, {wide, b, a}));
}

TEST(Safetensors, AlignsEveryTensorToItsElement) {
  const std::string bytes = to_safetensors({}, {{"a", DType::kU8, {1}, "1"},
                                                {"b", DType::kF32, {1}, "1234"},
                                                {"c", DType::kI64, {1}, "12345678"},
                                                {"d", DType::kI32, {1}, "1234"}});
  for (const TensorView& tensor : parse_safetensors(bytes, "m").tensors) {
    const auto offset = static_cast<std::size_t>(tensor.bytes.data() - bytes.data());
    EXPECT_EQ(offset % size_of(tensor.dtype), 0u) << tensor.name;
  }
}

TEST(Safetensors, ReadsWhatItWrote) {
  const std::string bytes =
      to_safetensors({{"k", "line\nbreak"}}, {{"quote\"back\\slash\n", DType::kI32, {2, 0, 3}, ""},
                                              {"nul\0"s, DType::kU8, {}, "x"},
                                              {"größe", DType::kF64, {1}, "12345678"}});
  const SafetensorsFile file = parse_safetensors(bytes, "m");
  EXPECT_EQ(file.metadata.at("k"), "line\nbreak");
  ASSERT_EQ(file.tensors.size(), 3u);
  const TensorView* scalar = file.find("nul\0"s);
  ASSERT_NE(scalar, nullptr);
  EXPECT_THAT(scalar->shape, ElementsAre());
  EXPECT_EQ(scalar->bytes, "x");
  EXPECT_THAT(file.find("quote\"back\\slash\n")->shape, ElementsAre(2, 0, 3));
  EXPECT_EQ(file.find("größe")->dtype, DType::kF64);
  EXPECT_EQ(file.find("grösse"), nullptr);
}

TEST(Safetensors, KeepsEveryBitOfAFloat) {
  const std::array<uint32_t, 4> bits = {0x7fa00000, 0x80000000, 0x00000001,
                                        0xffc00001};  // sNaN, -0, denormal, NaN
  const std::string data(reinterpret_cast<const char*>(bits.data()), 16);
  const std::string bytes = to_safetensors({}, {{"t", DType::kF32, {4}, data}});
  EXPECT_EQ(parse_safetensors(bytes, "m").tensors[0].bytes, data);
}

TEST(Safetensors, WritesNoHeaderOfMetadataIfThereIsNone) {
  EXPECT_EQ(to_safetensors({}, {}), "\x08\0\0\0\0\0\0\0{}      "s);
}

TEST(Safetensors, RefusesToWriteWhatCannotBeRead) {
  EXPECT_THAT(message_of<Error>([] {
                to_safetensors({}, {{"__metadata__", DType::kU8, {1}, "x"}});
              }),
              HasSubstr("\"__metadata__\" cannot name a tensor"));
  EXPECT_THAT(message_of<Error>([] {
                to_safetensors({}, {{"", DType::kU8, {1}, "x"}});
              }),
              HasSubstr("cannot name"));
  EXPECT_THAT(message_of<Error>([] { to_safetensors({{"k", "\xff"}}, {}); }), HasSubstr("expected UTF-8"));
  EXPECT_THAT(message_of<Error>([] {
                to_safetensors({}, {{std::string(257, 'n'), DType::kU8, {1}, "x"}});
              }),
              HasSubstr("cannot name a tensor"));
  EXPECT_THAT(message_of<Error>([] {
                to_safetensors({{"k", std::string(16 << 20, 'v')}}, {});
              }),
              HasSubstr("expected at most 16777216 bytes of header"));
}

TEST(Safetensors, ThrowsIfACallerContradictsItself) {
  EXPECT_THROW(to_safetensors({}, {{"t", DType::kF32, {2}, "1234"}}), std::logic_error);
  EXPECT_THROW(to_safetensors({}, {{"t", DType::kU8, {1}, "1"}, {"t", DType::kU8, {1}, "2"}}),
               std::logic_error);
}

}  // namespace
}  // namespace sentiment
