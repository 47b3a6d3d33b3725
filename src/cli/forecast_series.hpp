// The series that `forecast` reads from a CSV file, and the sums over them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/csv.hpp"
#include "adapters/file.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/forecast/panel.hpp"
#include "salesplan/forecast/summing_structure.hpp"

namespace salesplan::cli {

/// Which columns of the file hold what; empty names where there is none.
struct SeriesColumns {
  std::string file;
  std::string id;
  std::string date;
  std::string grain;
  std::string value = "value";
  std::string group;
  std::string sums;  ///< groupings by commas, each of columns joined by +
};

/// One series as it is read: values by the ordinal of their period, or by row without dates.
struct Series {
  std::string id;
  std::vector<std::string> keys;  ///< in the columns of the groups or sums
  std::map<std::int32_t, double> values;
};

struct SeriesInput {
  std::vector<Series> series;
  std::vector<std::string> key_columns;
  std::optional<calendar::Grain> grain;  ///< of the dates, where there are any
};

/// The parts of a list.
inline std::vector<std::string> split(std::string_view list, char separator = ',') {
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(separator), list.size());
    names.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return names;
}

/// The period of a cell; a day stands for the period of `grain` that it lies in.
inline std::int32_t period_at(const adapters::CsvTable& csv, std::size_t r, std::size_t column,
                              std::optional<calendar::Grain>& grain) {
  calendar::Period period = calendar::parse_period(csv.cell(r, column), csv.place(r, column));
  if (!grain) grain = period.grain;
  if (period.grain != *grain && period.grain == calendar::Grain::day) {
    period = calendar::period_of(calendar::first_date(period), *grain);
  }
  if (period.grain != *grain) {
    throw Error(
        ErrorCode::parse, csv.place(r, column),
        "\"" + std::string(csv.cell(r, column)) + "\" is not a " + calendar::grain_name(*grain));
  }
  return period.ordinal;
}

inline SeriesInput read_series(const SeriesColumns& columns) {
  const adapters::CsvTable csv(adapters::read_file(columns.file), columns.file);
  const std::size_t value = csv.column(columns.value);
  const bool with_id = !columns.id.empty();
  const bool with_date = !columns.date.empty();
  const std::size_t id = with_id ? csv.column(columns.id) : 0;
  const std::size_t date = with_date ? csv.column(columns.date) : 0;

  SeriesInput input;
  if (!columns.grain.empty()) input.grain = calendar::parse_grain(columns.grain, "--grain");
  if (!columns.group.empty()) input.key_columns.push_back(columns.group);
  for (const std::string& grouping : split(columns.sums)) {
    for (std::string& name : split(grouping, '+')) input.key_columns.push_back(std::move(name));
  }
  std::vector<std::size_t> keys;
  for (const std::string& name : input.key_columns) keys.push_back(csv.column(name));

  std::map<std::string, std::size_t, std::less<>> index;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const std::string key(with_id ? csv.cell(r, id) : std::string_view());
    const auto place = index.emplace(key, input.series.size());
    if (place.second) input.series.push_back({key, {}, {}});
    Series& series = input.series[place.first->second];
    for (std::size_t k = 0; k < keys.size(); ++k) {
      if (place.second) series.keys.emplace_back(csv.cell(r, keys[k]));
      if (series.keys[k] == csv.cell(r, keys[k])) continue;
      throw Error(ErrorCode::invalid_argument, csv.place(r, keys[k]),
                  "\"" + std::string(csv.cell(r, keys[k])) + "\" where the series \"" + key +
                      "\" had \"" + series.keys[k] + "\"");
    }
    const std::int32_t at = with_date ? period_at(csv, r, date, input.grain)
                                      : static_cast<std::int32_t>(series.values.size());
    const std::string_view text = csv.cell(r, value);
    const double number =
        text.empty() ? core::missing_number : core::parse_number(text, csv.place(r, value));
    if (!series.values.emplace(at, number).second) {
      throw Error(ErrorCode::duplicate, csv.place(r, date),
                  "the period is given twice for this series");
    }
  }
  if (input.series.empty()) throw Error(ErrorCode::invalid_argument, columns.file, "has no rows");
  return input;
}

/// Series with dates that lean on each other or are summed end together.
inline void end_together(SeriesInput& input) {
  if (!input.grain) return;
  std::int32_t last = input.series.front().values.rbegin()->first;
  for (const Series& series : input.series) last = std::max(last, series.values.rbegin()->first);
  for (Series& series : input.series) series.values.emplace(last, core::missing_number);
}

/// The series one after the other, each from its own first period to its own last.
struct FlatSeries {
  std::vector<double> values;
  std::vector<std::int64_t> offsets{0};

  forecast::Panel panel() const { return {values, offsets}; }
};

inline FlatSeries flatten(const SeriesInput& input, const std::string& file) {
  FlatSeries flat;
  for (const Series& series : input.series) {
    const std::int32_t first = series.values.begin()->first;
    const std::int64_t length = std::int64_t{series.values.rbegin()->first} - first + 1;
    if (length > 10'000'000) {
      throw Error(ErrorCode::invalid_argument, file,
                  "a series spans " + std::to_string(length) + " periods");
    }
    const std::size_t start = flat.values.size();
    flat.values.resize(start + static_cast<std::size_t>(length), core::missing_number);
    for (const auto& [at, number] : series.values) {
      flat.values[start + static_cast<std::size_t>(at - first)] = number;
    }
    flat.offsets.push_back(static_cast<std::int64_t>(flat.values.size()));
  }
  return flat;
}

/// The number of each series' group, in the order of first appearance.
inline std::vector<std::int32_t> numbered_groups(const SeriesInput& input, std::size_t first_key,
                                                 std::size_t keys) {
  std::map<std::vector<std::string>, std::int32_t> numbers;
  std::vector<std::int32_t> groups;
  for (const Series& series : input.series) {
    const auto from = series.keys.begin() + static_cast<std::ptrdiff_t>(first_key);
    const std::vector<std::string> key(from, from + static_cast<std::ptrdiff_t>(keys));
    groups.push_back(numbers.emplace(key, static_cast<std::int32_t>(numbers.size())).first->second);
  }
  return groups;
}

/// The total, the groups of every grouping of `sums`, and the series themselves.
struct SummedSeries {
  forecast::SummingStructure structure;
  std::vector<std::string> names;  ///< "*", "region=North", "region=North, channel=Web", ids
  std::size_t periods = 0;
  std::vector<double> values;  ///< [series, periods], all ending together
};

inline SummedSeries sum_series(const SeriesInput& input, const FlatSeries& flat,
                               const std::string& sums) {
  SummedSeries summed;
  summed.names.emplace_back("*");
  std::vector<std::int32_t> groups;
  std::size_t first_key = 0;
  for (const std::string& grouping : split(sums)) {
    const std::size_t keys = split(grouping, '+').size();
    const std::vector<std::int32_t> numbers = numbered_groups(input, first_key, keys);
    std::int32_t next = 0;
    for (std::size_t s = 0; s < numbers.size(); ++s) {
      if (numbers[s] != next) continue;
      ++next;
      std::string name;
      for (std::size_t k = first_key; k < first_key + keys; ++k) {
        if (!name.empty()) name += ", ";
        name.append(input.key_columns[k]).append("=").append(input.series[s].keys[k]);
      }
      summed.names.push_back(std::move(name));
    }
    groups.insert(groups.end(), numbers.begin(), numbers.end());
    first_key += keys;
  }
  for (const Series& series : input.series) summed.names.push_back(series.id);
  summed.structure = forecast::grouped_structure(input.series.size(), groups);
  const forecast::Panel panel = flat.panel();
  for (std::size_t s = 0; s < panel.size(); ++s) {
    summed.periods = std::max(summed.periods, panel.series(s).size());
  }
  for (std::size_t s = 0; s < panel.size(); ++s) {
    const core::View<const double> y = panel.series(s);
    summed.values.resize((s + 1) * summed.periods - y.size(), core::missing_number);
    summed.values.insert(summed.values.end(), y.begin(), y.end());
  }
  return summed;
}

}  // namespace salesplan::cli
