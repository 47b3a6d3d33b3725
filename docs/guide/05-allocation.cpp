// A target into parts: exact to the cent, within bounds, down an organisation.
#include <cstdio>
#include <string>
#include <vector>

#include "salesplan/allocation/basis.hpp"
#include "salesplan/allocation/cascade.hpp"
#include "salesplan/allocation/spread.hpp"
#include "salesplan/core/number_text.hpp"

int main() {
  using namespace salesplan;
  constexpr core::Minor none = core::missing_integer;
  const auto show = [](const char* what, const std::vector<core::Minor>& parts) {
    std::printf("%-8s", what);
    for (core::Minor part : parts) std::printf(" %s", core::amount_text(part, 2).c_str());
    std::printf("\n");
  };
  const std::vector<double> last_year = {500000, 300000, 200000};  // ann, bob, cai

  show("thirds", allocation::spread(10000, std::vector<double>{1, 1, 1}));
  show("free", allocation::spread(110000000, last_year));
  const std::vector<core::Minor> upper = {none, none, 21000000};
  show("capped", allocation::spread(110000000, last_year, {{}, upper, {}}));
  const std::vector<core::Minor> locked = {none, 35000000, none};
  show("locked", allocation::spread(110000000, last_year, {{}, {}, locked}));
  show("hundreds", allocation::spread(110000000, {std::vector<double>{1, 1, 1}}, {}, 10000));

  const std::vector<double> forecast = {460000, 340000, 200000};
  const std::vector<double> mix =
      allocation::blend(std::vector<allocation::Basis>{{last_year, 0.75}, {forecast, 0.25}});
  std::printf("mix      %.2f %.2f %.2f\n", mix[0], mix[1], mix[2]);
  show("by mix", allocation::spread(110000000, mix));

  const std::vector<std::int32_t> parent = {-1, 0, 1, 1, 0, 4};
  const std::vector<std::string> labels = {"company", "north", "ann", "bob", "south", "cai"};
  const std::vector<double> weights = {
      core::missing_number, core::missing_number, 500000, 300000, core::missing_number, 200000};
  std::vector<core::Minor> cap(labels.size(), none);
  cap[5] = 21000000;
  const std::vector<core::Minor> quota =
      allocation::cascade(110000000, {parent, labels}, weights, {{}, cap, {}});
  for (std::size_t i = 0; i < quota.size(); ++i) {
    std::printf("%-8s %10s\n", labels[i].c_str(), core::amount_text(quota[i], 2).c_str());
  }

  const auto show_error = [](const auto& call) {
    try {
      call();
    } catch (const Error& error) {
      std::printf("refused: %s\n", error.what());
    }
  };
  const std::vector<core::Minor> low_caps = {40000000, 30000000, 20000000};
  show_error([&] { allocation::spread(110000000, last_year, {{}, low_caps, {}}); });
  const std::vector<core::Minor> much = {70000000, 50000000, none};
  show_error([&] { allocation::spread(110000000, last_year, {{}, {}, much}); });
  cap[1] = 80000000;
  show_error([&] { allocation::cascade(110000000, {parent, labels}, weights, {{}, cap, {}}); });
  show_error([] { allocation::spread(10000, std::vector<double>{0, 0}); });
  show_error([] { allocation::spread(10000, std::vector<double>{1, -1}); });
  show_error([] { allocation::spread(10050, std::vector<double>{1, 1}, {}, 100); });
}
