#include "salesplan/core/sha256.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

namespace salesplan::core {
namespace {

TEST(Sha256, GoldenDigests) {
  std::ifstream rows(SALESPLAN_TEST_DIR "/sha256_golden.csv");
  std::string line;
  std::getline(rows, line);
  int seen = 0;
  while (std::getline(rows, line)) {
    std::istringstream cells(line);
    std::string text, times, digest, source;
    std::getline(cells, text, ',');
    std::getline(cells, times, ',');
    std::getline(cells, digest, ',');
    std::getline(cells, source);
    std::string message;
    for (int i = 0; i < std::stoi(times); ++i) message += text;
    EXPECT_EQ(sha256(message), digest) << source;
    ++seen;
  }
  EXPECT_EQ(seen, 7);
}

TEST(Sha256, EveryByteOfAHighValueCounts) {
  // 55, 56 and 64 bytes: the padding with the length in the same block, in the next, after a full
  // one.
  std::string bytes;
  for (std::size_t n : {std::size_t{55}, std::size_t{56}, std::size_t{64}}) {
    bytes.assign(n, '\xff');
    const std::string whole = sha256(bytes);
    for (std::size_t i = 0; i < n; ++i) {
      std::string other = bytes;
      other[i] = '\xfe';
      EXPECT_NE(sha256(other), whole) << n << " bytes, byte " << i;
    }
  }
}

}  // namespace
}  // namespace salesplan::core
