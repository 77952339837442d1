#include "core/hash.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#define XXH_INLINE_ALL  // compiled here, so that no library is loaded for it
#include <xxhash.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "core/error.h"
#include "core/quote.h"

namespace sentiment {
namespace {

std::string digits_of(XXH128_hash_t hash) { return fmt::format("{:016x}{:016x}", hash.high64, hash.low64); }

}  // namespace

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  State() {
    if (context == nullptr || EVP_DigestInit_ex(context, EVP_sha256(), nullptr) != 1) {
      throw Error("SHA-256: the crypto library refused to start");
    }
  }
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) { EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()); }

std::string Sha256::hex() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  EVP_DigestFinal_ex(state_->context, digest.data(), &length);
  std::string out;
  for (unsigned int i = 0; i < length; ++i) out += fmt::format("{:02x}", digest[i]);
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

void Xxh3::update(std::string_view bytes) { XXH3_128bits_update(&state_->state, bytes.data(), bytes.size()); }

std::string Xxh3::hex() const { return digits_of(XXH3_128bits_digest(&state_->state)); }

std::string xxh3_hex(std::string_view bytes) { return digits_of(XXH3_128bits(bytes.data(), bytes.size())); }

}  // namespace sentiment
