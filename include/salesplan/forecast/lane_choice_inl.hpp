// Bodies of lane_choice.hpp.
#pragma once

#include <atomic>

#include "salesplan/core/config.hpp"
#include "salesplan/forecast/lane_choice.hpp"
#include "salesplan/forecast/lane_filters.hpp"

namespace salesplan::forecast::detail {

#ifdef SALESPLAN_LANE_DISPATCH  // the library's files compiled with -mavx2 and -mavx512f
extern const LaneKernels avx2_lane_kernels, avx512_lane_kernels;
#endif

SALESPLAN_INLINE std::vector<const LaneKernels*> runnable_lane_kernels() {
  std::vector<const LaneKernels*> runnable = {&SALESPLAN_LANE_SET::kernels};
#ifdef SALESPLAN_LANE_DISPATCH
  if (__builtin_cpu_supports("avx2")) runnable.push_back(&avx2_lane_kernels);
  if (__builtin_cpu_supports("avx512f")) runnable.push_back(&avx512_lane_kernels);
#endif
  return runnable;
}

inline std::atomic<const LaneKernels*>& chosen_lane_kernels() {
  static std::atomic<const LaneKernels*> chosen{runnable_lane_kernels().back()};
  return chosen;
}

SALESPLAN_INLINE const LaneKernels& lane_kernels() {
  return *chosen_lane_kernels().load(std::memory_order_relaxed);
}

SALESPLAN_INLINE void use_lane_kernels(const LaneKernels& kernels) {
  chosen_lane_kernels().store(&kernels, std::memory_order_relaxed);
}

}  // namespace salesplan::forecast::detail
