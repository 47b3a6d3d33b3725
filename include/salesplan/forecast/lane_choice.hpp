// Which instruction set the inner loops of the fits run on.
#pragma once

#include <vector>

#include "salesplan/forecast/lane_kernels.hpp"

namespace salesplan::forecast::detail {

/// Those of this build that the processor can run, the baseline first and the widest last: what
/// the compiled library chooses from (SSE2, AVX2, AVX-512 on x86-64), and header-only the one set
/// that the user compiles for.
std::vector<const LaneKernels*> runnable_lane_kernels();

/// What fits run on: the last of `runnable_lane_kernels`, unless a test has chosen another.
const LaneKernels& lane_kernels();

/// For tests of the paths alone: what the fits of this process run on from now on.
void use_lane_kernels(const LaneKernels& kernels);

}  // namespace salesplan::forecast::detail

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/lane_choice_inl.hpp"
#endif
