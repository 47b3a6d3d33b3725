// SHA-256, the fingerprint that chains the entries of an audit trail.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace salesplan::core {
namespace detail {

constexpr std::array<std::uint32_t, 64> sha256_constants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

using Sha256State = std::array<std::uint32_t, 8>;

/// One block of 64 bytes into the state (FIPS 180-4, 6.2.2).
inline void sha256_block(Sha256State& state, const unsigned char* block) {
  const auto turn = [](std::uint32_t x, unsigned by) { return (x >> by) | (x << (32 - by)); };
  std::array<std::uint32_t, 64> w;
  for (std::size_t t = 0; t < 16; ++t) {
    const unsigned char* p = block + 4 * t;
    w[t] = std::uint32_t{p[0]} << 24 | std::uint32_t{p[1]} << 16 | std::uint32_t{p[2]} << 8 | p[3];
  }
  for (std::size_t t = 16; t < 64; ++t) {
    const std::uint32_t a = w[t - 15], b = w[t - 2];
    w[t] = w[t - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >> 3)) + w[t - 7] +
           (turn(b, 17) ^ turn(b, 19) ^ (b >> 10));
  }
  Sha256State s = state;
  for (std::size_t t = 0; t < 64; ++t) {
    const std::uint32_t chosen = (s[4] & s[5]) ^ (~s[4] & s[6]);
    const std::uint32_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
    const std::uint32_t one = s[7] + (turn(s[4], 6) ^ turn(s[4], 11) ^ turn(s[4], 25)) + chosen +
                              sha256_constants[t] + w[t];
    const std::uint32_t two = (turn(s[0], 2) ^ turn(s[0], 13) ^ turn(s[0], 22)) + majority;
    s = {one + two, s[0], s[1], s[2], s[3] + one, s[4], s[5], s[6]};
  }
  for (std::size_t i = 0; i < 8; ++i) state[i] += s[i];
}

}  // namespace detail

/// The SHA-256 digest of `bytes` as 64 lower-case hexadecimal digits. O(n).
/// @source NIST FIPS 180-4, Secure Hash Standard, 2015, 5.1.1 and 6.2.
inline std::string sha256(std::string_view bytes) {
  detail::Sha256State state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                               0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<unsigned char, 64> block{};
  std::size_t used = 0;
  const auto push = [&](unsigned char byte) {
    block[used++] = byte;
    if (used == block.size()) {
      detail::sha256_block(state, block.data());
      used = 0;
    }
  };
  for (char c : bytes) push(static_cast<unsigned char>(c));
  push(0x80);
  while (used != 56) push(0);
  const std::uint64_t bits = std::uint64_t{bytes.size()} * 8;
  for (unsigned shift = 64; shift > 0; shift -= 8) {
    push(static_cast<unsigned char>(bits >> (shift - 8)));
  }
  std::string digest;
  for (std::uint32_t word : state) {
    for (unsigned shift = 32; shift > 0; shift -= 4) {
      digest += "0123456789abcdef"[(word >> (shift - 4)) & 15];
    }
  }
  return digest;
}

}  // namespace salesplan::core
