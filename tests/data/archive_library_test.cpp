#include "data/archive_library.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

TEST(ArchiveLibrary, GivesTheFunctionsOfLibarchive) {
  archive* const handle = libarchive().read_new();
  ASSERT_NE(handle, nullptr);
  libarchive().set_error(handle, 5, "found %d", 7);
  EXPECT_STREQ(libarchive().error_string(handle), "found 7");
  EXPECT_EQ(libarchive().read_free(handle), ARCHIVE_OK);
}

TEST(ArchiveLibrary, SaysWhatCannotBeLoaded) {
  EXPECT_THAT(message_of<Error>([] { archive_symbol("archive_read_minds"); }),
              testing::AllOf(testing::HasSubstr("libarchive.so.13: expected a library"),
                             testing::HasSubstr("archive_read_minds"), testing::HasSubstr("install it")));
}

}  // namespace
}  // namespace sentiment
