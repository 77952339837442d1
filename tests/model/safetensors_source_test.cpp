#include "model/safetensors_source.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::HasSubstr;

const std::string& three_tensors() {
  static const std::string bytes = to_safetensors(
      {{"key", "value"}},
      {{"a", DType::kF32, {1}, "1234"}, {"b", DType::kU8, {5}, "abcde"}, {"empty", DType::kU8, {0}, ""}});
  return bytes;
}

void expect_three_tensors(const SafetensorsSource& source) {
  EXPECT_EQ(source.file_size(), three_tensors().size());
  EXPECT_EQ(source.header().metadata.at("key"), "value");
  ASSERT_EQ(source.header().tensors.size(), 3u);
  std::string bytes(4, '?');
  source.read(*source.header().find("a"), 0, bytes);
  EXPECT_EQ(bytes, "1234");
  bytes.resize(2);
  source.read(*source.header().find("b"), 3, bytes);
  EXPECT_EQ(bytes, "de");
  EXPECT_EQ(source.header().find("empty")->size, 0u);
  EXPECT_EQ(source.header().find("c"), nullptr);
}

TEST(SafetensorsSource, ReadsTensorsOfAFile) {
  const TemporaryFolder folder;
  expect_three_tensors(SafetensorsSource(folder.write("m.safetensors", three_tensors())));
}

TEST(SafetensorsSource, ReadsTensorsFromMemory) { expect_three_tensors({three_tensors(), "m"}); }

TEST(SafetensorsSource, RefusesEveryTruncationOfAFile) {
  const TemporaryFolder folder;
  for (std::size_t size = 0; size < three_tensors().size(); ++size) {
    const auto path = folder.write("m.safetensors", three_tensors().substr(0, size));
    EXPECT_THROW(SafetensorsSource{path}, FormatError) << size << " bytes";
  }
}

TEST(SafetensorsSource, NoticesAFileThatIsCutShortWhileItIsRead) {
  const TemporaryFolder folder;
  const auto path = folder.write("m.safetensors", three_tensors());
  const SafetensorsSource source(path);
  std::filesystem::resize_file(path, three_tensors().size() - 1);
  std::string bytes(5, '?');
  EXPECT_THAT(message_of<Error>([&] { source.read(*source.header().find("b"), 0, bytes); }),
              HasSubstr("m.safetensors: expected"));
}

TEST(SafetensorsSource, RefusesWhatIsNoFile) {
  const TemporaryFolder folder;
  EXPECT_THROW(SafetensorsSource{folder.path()}, Error);
  EXPECT_THROW(SafetensorsSource{folder.path() / "missing"}, Error);
  EXPECT_THROW(SafetensorsSource{"/dev/zero"}, Error);
}

}  // namespace
}  // namespace sentiment
