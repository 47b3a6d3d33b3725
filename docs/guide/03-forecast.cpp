// What to expect next year if nothing changes, how sure that is, and how good it was.
#include <cstdio>
#include <vector>

#include "salesplan/forecast/accuracy.hpp"
#include "salesplan/forecast/forecast.hpp"

int main() {
  using namespace salesplan;
  const std::vector<double> quarters = {100, 120, 140, 180, 110, 126, 150, 190};
  const std::vector<std::int64_t> offsets = {0, 8};  // one series of eight values

  forecast::Options options;
  options.model = "snaive";
  options.horizon = 4;
  options.season_length = 4;
  const forecast::PanelForecast ahead = forecast::forecast({quarters, offsets}, options);
  const forecast::Interval& interval = ahead.intervals[0];
  for (std::size_t q = 0; q < ahead.h; ++q) {
    std::printf("Q%zu  %6.2f  %.0f %% between %6.2f and %6.2f\n", q + 1, ahead.mean[q],
                100 * interval.level, interval.lower[q], interval.upper[q]);
  }
  std::printf("year %.2f, standard deviation %.2f\n", ahead.total_mean[0], ahead.total_sd[0]);

  const std::vector<double> came = {115, 135, 155, 200};
  std::printf("MASE %.3f, sMAPE %.1f %%\n",
              forecast::mase(came, ahead.mean, forecast::seasonal_scale(quarters, 4)),
              100 * forecast::smape(came, ahead.mean));

  options.model = "auto";
  std::printf("auto: %s\n", forecast::forecast({quarters, offsets}, options).model[0].c_str());
  const std::vector<std::int64_t> two = {0, 2};
  std::printf("two values: %s\n",
              forecast::forecast({{quarters.data(), 2}, two}, options).model[0].c_str());

  const auto show_error = [&](const forecast::Options& wrong) {
    try {
      forecast::forecast({quarters, offsets}, wrong);
    } catch (const Error& error) {
      std::printf("refused: %s\n", error.what());
    }
  };
  options.model = "magic";
  show_error(options);
  options = {};
  options.horizon = 0;
  show_error(options);
  options = {};
  options.levels = {80};  // in C++ a level is a ratio: 0.80
  show_error(options);
}
