// Hashes as lower-case hexadecimal: SHA-256 for what must be verified, XXH3 for what must only be told apart.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace sentiment {

/// Feeds a SHA-256 piece by piece.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(std::string_view bytes);
  /// 64 digits; call once, at the end.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string sha256_hex(std::string_view bytes);
/// Throws Error if the file cannot be read.
std::string sha256_hex_of_file(const std::filesystem::path& path);

/// Feeds a 128-bit XXH3 piece by piece.
class Xxh3 {
 public:
  Xxh3();
  ~Xxh3();
  Xxh3(const Xxh3&) = delete;
  Xxh3& operator=(const Xxh3&) = delete;

  void update(std::string_view bytes);
  /// 32 digits, of all pieces so far.
  std::string hex() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// 128-bit XXH3, 32 digits.
std::string xxh3_hex(std::string_view bytes);

}  // namespace sentiment
