#include "adapters/budget_options.hpp"

namespace salesplan::adapters {

budget::Basis basis(const Options& options) {
  return {options.number("history"), options.number("target"), options.number("equal")};
}

budget::AdjustmentOptions adjustment_options(const Options& options) {
  budget::AdjustmentOptions result;
  result.step = options.number("step");
  result.band = options.number("band");
  result.release = options.number("release");
  result.reversal = options.number("reversal");
  result.hurdle = options.number("hurdle");
  result.certainty = options.number("certainty");
  result.coverage = options.number("coverage");
  result.keep_reserve = options.number("keep_reserve");
  result.smallest = options.integer("smallest");
  return result;
}

}  // namespace salesplan::adapters
