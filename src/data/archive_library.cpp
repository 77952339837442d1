#include "data/archive_library.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include "core/error.h"
#include "core/quote.h"

namespace sentiment {
namespace {

constexpr const char* kName = "libarchive.so.13";  // of every libarchive 3
static_assert(ARCHIVE_VERSION_NUMBER >= 3'000'000 && ARCHIVE_VERSION_NUMBER < 4'000'000);

/// `found`, unless it is null.
void* expect_loaded(void* found) {
  if (found != nullptr) return found;
  const char* const reason = ::dlerror();
  throw Error(
      fmt::format("{}: expected a library to read archives, xz, zstd and bzip2 with, found none that loads "
                  "({}); install it (Debian: libarchive13) or unpack the data",
                  kName, reason == nullptr ? "no reason given" : printable(reason)));
}

}  // namespace

void* archive_symbol(const char* name) {
  static void* const library = expect_loaded(::dlopen(kName, RTLD_NOW | RTLD_LOCAL));
  return expect_loaded(::dlsym(library, name));
}

const ArchiveLibrary& libarchive() {
  static const ArchiveLibrary library;
  return library;
}

}  // namespace sentiment
