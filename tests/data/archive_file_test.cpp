#include "data/archive_file.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <numeric>

#include "core/error.h"
#include "data/memory_source.h"
#include "data/packing.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using Kind = PackedEntry::Kind;

const std::vector<PackedEntry> kEntries{{"./top", "", Kind::kFolder},
                                        {"./top/a.txt", "alpha"},
                                        {"./top/b.txt", ""},
                                        {"top//c.txt", std::string(5000, 'c')}};

/// "name=content" of each file.
std::vector<std::string> files_of(const std::string& path) {
  ArchiveFile archive(path);
  std::vector<std::string> files;
  while (archive.next()) {
    if (archive.kind() != EntryKind::kFile) continue;
    std::string content;
    std::string piece(100, '\0');
    while (const std::size_t count = archive.read(piece)) content.append(piece, 0, count);
    files.push_back(archive.name() + "=" + content);
  }
  return files;
}

const std::vector<std::string> kFiles{"top/a.txt=alpha", "top/b.txt=", "top/c.txt=" + std::string(5000, 'c')};

TEST(ArchiveFile, ReadsEveryKindOfArchive) {
  const TemporaryFolder folder;
  const std::string packed = tar(kEntries);
  EXPECT_EQ(files_of(folder.write("a.tar", packed)), kFiles);
  EXPECT_EQ(files_of(folder.write("a.tar.gz", gzip(packed))), kFiles);
  EXPECT_EQ(files_of(folder.write("a.tgz", gzip(packed))), kFiles);
  EXPECT_EQ(files_of(folder.write("a.tar.xz", xz(packed))), kFiles);
  EXPECT_EQ(files_of(folder.write("a.tar.zst", zstd(packed))), kFiles);
  EXPECT_EQ(files_of(folder.write("a.tar.bz2", bzip2(packed))), kFiles);
  EXPECT_EQ(files_of(folder.write("a.zip", zip(kEntries))), kFiles);
}

TEST(ArchiveFile, KeepsNamesBeyondAsciiApart) {
  const TemporaryFolder folder;
  const std::vector<PackedEntry> entries{{"top/\xC3\xA9.txt", "1"}, {"top/\xC3\xA8.txt", "2"}};
  const std::vector<std::string> files{"top/\xC3\xA9.txt=1", "top/\xC3\xA8.txt=2"};
  EXPECT_EQ(files_of(folder.write("a.tar", tar(entries))), files);
  EXPECT_EQ(files_of(folder.write("a.zip", zip(entries))), files);
}

TEST(ArchiveFile, RefusesATruncatedArchiveOfAnyKind) {
  const TemporaryFolder folder;
  const std::string packed = tar(kEntries);
  const auto expect_refused = [&](const std::string& name, const std::string& bytes, std::size_t step) {
    for (std::size_t length = 0; length < bytes.size(); length += step) {
      EXPECT_THROW(files_of(folder.write(std::to_string(length) + name, bytes.substr(0, length))), Error)
          << name << " " << length;
    }
  };
  expect_refused("a.tar.gz", gzip(packed), 1);
  expect_refused("a.tar.xz", xz(packed), 7);
  expect_refused("a.tar.zst", zstd(packed), 7);
  expect_refused("a.tar.bz2", bzip2(packed), 7);
  expect_refused("a.zip", zip(kEntries), 1);
  // Without compression the mark of zeros at the end is all there is to go by.
  expect_refused("a.tar", packed.substr(0, packed.size() - 1024), 37);
}

TEST(ArchiveFile, RefusesATarThatEndsBetweenTwoEntries) {
  const TemporaryFolder folder;
  const std::string packed = tar({{"a.txt", std::string(512, 'a')}, {"b.txt", std::string(512, 'b')}});
  EXPECT_EQ(message_of<Error>([&] {
              files_of(folder.write("a.tar", packed.substr(0, 1024)));
            }).substr(folder.path().native().size()),
            "/a.tar: expected the end mark of a tar archive, found none (truncated); get the file again");
}

TEST(ArchiveFile, VerifiesTheChecksumBehindTheLastEntry) {
  const TemporaryFolder folder;
  std::string bytes = gzip(tar(kEntries));
  bytes[bytes.size() - 5] ^= 1;
  EXPECT_THROW(files_of(folder.write("a.tar.gz", bytes)), Error);
}

TEST(ArchiveFile, VerifiesTheChecksumAlsoWhenOneEntryIsWanted) {
  const TemporaryFolder folder;
  std::string bytes = gzip(tar({{"a.txt", "alpha"}, {"b.txt", std::string(300'000, 'b')}}));
  bytes[bytes.size() - 5] ^= 1;
  auto archive = std::make_unique<ArchiveFile>(folder.write("a.tar.gz", bytes));
  ASSERT_EQ(find_entry(*archive, "a.txt"), EntryKind::kFile);
  EntrySource entry(std::move(archive));
  EXPECT_THROW(read_all(entry), Error);
}

TEST(ArchiveFile, RefusesAZipEntryWithAWrongChecksum) {
  const TemporaryFolder folder;
  std::string bytes = zip({{"a.txt", "alpha beta gamma"}});
  const std::size_t at = bytes.find("PK\x01\x02");
  ASSERT_NE(at, std::string::npos);
  bytes[at + 16] ^= 1;  // the entry's CRC-32 in the directory (APPNOTE 4.3.12)
  EXPECT_THROW(files_of(folder.write("a.zip", bytes)), Error);
}

TEST(ArchiveFile, SaysThatALinkIsNoFile) {
  const TemporaryFolder folder;
  ArchiveFile archive(folder.write("a.tar", tar({{"a.txt", "alpha"},
                                                 {"b.txt", "a.txt", Kind::kSymbolicLink},
                                                 {"c.txt", "a.txt", Kind::kHardLink}})));
  ASSERT_TRUE(archive.next());
  EXPECT_EQ(archive.kind(), EntryKind::kFile);
  ASSERT_TRUE(archive.next());
  EXPECT_EQ(archive.kind(), EntryKind::kOther);
  ASSERT_TRUE(archive.next());
  EXPECT_EQ(archive.kind(), EntryKind::kOther);
  EXPECT_FALSE(archive.next());
}

TEST(ArchiveFile, SaysThatAHardLinkIsNoFileThoughItHasBytes) {  // which POSIX allows in pax archives
  const TemporaryFolder folder;
  std::string packed = tar({{"a.txt", "alpha"}, {"b.txt", "beta"}});
  const std::size_t at = packed.find("b.txt");
  packed.replace(at + 156, 6, "1a.txt");
  packed.replace(at + 148, 8, "        ");  // the checksum counts as spaces
  const auto header = packed.begin() + static_cast<std::ptrdiff_t>(at);
  packed.replace(at + 148, 7, fmt::format("{:06o}", std::accumulate(header, header + 512, 0)) + '\0');
  ArchiveFile archive(folder.write("a.tar", packed));
  ASSERT_TRUE(archive.next());
  EXPECT_EQ(archive.kind(), EntryKind::kFile);
  ASSERT_TRUE(archive.next());
  EXPECT_EQ(archive.name(), "b.txt");
  EXPECT_EQ(archive.kind(), EntryKind::kOther);
}

// Rows: E14
TEST(ArchiveFile, RefusesAZipThatIsABomb) {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.zip", zip({{"a.txt", std::string(80 << 20, 'a')}}));
  EXPECT_NE(message_of<Error>([&] { files_of(path); }).find("at most 200 times"), std::string::npos);
}

/// A tar entry of `size` bytes that stores the last one alone: GNU tar's sparse file, type S.
std::string sparse_entry(const std::string& name, uint64_t size) {
  std::string header(512, '\0');
  const auto put = [&](std::size_t at, const std::string& text) { header.replace(at, text.size(), text); };
  const auto octal = [](uint64_t value) { return fmt::format("{:011o}", value); };
  put(0, name);
  put(100, "0000644");
  put(124, octal(1));    // bytes stored
  put(136, octal(0));    // time
  put(148, "        ");  // the checksum counts as spaces
  put(156, "S");
  put(257, "ustar  ");
  put(386, octal(size - 1));  // where the first stored stretch lies
  put(398, octal(1));         // and how long it is
  put(483, octal(size));
  put(148, fmt::format("{:06o}", std::accumulate(header.begin(), header.end(), 0)) + '\0');
  return header + "x" + std::string(511, '\0');
}

TEST(ArchiveFile, RefusesATarOfHoles) {
  const TemporaryFolder folder;
  const std::string end(1024, '\0');
  EXPECT_EQ(files_of(folder.write("one.tar", sparse_entry("a.txt", 3) + end)),
            (std::vector<std::string>{std::string("a.txt=\0\0x", 9)}));
  std::string many;
  for (const char* name : {"1", "2", "3", "4", "5"}) many += sparse_entry(name, 15 << 20);
  const std::string path = folder.write("many.tar", many + end);
  EXPECT_NE(message_of<Error>([&] { files_of(path); }).find("at most 200 times"), std::string::npos);
}

TEST(ArchiveFile, RefusesAFileThatIsNoArchive) {
  const TemporaryFolder folder;
  for (const char* name : {"a.tar", "a.zip", "a.tar.gz", "a.tar.xz"}) {
    EXPECT_THROW(files_of(folder.write(name, "text,label\nfine,pos\n")), Error) << name;
    EXPECT_THROW(files_of(folder.write(name, "")), Error) << name;
  }
  EXPECT_THROW(files_of((folder.path() / "none.zip").native()), Error);
}

TEST(ArchiveFile, TellsArchivesByName) {
  for (const char* name : {"a.tar", "a.tar.gz", "a.TGZ", "a.tar.xz", "a.tar.zst", "a.tar.bz2", "a.zip"}) {
    EXPECT_TRUE(is_archive_name(name)) << name;
  }
  for (const char* name : {"a.csv", "a.gz", "tar", "a.zip.gz", ""})
    EXPECT_FALSE(is_archive_name(name)) << name;
}

TEST(ArchiveFile, NormalisesNames) {
  EXPECT_EQ(normalised_entry_name("./a//b/./c/"), "a/b/c");
  EXPECT_EQ(normalised_entry_name("/a"), "a");
  EXPECT_EQ(normalised_entry_name("./"), "");
  EXPECT_EQ(normalised_entry_name("a/../b"), "a/../b");
}

TEST(FindEntry, FindsFilesAndFoldersThatHaveNoEntryOfTheirOwn) {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.tar", tar({{"x/y/a.txt", "alpha"}}));
  const auto kind_of = [&](const std::string& inner) {
    ArchiveFile archive(path);
    return find_entry(archive, inner);
  };
  EXPECT_EQ(kind_of("x/y/a.txt"), EntryKind::kFile);
  EXPECT_EQ(kind_of("x/y"), EntryKind::kFolder);
  EXPECT_EQ(kind_of("x"), EntryKind::kFolder);
  EXPECT_EQ(kind_of(""), EntryKind::kFolder);
}

TEST(FindEntry, NamesWhatIsThereInsteadOfAMissingPath) {
  const TemporaryFolder folder;
  const std::string path =
      folder.write("a.tar", tar({{"top/pos/1.txt", ""}, {"top/neg/1.txt", ""}, {"top/x", ""}}));
  const auto message = [&](const std::string& inner) {
    return message_of<Error>([&] {
             ArchiveFile archive(path);
             find_entry(archive, inner);
           })
        .substr(path.size());
  };
  EXPECT_EQ(message("tip"), "!/tip: no such file or folder in the archive, which has \"top\"");
  EXPECT_EQ(message("top/po"),
            "!/top/po: no such file or folder in the archive, which has \"top/neg\", \"top/pos\", \"top/x\"");
}

}  // namespace
}  // namespace sentiment
