#include "core/hash.h"

// The functions of the one algorithm, as OpenSSL 1.1 has them: an archive gives 25 kB for them, 4 MB for EVP.
#define OPENSSL_API_COMPAT 0x10100000L
#define XXH_INLINE_ALL  // with our optimisation
#include <fmt/format.h>
#include <openssl/sha.h>
#include <xxhash.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "core/error.h"
#include "core/hash_avx2.h"
#include "core/quote.h"

namespace sentiment {
namespace {

std::string digits_of(XXH128_hash_t hash) { return fmt::format("{:016x}{:016x}", hash.high64, hash.low64); }

}  // namespace

struct Sha256::State {
  SHA256_CTX context;
};

Sha256::Sha256() : state_(std::make_unique<State>()) { SHA256_Init(&state_->context); }
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) { SHA256_Update(&state_->context, bytes.data(), bytes.size()); }

std::string Sha256::hex() {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256_Final(digest.data(), &state_->context);
  std::string out;
  for (const unsigned char byte : digest) out += fmt::format("{:02x}", byte);
  return out;
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.hex();
}

std::string sha256_hex_of_file(const std::filesystem::path& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) {
    throw Error(fmt::format("{}: cannot be read: {}", printable(path.native()),
                            std::generic_category().message(errno)));
  }
  Sha256 hash;
  std::array<char, 1 << 16> buffer{};
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), file.get())) {
    hash.update({buffer.data(), n});
  }
  if (std::ferror(file.get()) != 0) throw Error(fmt::format("{}: reading failed", printable(path.native())));
  return hash.hex();
}

struct Xxh3::State {
  XXH3_state_t state;
};

Xxh3::Xxh3() : state_(std::make_unique<State>()) { XXH3_128bits_reset(&state_->state); }
Xxh3::~Xxh3() = default;

void Xxh3::update(std::string_view bytes) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    update_xxh3_with_avx2(&state_->state, bytes);
    return;
  }
#endif
  XXH3_128bits_update(&state_->state, bytes.data(), bytes.size());
}

std::string Xxh3::hex() const { return digits_of(XXH3_128bits_digest(&state_->state)); }

std::string xxh3_hex(std::string_view bytes) { return digits_of(XXH3_128bits(bytes.data(), bytes.size())); }

}  // namespace sentiment
