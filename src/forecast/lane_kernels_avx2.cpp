// The inner loops of the fits for processors with AVX2: compiled with -mavx2.
#include "salesplan/forecast/lane_filters.hpp"

namespace salesplan::forecast::detail {

extern const LaneKernels avx2_lane_kernels;
const LaneKernels avx2_lane_kernels = SALESPLAN_LANE_SET::kernels;

}  // namespace salesplan::forecast::detail
