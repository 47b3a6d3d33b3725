// March after January and February: the plan, and the part of the gap that March takes over.
#include <cstdio>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/review/next_target.hpp"

int main() {
  using namespace salesplan;
  const char* reps[] = {"ann", "bob", "cai"};
  const std::vector<core::Minor> planned = {4895000, 2937000, 1848000};
  const std::vector<core::Minor> remaining = {47615000, 28569000, 17976000};
  const std::vector<core::Minor> gap = {500000, -200000, 300000};  // positive: behind
  std::vector<double> reachable(3, core::missing_number);          // no bound from a forecast
  const auto show = [&](const char* rule, const review::CarryRule& carry) {
    std::printf("%s\n", rule);
    const std::vector<review::NextTarget> next =
        review::next_target(planned, remaining, gap, reachable, carry);
    for (std::size_t i = 0; i < next.size(); ++i) {
      std::printf("  %s  %8s  carried %8s  March %8s\n", reps[i],
                  core::amount_text(next[i].planned, 2).c_str(),
                  core::amount_text(next[i].carried, 2).c_str(),
                  core::amount_text(next[i].target, 2).c_str());
    }
  };
  show("carry in full", {});
  show("carry half", {0.5, 0.25, false});
  show("being ahead counts too", {1.0, 0.25, true});
  reachable[0] = 4920000;
  show("ann can reach 49,200.00 at most", {});
  show("move a target by 1 % at most", {1.0, 0.01, true});
  try {
    show("carry 120 %", {1.2, 0.25, false});
  } catch (const Error& error) {
    std::printf("refused: %s\n", error.what());
  }
}
