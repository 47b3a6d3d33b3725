// Memory that runs out: while an AllocationFailure lives, the k-th operator new fails.
#pragma once

#include <cstdint>

namespace salesplan::hostile {

class AllocationFailure {
 public:
  /// k from 1 on; 0: none fails, they are only counted. With `all_after`, no later one succeeds.
  AllocationFailure(std::int64_t k, bool all_after);
  ~AllocationFailure();
  AllocationFailure(const AllocationFailure&) = delete;
  AllocationFailure& operator=(const AllocationFailure&) = delete;

  /// Allocations asked for so far, on all threads.
  static std::int64_t asked();
};

}  // namespace salesplan::hostile
