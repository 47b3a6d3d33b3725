// How accurate, how calibrated and how fast is each model on a competition's panel? A row a model:
//   scores FILE SEASON HORIZON [--models a,b] [--every K] [--cut STEPS] [--kernels SET]
// FILE is a CSV with the columns series,type,set (train or test),t,year,sub,y. `--every K` takes
// each K-th series. `--cut STEPS` moves the origin that far back into the training part and leaves
// the test part alone: what choices are validated on. `--kernels` takes the inner loops of another
// instruction set than the best (baseline, avx2, avx512). Times are CPU seconds of one thread, for
// starts, choice, states, forecast and intervals together.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <exception>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "salesplan/core/number_text.hpp"
#include "salesplan/forecast/accuracy.hpp"
#include "salesplan/forecast/forecast.hpp"
#include "salesplan/forecast/lane_choice.hpp"

namespace {

using namespace salesplan;

struct Competition {
  std::vector<double> values;  // the training parts, one after the other
  std::vector<std::int64_t> offsets = {0};
  std::vector<std::vector<double>> tests;

  void add(const std::vector<double>& train, const std::vector<double>& test) {
    values.insert(values.end(), train.begin(), train.end());
    offsets.push_back(static_cast<std::int64_t>(values.size()));
    tests.push_back(test);
  }
};

Competition read(const std::string& file, std::size_t every, std::size_t cut, std::size_t horizon,
                 std::size_t season) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error(file + " cannot be read");
  Competition competition;
  std::vector<double> train, test;
  std::string line, last;
  std::size_t count = 0;
  const auto finish = [&] {
    if (!train.empty() && count++ % every == 0) {
      if (cut > 0) {
        test = std::vector<double>(
            train.end() - static_cast<std::ptrdiff_t>(std::min(cut, train.size())), train.end());
        train.resize(train.size() - test.size());
        test.resize(std::min(test.size(), horizon));
      }
      if (cut == 0 || train.size() >= 2 * season + 4) competition.add(train, test);
    }
    train.clear();
    test.clear();
  };
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::stringstream cells(line);
    std::string cell[7];
    for (std::string& c : cell) std::getline(cells, c, ',');
    if (cell[0] != last) finish();
    last = cell[0];
    (cell[2] == "train" ? train : test).push_back(core::parse_number(cell[6], line));
  }
  finish();
  return competition;
}

void choose_kernels(const std::string& set) {
  for (const auto* kernels : forecast::detail::runnable_lane_kernels()) {
    if (kernels->instruction_set == set) return forecast::detail::use_lane_kernels(*kernels);
  }
  throw std::runtime_error("no kernels \"" + set + "\" run here");
}

void print_scores(const Competition& competition, const std::string& model, std::size_t season,
                  std::size_t horizon) {
  forecast::Options options;
  options.model = model;
  options.horizon = horizon;
  options.season_length = static_cast<int>(season);
  const forecast::Panel panel{competition.values, competition.offsets};
  const std::clock_t start = std::clock();
  const forecast::PanelForecast f = forecast::forecast(panel, options);
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;

  double smape = 0, mase = 0, msis[2] = {}, cover[2] = {};
  double n = 0;
  for (std::size_t i = 0; i < f.n; ++i) {
    const std::vector<double>& test = competition.tests[i];
    const auto row = [&](const std::vector<double>& v) {
      return core::View<const double>(v.data() + i * f.h, test.size());
    };
    const double scale = forecast::seasonal_scale(panel.series(i), season);
    if (!(scale > 0)) continue;
    n += 1;
    smape += 100 * forecast::smape(test, row(f.mean));
    mase += forecast::mase(test, row(f.mean), scale);
    for (std::size_t k = 0; k < 2; ++k) {
      const forecast::Interval& interval = f.intervals[k];
      msis[k] +=
          forecast::msis(test, row(interval.lower), row(interval.upper), interval.level, scale);
      cover[k] += forecast::coverage(test, row(interval.lower), row(interval.upper));
    }
  }
  std::printf("salesplan,%s,%zu,%zu,%.3f,%.4f,%.3f,%.3f,%.3f,%.3f,%.6f\n", model.c_str(), f.n,
              std::size_t{0}, smape / n, mase / n, msis[0] / n, msis[1] / n, cover[0] / n,
              cover[1] / n, seconds);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc < 4)
      throw std::runtime_error(
          "usage: scores FILE SEASON HORIZON [--models a,b] [--every K] [--cut STEPS] "
          "[--kernels SET]");
    const auto number = [](const char* text) { return std::strtoul(text, nullptr, 10); };
    const std::size_t season = number(argv[2]), horizon = number(argv[3]);
    std::string models = "ets,theta,dot,ces,arima,snaive,naive2,auto";
    std::size_t every = 1, cut = 0;
    for (int i = 4; i + 1 < argc; i += 2) {
      if (std::strcmp(argv[i], "--models") == 0) models = argv[i + 1];
      if (std::strcmp(argv[i], "--every") == 0) every = number(argv[i + 1]);
      if (std::strcmp(argv[i], "--cut") == 0) cut = number(argv[i + 1]);
      if (std::strcmp(argv[i], "--kernels") == 0) choose_kernels(argv[i + 1]);
    }
    const Competition competition = read(argv[1], every, cut, horizon, season);
    std::puts("engine,model,series,failed,smape,mase,msis80,msis95,cover80,cover95,cpu_seconds");
    std::stringstream list(models);
    for (std::string model; std::getline(list, model, ',');) {
      print_scores(competition, model, season, horizon);
    }
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "scores: %s\n", error.what());
    return 1;
  }
}
