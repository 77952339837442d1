// Files that a user names for a command to write, which need not be plain files.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sentiment {

/// Before the work, not after it. Throws ConfigError, which names `option`, if `path` cannot become a file:
/// its folder is not there, or it is a folder, a block device, a socket, a link that leads nowhere, or what
/// standard output is redirected to.
void expect_writable(const char* option, const std::optional<std::string>& path);

/// Replaces a regular file whole, that behind a link included; a pipe or a device is written to and stays
/// what it is. Throws Error.
void write_output_file(const std::string& path, std::string_view bytes);

}  // namespace sentiment
