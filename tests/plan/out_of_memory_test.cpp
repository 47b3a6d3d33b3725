// Memory that runs out anywhere in a plan is an exception, never the end of the program.
#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>

#include "adapters/file.hpp"
#include "adapters/plan_reader.hpp"
#include "adapters/plan_writer.hpp"
#include "salesplan/plan/loop.hpp"

namespace {

std::atomic<long> allocations_left{-1};  // below 0: no end

}  // namespace

// Not inlined: GCC takes malloc and delete for a pair that does not match.
[[gnu::noinline]] void* operator new(std::size_t size) {
  if (allocations_left == 0) throw std::bad_alloc();
  if (allocations_left > 0) --allocations_left;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
// std::stable_sort asks for memory in this form; a sanitizer's own would not match the delete
// below.
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  if (allocations_left == 0) return nullptr;
  if (allocations_left > 0) --allocations_left;
  return std::malloc(size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace salesplan::adapters {
namespace {

TEST(OutOfMemory, IsAnExceptionWhereverItHappens) {
  const std::string folder = SALESPLAN_TEST_DIR "/tiny";
  const std::string text = read_file(folder + "/plan.json");
  bool done = false;
  long tries = 0;
  for (long left = 0; !done; left += 1 + left / 50) {
    SCOPED_TRACE(left);
    ++tries;
    allocations_left = left;
    try {
      const plan::Specification spec = read_specification(text, "plan.json", folder);
      const std::size_t files = plan_files(spec, plan::run(spec)).size();
      allocations_left = -1;
      EXPECT_EQ(files, 11U);
      done = true;
    } catch (const std::exception&) {  // std::bad_alloc, or what a library makes of it
    }
    allocations_left = -1;
  }
  if (tries == 1) GTEST_SKIP() << "another allocator stands in, as valgrind's does";
  EXPECT_GT(tries, 100);
}

}  // namespace
}  // namespace salesplan::adapters
