// The inner loops of the fits for processors with AVX-512: compiled with -mavx512f.
#include "salesplan/forecast/lane_filters.hpp"

namespace salesplan::forecast::detail {

extern const LaneKernels avx512_lane_kernels;
const LaneKernels avx512_lane_kernels = SALESPLAN_LANE_SET::kernels;

}  // namespace salesplan::forecast::detail
