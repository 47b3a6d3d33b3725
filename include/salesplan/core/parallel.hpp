// A parallel loop whose threads start and join inside the call.
#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace salesplan::core {

/// Calls `body(i)` for every i in [0, n), on at most `threads` threads (1 = on the caller's own;
/// 0 = one a hardware thread). Indices are handed out in blocks of `grain`; which thread takes
/// which block is not fixed, so a body writes only to its own i, and the result is the same bits
/// for any number of threads. When bodies throw, the exception of the lowest failing block that
/// was reached is rethrown after all threads have joined.
template <class Body>
void parallel_for(std::size_t n, int threads, std::size_t grain, Body&& body) {
  if (grain == 0) grain = 1;
  std::size_t wanted = threads > 0 ? static_cast<std::size_t>(threads)
                                   : static_cast<std::size_t>(std::thread::hardware_concurrency());
  const std::size_t blocks = (n + grain - 1) / grain;
  if (wanted > blocks) wanted = blocks;
  if (wanted <= 1) {
    for (std::size_t i = 0; i < n; ++i) body(i);
    return;
  }

  std::atomic<std::size_t> next{0};
  std::atomic<bool> stop{false};
  std::mutex mutex;
  std::exception_ptr error;
  std::size_t error_block = blocks;
  auto work = [&] {
    for (;;) {
      const std::size_t block = next.fetch_add(1);
      if (block >= blocks || stop.load(std::memory_order_relaxed)) return;
      try {
        const std::size_t end = block * grain + grain < n ? block * grain + grain : n;
        for (std::size_t i = block * grain; i < end; ++i) body(i);
      } catch (...) {
        const std::lock_guard<std::mutex> lock(mutex);
        if (block < error_block) {
          error_block = block;
          error = std::current_exception();
        }
        stop = true;
      }
    }
  };

  std::vector<std::thread> pool;
  pool.reserve(wanted - 1);
  try {
    for (std::size_t t = 1; t < wanted; ++t) pool.emplace_back(work);
  } catch (...) {
    // The system has no more threads to give: those that started, and this one, do the work.
  }
  work();
  for (std::thread& thread : pool) thread.join();
  if (error) std::rethrow_exception(error);
}

}  // namespace salesplan::core
