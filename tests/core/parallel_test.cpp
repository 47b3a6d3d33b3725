#include "salesplan/core/parallel.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <vector>

namespace salesplan::core {
namespace {

TEST(Parallel, EachIndexOnceAtAnyThreadCount) {
  for (int threads : {0, 1, 2, 8}) {
    std::vector<int> seen(1001, 0);
    parallel_for(seen.size(), threads, 10, [&](std::size_t i) { ++seen[i]; });
    EXPECT_EQ(std::accumulate(seen.begin(), seen.end(), 0), 1001);
    EXPECT_EQ(*std::max_element(seen.begin(), seen.end()), 1);
  }
}

TEST(Parallel, AnExceptionReachesTheCallerAfterAllHaveJoined) {
  for (int threads : {1, 4}) {
    EXPECT_THROW(parallel_for(100, threads, 1,
                              [](std::size_t i) {
                                if (i == 37) throw std::runtime_error("37");
                              }),
                 std::runtime_error);
  }
}

}  // namespace
}  // namespace salesplan::core
