// Actual against target for every rep and region, by month and for the year so far.
#include <cstdio>
#include <vector>

#include "salesplan/core/number_text.hpp"
#include "salesplan/review/attainment.hpp"

int main() {
  using namespace salesplan;
  const table::Dimension reps("rep", {{"north", "", "North"},
                                      {"ann", "north", "Ann"},
                                      {"bob", "north", "Bob"},
                                      {"south", "", "South"},
                                      {"cai", "south", "Cai"}});
  table::Cube target({2, 3});  // January and February × Ann, Bob, Cai
  target.cells() = {4450000, 2670000, 1680000, 3560000, 2136000, 1344000};
  table::Cube actual({2, 3});
  actual.cells() = {4150000, 2770000, 1580000, 3360000, 2236000, 1144000};

  const std::vector<review::Span> spans = {
      {"2026-01", 0, 1}, {"2026-02", 1, 1}, {"2026-01..2026-02", 0, 2}};
  for (const review::Attainment& row : review::attainment(target, actual, 1, reps, spans)) {
    std::printf("%-16s  %-5s  %9s  %9s  %8s  %5.1f %%\n", spans[row.span].name.c_str(),
                reps.key(row.member).c_str(), core::amount_text(row.target, 2).c_str(),
                core::amount_text(row.actual, 2).c_str(), core::amount_text(row.gap(), 2).c_str(),
                100 * row.rate());
  }

  const auto show_error = [](const auto& call) {
    try {
      call();
    } catch (const Error& error) {
      std::printf("refused: %s\n", error.what());
    }
  };
  show_error([&] { review::attainment(target, actual, 1, reps, {{"2026-Q1", 0, 3}}); });
  show_error([&] { review::attainment(target, table::Cube({1, 3}), 1, reps, spans); });
}
