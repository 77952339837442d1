// The ways a safetensors file can be wrong, one row each, and the odd ones that are right.
#include <gmock/gmock.h>

#include <vector>

#include "core/error.h"
#include "model/safetensors.h"
#include "model/safetensors_bytes.h"
#include "model/safetensors_source.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using namespace std::string_literals;
using testing::HasSubstr;

const std::string kGood = header_of("[2,2]", "[0,16]");

struct Case {
  const char* what;
  std::string bytes;
  const char* message;  // part of it
};

void expect_refused(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    SCOPED_TRACE(one.what);
    const std::string message =
        message_of<FormatError>([&] { parse_safetensors(one.bytes, "m.safetensors"); });
    EXPECT_THAT(message, HasSubstr("m.safetensors: "));
    EXPECT_THAT(message, HasSubstr(one.message));
    EXPECT_EQ(message.find('\n'), std::string::npos);
  }
}

void expect_accepted(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    SCOPED_TRACE(one.what);
    EXPECT_NO_THROW(parse_safetensors(one.bytes, "m.safetensors"));
  }
}

std::string nested(int depth) {
  return "{\"t\":" + std::string(static_cast<std::size_t>(depth), '[') +
         std::string(static_cast<std::size_t>(depth), ']') + "}";
}

TEST(MalformedSafetensors, RefusesAHeaderThatTheFileDoesNotHold) {
  expect_refused({
      {"1 empty file", "", "a file of 0 bytes"},
      {"2 seven bytes", "1234567", "a file of 7 bytes"},
      {"3 size alone", u64(60), "a header size of 60 in a file of 8 bytes"},
      {"4 size zero", u64(0), "found a file of zeros"},
      {"4 size zero with data", u64(0) + "data", "found a file of zeros"},
      {"8 largest size", u64(~0ULL) + kGood, "a header size of 18446744073709551615, the limit is 16777216"},
      {"9 size that wraps", u64(~0ULL - 7) + kGood, "a header size of"},
      {"10 above the reference reader's limit", u64(100'000'001) + kGood, "a header size of 100000001"},
      {"11 above our limit", u64(16 * 1024 * 1024 + 1) + kGood, "the limit is 16777216"},
      {"12 one too many", u64(kGood.size() + 17) + kGood + std::string(16, 'd'), "in a file of"},
      {"12 one byte of data in the header", u64(kGood.size() + 1) + kGood + std::string(16, 'd'),
       "invalid JSON"},
      {"12 one byte of the header missing", u64(kGood.size() - 1) + kGood + std::string(16, 'd'),
       "invalid JSON"},
      {"60 big-endian size", "\0\0\0\0\0\0\0\x3c"s + kGood + std::string(16, 'd'), "a header size of"},
  });
}

TEST(MalformedSafetensors, AcceptsAHeaderOfTheLargestSize) {
  std::string header = kGood;
  header.append(16 * 1024 * 1024 - header.size(), ' ');
  expect_accepted({{"11 padded to the limit", file_of(header, 16), ""}});
}

TEST(MalformedSafetensors, RefusesAHeaderThatIsNoJsonObject) {
  expect_refused({
      {"5 no UTF-8", file_of("\xff", 0), "invalid JSON"},
      {"6 open brace", file_of("{", 0), "invalid JSON"},
      {"13 list", file_of("[]", 0), "expected a JSON object"},
      {"13 null", file_of("null", 0), "expected a JSON object"},
      {"13 number", file_of("1", 0), "expected a JSON object"},
      {"13 text", file_of("\"x\"", 0), "expected a JSON object"},
      {"14 zero bytes behind", file_of(kGood + "\0\0"s, 16), "a zero byte"},
      {"16 byte order mark", file_of("\xEF\xBB\xBF" + kGood, 16), "byte order mark"},
      {"55 nested 65", file_of(nested(65), 0), "nested deeper than 64"},
      {"55 nested 128", file_of(nested(128), 0), "nested deeper than 64"},
      {"55 nested 129", file_of(nested(129), 0), "nested deeper than 64"},
      {"55 nested 100000", file_of(nested(100'000), 0), "nested deeper than 64"},
      {"text behind", file_of(kGood + "x", 16), "invalid JSON"},
  });
}

TEST(MalformedSafetensors, AcceptsSpacesAroundTheHeader) {
  expect_accepted({
      {"7 no tensors", file_of("{}", 0), ""},
      {"15 spaces behind", file_of(kGood + " \t\r\n", 16), ""},
      {"16 spaces before", file_of(" \t\n" + kGood, 16), ""},
  });
}

TEST(MalformedSafetensors, RefusesSizesThatWrap) {
  expect_refused({
      {"17", file_of(header_of("[2,18446744073709551614]", "[0,16]"), 16), "from 0 to 2^63 - 1"},
      {"18", file_of(header_of("[2,9223372036854775807]", "[0,16]"), 16), "more bytes than 64 bits count"},
      {"19 empty", file_of(header_of("[4294967296,4294967296]", "[0,0]"), 0),
       "more bytes than 64 bits count"},
      {"19", file_of(header_of("[4294967296,4294967296]", "[0,16]"), 16), "more bytes than 64 bits count"},
      {"20 zero first", file_of(header_of("[0,9223372036854775808,4]", "[0,0]"), 0), "from 0 to 2^63 - 1"},
      {"20 zero last", file_of(header_of("[9223372036854775808,4,0]", "[0,0]"), 0), "from 0 to 2^63 - 1"},
      {"20 zero first, product alone", file_of(header_of("[0,4611686018427387904,4]", "[0,0]"), 0),
       "more bytes"},
      {"20 zero last, product alone", file_of(header_of("[4611686018427387904,4,0]", "[0,0]"), 0),
       "more bytes"},
      {"21 begin", file_of(header_of("[2,2]", "[18446744073709551600,18446744073709551615]"), 16),
       "data_offsets"},
      {"21 end", file_of(header_of("[2,2]", "[0,18446744073709551615]"), 16), "data_offsets"},
      {"22 two",
       file_of("{" + entry("a", "U8", "[9223372036854775744]", "[0,9223372036854775744]") + "," +
                   entry("b", "U8", "[9223372036854775744]", "[9223372036854775744,18446744073709551488]") +
                   "}",
               16),
       "from 0 to 2^63 - 1"},
      {"22 nine",
       file_of("{" + entry("a", "F64", "[2305843009213693951]", "[0,18446744073709551608]") + "}", 16),
       "from 0 to 2^63 - 1"},
      {"41 exact above 2^53", file_of(header_of("[9007199254740993]", "[0,9007199254740992]", "U8"), 16),
       "needs 9007199254740993 bytes, data_offsets gives 9007199254740992"},
      {"41 longer than the file", file_of(header_of("[9007199254740993]", "[0,9007199254740993]", "U8"), 16),
       "ends at byte 9007199254740993 of the data, the file has 16"},
  });
}

TEST(MalformedSafetensors, RefusesHolesOverlapsAndTrailingBytes) {
  const auto two = [](const char* first, const char* second, std::size_t bytes) {
    return file_of("{" + entry("a", "F32", "[2,2]", first) + "," + entry("b", "F32", "[2,2]", second) + "}",
                   bytes);
  };
  std::string ten = "{";
  for (int i = 0; i < 10; ++i)
    ten += (i == 0 ? "" : ",") + entry(std::to_string(i), "F32", "[2,2]", "[0,16]");
  ten += "}";
  expect_refused({
      {"23 reversed", file_of(header_of("[2,2]", "[16,0]"), 16), "a begin and an end not before it"},
      {"24 leading hole", file_of(header_of("[2,2]", "[4,20]"), 20), "expected its bytes to begin at 0"},
      {"25 hole", two("[0,16]", "[24,40]", 40), "tensor \"b\": expected its bytes to begin at 16"},
      {"26 overlap", two("[0,16]", "[15,31]", 31), "tensor \"b\": expected its bytes to begin at 16"},
      {"27 ten in one place", file_of(ten, 16), "expected its bytes to begin at 16"},
      {"28 one byte behind", file_of(kGood, 17), "expected 16 bytes of tensors, found 17"},
      {"28 text behind", file_of(kGood, std::string(16, 'd') + "extra_bogus_data"), "found 32"},
      {"28 archive behind", file_of(kGood, std::string(16, 'd') + "PK\x03\x04"), "found 20"},
      {"29 short by one", file_of(kGood, 15), "the file has 15; it was cut short"},
      {"29 short by all", file_of(kGood, 0), "the file has 0; it was cut short"},
      {"30 no tensors", file_of("{}", 16), "expected 0 bytes of tensors, found 16"},
      {"32 empty tensor inside another",
       file_of("{" + entry("a", "F32", "[2,2]", "[0,16]") + "," + entry("e", "F32", "[0]", "[8,8]") + "}",
               16),
       "tensor \"e\": expected its bytes to begin at 16"},
      {"34 rank 8 beyond the file", file_of(header_of("[1,1,1,1,1,1,1,4]", "[16,32]"), 16), "begin at 0"},
  });
}

TEST(MalformedSafetensors, AcceptsEmptyTensorsAnywhereAndAnyOrder) {
  const std::string full = entry("a", "F32", "[2,2]", "[0,16]") + "," + entry("b", "F32", "[2,2]", "[16,32]");
  expect_accepted({
      {"31 at the start", file_of("{" + full + "," + entry("e", "F32", "[0]", "[0,0]") + "}", 32), ""},
      {"31 in the middle", file_of("{" + full + "," + entry("e", "F32", "[3,0]", "[16,16]") + "}", 32), ""},
      {"31 at the end", file_of("{" + full + "," + entry("e", "F32", "[0,7]", "[32,32]") + "}", 32), ""},
      {"33 rank 0", file_of(header_of("[]", "[0,4]"), 4), ""},
      {"34 rank 8", file_of(header_of("[1,1,1,1,1,1,1,1]", "[0,4]"), 4), ""},
      {"57 header in another order",
       file_of("{" + entry("b", "F32", "[2,2]", "[16,32]") + "," + entry("a", "F32", "[2,2]", "[0,16]") + "}",
               32),
       ""},
  });
}

TEST(MalformedSafetensors, RefusesSizesThatAreNoWholeNumbers) {
  std::vector<Case> cases;
  for (const char* size : {"-1", "1.0", "1e0", "16.5", "true", "\"16\"", "null", "-0", "[16]", "1e2"}) {
    cases.push_back(
        {"37-40 in shape", file_of(header_of("["s + size + "]", "[0,16]"), 16), "shape: expected whole"});
    cases.push_back(
        {"37-40 in offsets", file_of(header_of("[4]", "[0,"s + size + "]"), 16), "data_offsets: expected"});
  }
  expect_refused(cases);
}

TEST(MalformedSafetensors, RefusesSizesBeyond64Bits) {
  expect_refused({
      {"40 in shape", file_of(header_of("[18446744073709551616]", "[0,16]"), 16),
       "an integer beyond 64 bits"},
      {"40 in offsets", file_of(header_of("[4]", "[0,18446744073709551616]"), 16),
       "an integer beyond 64 bits"},
  });
}

TEST(MalformedSafetensors, RefusesOffsetsThatAreNoPair) {
  std::vector<Case> cases;
  for (const char* offsets : {"[0]", "[0,16,16]", "[]", "[[0,16]]", "16", "{}"}) {
    cases.push_back({"36", file_of(header_of("[4]", offsets), 16), "data_offsets: expected"});
  }
  cases.push_back({"36 shape is a number", file_of(header_of("4", "[0,16]"), 16), "shape: expected a list"});
  expect_refused(cases);
}

TEST(MalformedSafetensors, RefusesRanksAboveEight) {
  std::string thousand = "[1";
  for (int i = 1; i < 1000; ++i) thousand += ",1";
  expect_refused({
      {"35 rank 9", file_of(header_of("[1,1,1,1,1,1,1,1,1]", "[0,4]"), 4), "a rank of at most 8, found 9"},
      {"35 rank 1000", file_of(header_of(thousand + "]", "[0,4]"), 4), "a rank of at most 8, found 1000"},
  });
}

TEST(MalformedSafetensors, RefusesTypesItDoesNotRead) {
  std::vector<Case> cases;
  for (const char* dtype : {"f32", "F31", "", "F8_E4M3", "F4", "F16", "BF16", "BOOL"}) {
    cases.push_back({"42, 44", file_of(header_of("[4]", "[0,16]", dtype), 16), "unsupported dtype"});
  }
  cases.push_back(
      {"42 number", file_of(R"({"t":{"dtype":7,"shape":[4],"data_offsets":[0,16]}})", 16), "dtype"});
  cases.push_back(
      {"42 missing", file_of(R"({"t":{"shape":[4],"data_offsets":[0,16]}})", 16), "dtype is missing"});
  expect_refused(cases);
}

TEST(MalformedSafetensors, RefusesOffsetsThatDisagreeWithTheShape) {
  expect_refused({
      {"43 type", file_of(header_of("[4]", "[0,16]", "F64"), 16),
       "F64 of shape [4] needs 32 bytes, data_offsets gives 16"},
      {"43 one more", file_of(header_of("[4]", "[0,17]"), 17), "needs 16 bytes, data_offsets gives 17"},
      {"43 one less", file_of(header_of("[4]", "[0,15]"), 15), "needs 16 bytes, data_offsets gives 15"},
  });
}

TEST(MalformedSafetensors, RefusesFieldsThatAreMissingTooManyOrTwice) {
  const std::string good = entry("t", "F32", "[4]", "[0,16]");
  expect_refused({
      {"45 no shape", file_of(R"({"t":{"dtype":"F32","data_offsets":[0,16]}})", 16), "shape is missing"},
      {"45 no offsets", file_of(R"({"t":{"dtype":"F32","shape":[4]}})", 16), "data_offsets is missing"},
      {"45 extra", file_of(R"({"t":{"dtype":"F32","shape":[4],"data_offsets":[0,16],"x":1}})", 16),
       "found \"x\""},
      {"46", file_of("{" + good + "," + entry("t", "F32", "[4]", "[16,32]") + "}", 32),
       "duplicate key \"t\""},
      {"47", file_of("{" + good + "," + good + "}", 16), "duplicate key \"t\""},
      {"48 in a tensor",
       file_of(R"({"t":{"dtype":"F32","dtype":"F32","shape":[4],"data_offsets":[0,16]}})", 16),
       "duplicate key \"dtype\""},
      {"48 metadata", file_of(R"({"__metadata__":{},"__metadata__":{},)" + good + "}", 16),
       "duplicate key \"__metadata__\""},
      {"tensor is a number", file_of(R"({"t":1})", 0), "expected an object with dtype"},
  });
}

TEST(MalformedSafetensors, RefusesMetadataThatIsNotTexts) {
  std::vector<Case> cases;
  for (const char* metadata : {R"({"a":1})", "[]", "\"x\"", R"({"a":{"b":"c"}})", R"({"a":null})",
                               R"({"dtype":"F32","shape":[4],"data_offsets":[0,16]})"}) {
    cases.push_back({"49, 51", file_of(R"({"__metadata__":)"s + metadata + "}", 0), "__metadata__"});
  }
  expect_refused(cases);
  expect_accepted({{"50 null", file_of(R"({"__metadata__":null})", 0), ""},
                   {"50 empty", file_of(R"({"__metadata__":{}})", 0), ""}});
}

TEST(MalformedSafetensors, RefusesNamesThatAreEmptyHugeOrNoUnicode) {
  const auto named = [](const std::string& name) {
    return file_of("{" + entry(name, "F32", "[4]", "[0,16]") + "}", 16);
  };
  expect_refused({
      {"52 empty", named(""), "a name of 1 to 256 bytes, found 0"},
      {"52 a megabyte", named(std::string(1'000'000, 'n')), "a name of 1 to 256 bytes, found 1000000"},
      {"53 lone surrogate", named("\\ud800"), "invalid JSON"},
      {"53 overlong", named("\xC0\xAF"), "invalid JSON"},
      {"53 control byte", named("\x01"), "invalid JSON"},
  });
}

TEST(MalformedSafetensors, TakesNamesAsTheyAre) {
  const auto two = [](const std::string& first, const std::string& second) {
    return file_of(
        "{" + entry(first, "F32", "[4]", "[0,16]") + "," + entry(second, "F32", "[4]", "[16,32]") + "}", 32);
  };
  expect_accepted(
      {{"54", two("../../etc/x", "a/b"), ""}, {"54 escape codes", two("\\u001b]0;x\\u0007", "t"), ""}});
  const std::string nuls = two("a\\u0000b", "a\\u0000c");
  const SafetensorsFile file = parse_safetensors(nuls, "m.safetensors");
  EXPECT_EQ(file.tensors[0].name, "a\0b"s);
  EXPECT_EQ(file.tensors[1].name, "a\0c"s);
}

TEST(MalformedSafetensors, PrintsHostileNamesEscaped) {
  const std::string bytes = file_of("{" + entry("\\u001b]0;x\\u0007", "F31", "[4]", "[0,16]") + "}", 16);
  EXPECT_THAT(message_of<FormatError>([&] { parse_safetensors(bytes, "m\n.safetensors"); }),
              HasSubstr(R"(m\n.safetensors: tensor "\x1b]0;x\x07": unsupported)"));
}

TEST(MalformedSafetensors, RefusesMoreThanTenThousandTensors) {
  const auto many = [](std::size_t count, std::size_t step) {
    std::string header = "{";
    for (std::size_t i = 0; i < count; ++i) {
      const std::string offsets = "[" + std::to_string(i * step) + "," + std::to_string(i * step + 1) + "]";
      header += (i == 0 ? "" : ",") + entry("t" + std::to_string(i), "U8", "[1]", offsets);
    }
    return file_of(header + "}", count);
  };
  expect_accepted({{"as many as allowed", many(10'000, 1), ""}});
  expect_refused({
      {"56 overlapping", many(10'000, 0), "expected its bytes to begin at 1"},
      {"56 far too many", many(200'000, 1), "at most 170017 values"},
      {"56 too many", many(10'001, 1), "at most 10000 tensors"},
  });
}

TEST(MalformedSafetensors, RefusesAHeaderThatWouldGrowManyfold) {
  std::string ones = "[1";
  for (int i = 0; i < 4'000'000; ++i) ones += ",1";
  std::string empties = "{";
  for (int i = 0; i < 1'000'000; ++i) empties += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":{}";
  expect_refused({
      {"list", file_of(header_of(ones + "]", "[0,4]"), 4), "at most 170017 values"},
      {"keys", file_of(empties + "}", 0), "at most 170017 values"},
  });
}

TEST(MalformedSafetensors, SaysWhatAForeignFileLooksLike) {
  const auto padded = [](const std::string& start) { return start + std::string(100, 'x'); };
  expect_refused({
      {"59 pickle", padded("\x80\x02\x8a\x0al\xfc\x9c\x46\xf9\x20j"), "found a Python pickle"},
      {"59 zip", padded("PK\x03\x04\x14\0\0\0"s), "found a ZIP archive (PyTorch's .pt files are)"},
      {"59 gguf", padded("GGUF\x03\0\0\0"s), "found a GGUF model"},
      {"59 gzip", padded("\x1f\x8b\x08\0\0\0\0\0"s), "found a gzip file"},
      {"59 html", padded("<!DOCTYPE html><html>"), "found an HTML page"},
      {"59 zeros", std::string(4096, '\0'), "found a file of zeros"},
      {"json", R"({"model": {"layers": 2}})", "found a JSON text"},
      {"text", "a plain text of no format at all", "found a header size of"},
  });
}

TEST(MalformedSafetensors, RefusesALargeFileOfZerosWithoutReadingIt) {
  const TemporaryFolder folder;
  const auto path = folder.write("sparse.safetensors", "");
  std::filesystem::resize_file(path, 4ULL << 30);
  EXPECT_THAT(message_of<FormatError>([&] { SafetensorsSource{path}; }), HasSubstr("found a file of zeros"));
}

TEST(MalformedSafetensors, RefusesEveryTruncation) {
  const std::vector<float> values = {1, 2, 3, 4};
  const std::string_view data(reinterpret_cast<const char*>(values.data()), 16);
  const std::string good =
      to_safetensors({{"key", "value"}}, {{"a", DType::kF32, {2, 2}, data}, {"b", DType::kF32, {4}, data}});
  ASSERT_NO_THROW(parse_safetensors(good, "m"));
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_THROW(parse_safetensors(std::string_view(good).substr(0, size), "m"), FormatError)
        << size << " bytes";
  }
}

}  // namespace
}  // namespace sentiment
