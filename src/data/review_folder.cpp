#include "data/review_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>
#include <string_view>
#include <system_error>
#include <tuple>
#include <vector>

#include "core/error.h"
#include "core/quote.h"

namespace sentiment {
namespace {

constexpr std::size_t kSubfoldersShown = 10;
constexpr const char* kBeside = "beside the label folders";

/// Collects the files of a folder one by one.
class Collector {
 public:
  explicit Collector(FolderLabels labels) : labels_(labels) {}

  /// `path` is relative to the folder; `obstacle` says why the file cannot be read, if so. Returns the review
  /// it is, valid until the next call, or null if it is none, and then it has been counted.
  ReviewFile* add(std::string_view path, const char* obstacle) {
    const std::string reason = reason_to_skip(path, obstacle);
    if (!reason.empty()) {
      ++folder_.skipped[reason];
      return nullptr;
    }
    const std::size_t slash = path.find('/');
    const std::size_t name = slash == std::string_view::npos ? 0 : slash + 1;
    folder_.files.push_back(
        {std::string(path.substr(0, name == 0 ? 0 : slash)), std::string(path.substr(name)), ""});
    return &folder_.files.back();
  }

  /// The first of them by name are kept, for the message of a folder without reviews.
  void add_subfolder(std::string_view name) {
    subfolders_.emplace(name);
    if (subfolders_.size() <= kSubfoldersShown) return;
    subfolders_.erase(std::prev(subfolders_.end()));
    more_subfolders_ = true;
  }

  /// `where` is for the message of a folder without reviews.
  ReviewFolder finish(const std::string& where) {
    leave_out_files_beside_labels();
    if (folder_.files.empty()) fail(where);
    const auto key = [](const ReviewFile& file) { return std::tie(file.label, file.name); };
    std::stable_sort(folder_.files.begin(), folder_.files.end(),
                     [&](const ReviewFile& a, const ReviewFile& b) { return key(a) < key(b); });
    std::vector<ReviewFile> latest;
    for (ReviewFile& file : folder_.files) {
      if (!latest.empty() && key(latest.back()) == key(file)) {
        latest.back() = std::move(file);
        ++folder_.skipped["replaced by a later entry of the archive"];
      } else {
        latest.push_back(std::move(file));
      }
    }
    folder_.files = std::move(latest);
    return std::move(folder_);
  }

 private:
  std::string reason_to_skip(std::string_view path, const char* obstacle) const {
    const auto slashes = std::count(path.begin(), path.end(), '/');
    if (slashes == 0 && labels_ == FolderLabels::kRequired) return kBeside;
    if (slashes > 1) return "below a label folder's own files";
    if (path.front() == '.' || (slashes > 0 && path[path.find('/') + 1] == '.')) return "hidden";
    if (!path.ends_with(".txt")) return "not a .txt file";
    return obstacle == nullptr ? "" : obstacle;
  }

  /// What lies beside label folders is no text but, as in aclImdb, a list of addresses.
  void leave_out_files_beside_labels() {
    const auto is_labelled = [](const ReviewFile& file) { return !file.label.empty(); };
    if (std::none_of(folder_.files.begin(), folder_.files.end(), is_labelled)) return;
    const auto beside = std::erase_if(folder_.files, std::not_fn(is_labelled));
    if (beside > 0) folder_.skipped[kBeside] += static_cast<int64_t>(beside);
  }

  [[noreturn]] void fail(const std::string& where) const {
    std::string found;
    for (const std::string& name : subfolders_) found += (found.empty() ? " " : ", ") + quote(name);
    if (more_subfolders_) found += ", ...";
    throw DataError(
        fmt::format("{}: expected {}one subfolder per label with .txt files in it, found {}; name the folder "
                    "that holds {}",
                    where, labels_ == FolderLabels::kOptional ? ".txt files, or " : "",
                    found.empty() ? "no subfolder" : "none in the subfolders" + found,
                    labels_ == FolderLabels::kOptional ? "them" : "the label folders"));
  }

  FolderLabels labels_;
  ReviewFolder folder_;
  std::set<std::string> subfolders_;
  bool more_subfolders_ = false;
};

/// Why a file on disk cannot be read as a review; null if it can.
const char* obstacle_of(const std::filesystem::file_status& status) {
  using std::filesystem::file_type;
  if (status.type() == file_type::regular) return nullptr;
  return status.type() == file_type::not_found ? "broken symbolic link" : "not a regular file";
}

/// Counts what lies deeper than reviews do. Symbolic links are not followed: they may lead in circles.
void add_deeper(Collector& collector, const std::filesystem::path& folder, const std::string& relative) {
  if (std::filesystem::is_symlink(folder)) {
    collector.add(relative + "/", nullptr);
    return;
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_symlink() || !entry.is_directory()) collector.add(relative + "/", nullptr);
  }
}

void add_label_folder(Collector& collector, const std::filesystem::path& folder, const std::string& label) {
  collector.add_subfolder(label);
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string relative = label + "/" + entry.path().filename().native();
    if (std::filesystem::is_directory(entry.status())) {
      add_deeper(collector, entry.path(), relative);
    } else {
      collector.add(relative, obstacle_of(entry.status()));
    }
  }
}

std::string read_entry(ArchiveFile& archive) {
  std::string text;
  std::vector<char> piece(kPieceBytes);
  while (const std::size_t count = archive.read(piece)) {
    text.append(piece.data(), count);
    if (text.size() > kMaxReviewBytes) {
      throw DataError(fmt::format("{}!/{}: expected a review of at most 16 MB, found a longer file",
                                  printable(archive.path()), printable(archive.name())));
    }
  }
  return text;
}

}  // namespace

ReviewFolder list_review_folder(const std::filesystem::path& root, FolderLabels labels) {
  Collector collector(labels);
  try {
    for (const auto& entry : std::filesystem::directory_iterator(root)) {
      const std::string name = entry.path().filename().native();
      if (std::filesystem::is_directory(entry.status())) {
        add_label_folder(collector, entry.path(), name);
      } else {
        collector.add(name, obstacle_of(entry.status()));
      }
    }
  } catch (const std::filesystem::filesystem_error& error) {
    throw Error(
        fmt::format("{}: cannot be listed: {}", printable(error.path1().native()), error.code().message()));
  }
  return collector.finish(printable(root.native()));
}

ReviewFolder read_review_folder(ArchiveFile& archive, const std::string& inner, FolderLabels labels) {
  Collector collector(labels);
  const std::string prefix = inner.empty() ? "" : inner + "/";
  do {
    const std::string& name = archive.name();
    if (name.size() <= prefix.size() || !name.starts_with(prefix)) continue;
    const std::string relative = name.substr(prefix.size());
    if (const std::size_t slash = relative.find('/'); slash != std::string::npos) {
      collector.add_subfolder(std::string_view(relative).substr(0, slash));
    }
    if (archive.kind() == EntryKind::kFolder) continue;
    const char* obstacle = archive.kind() == EntryKind::kFile ? nullptr : "a link in the archive";
    if (ReviewFile* review = collector.add(relative, obstacle)) review->text = read_entry(archive);
  } while (archive.next());
  return collector.finish(fmt::format("{}!/{}", printable(archive.path()), printable(inner)));
}

}  // namespace sentiment
