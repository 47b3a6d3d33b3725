// What the lunar new year does to January and February, and what it does to their forecast.
#include <cmath>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "salesplan/calendar/china.hpp"
#include "salesplan/forecast/accuracy.hpp"
#include "salesplan/forecast/calendar_regressors.hpp"
#include "salesplan/forecast/regression.hpp"

int main(int count, char** arguments) {
  using namespace salesplan;
  std::vector<double> cartons;  // a month each, from January 2017
  std::ifstream file(count > 1 ? arguments[1] : "orders.csv");
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) cartons.push_back(std::stod(line.substr(line.find(',') + 1)));
  if (cartons.size() != 108) return 1;

  const calendar::WorkdayCalendar china = calendar::china_calendar();
  const calendar::Period first = calendar::make_period(calendar::Grain::month, 2017, 1);
  forecast::CalendarEffects effects;  // workdays, and
  effects.holidays = forecast::lunar_new_year_effects();
  const forecast::Regressors months = forecast::calendar_regressors(china, first, 120, effects);

  std::printf("                  before the holiday     holiday          workdays\n");
  std::printf("year  new year         Jan    Feb      Jan    Feb      Jan    Feb\n");
  for (std::size_t year = 2023; year <= 2026; ++year) {
    const double* january = &months.values[(year - 2017) * 12 * 3];
    const double* february = january + 3;
    std::printf("%zu  %s", year,
                calendar::date_text(calendar::lunar_new_year(static_cast<int>(year))).c_str());
    for (std::size_t effect : {1u, 2u, 0u}) {
      std::printf("    %+5.2f  %+5.2f", january[effect], february[effect]);
    }
    std::printf("\n");
  }

  // The year 2025 as it would have been forecast at the end of 2024, and as it came.
  forecast::Options options;
  options.model = "ets";
  options.horizon = 12;
  options.season_length = 12;
  const auto part = [&](std::size_t n) {
    return forecast::Regressors{
        months.names, {months.values.begin(), months.values.begin() + static_cast<long>(3 * n)}};
  };
  const core::View<const double> past(cartons.data(), 96), came(cartons.data() + 96, 12);
  const forecast::SeriesForecast plain = forecast::forecast_series(past, options);
  const forecast::RegressionForecast aware = forecast::forecast_with(past, part(108), options);
  std::printf("\n2025       came  without  with the calendar\n");
  for (std::size_t m = 0; m < 3; ++m) {
    std::printf("%-8s %6.0f   %6.0f   %6.0f\n",
                calendar::period_text(calendar::shift(first, static_cast<long>(96 + m))).c_str(),
                came[m], plain.mean[m], aware.forecast.mean[m]);
  }
  std::printf("error of the year's months: %.1f %% without, %.1f %% with\n",
              100 * forecast::mape(came, plain.mean),
              100 * forecast::mape(came, aware.forecast.mean));

  // The effects, and the months ahead.
  const forecast::RegressionForecast ahead = forecast::forecast_with(cartons, months, options);
  std::printf("\n%s\n", ahead.forecast.model.c_str());
  for (const forecast::Effect& effect : ahead.effects) {
    std::printf("%-24s %+6.1f %%  %+7.0f cartons  t %.1f\n", effect.name.c_str(),
                100 * effect.ratio, effect.units, effect.t);
  }
  const forecast::SeriesForecast blind = forecast::forecast_series(cartons, options);
  for (std::size_t m = 0; m < 3; ++m) {
    std::printf("%s: %6.0f cartons, of them %+6.0f by the calendar; without it %6.0f\n",
                calendar::period_text(calendar::shift(first, static_cast<long>(108 + m))).c_str(),
                ahead.forecast.mean[m], ahead.contribution[108 + m], blind.mean[m]);
  }
}
