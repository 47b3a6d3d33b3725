#include "adapters/calendar_csv.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>
#include <vector>

#include "salesplan/core/error.hpp"

namespace salesplan::adapters {

calendar::WorkdayCalendar read_calendar(const CsvTable& csv, const std::string& name,
                                        calendar::WeekdaySet weekend) {
  const std::size_t date = csv.column("date");
  const std::size_t kind = csv.column("kind");
  std::vector<calendar::SpecialDay> days;
  std::unordered_set<std::int32_t> seen;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    calendar::SpecialDay day;
    day.date = calendar::parse_date(csv.cell(r, date), csv.place(r, date));
    if (csv.cell(r, kind) != "holiday" && csv.cell(r, kind) != "makeup") {
      throw Error(ErrorCode::parse, csv.place(r, kind),
                  "\"" + std::string(csv.cell(r, kind)) + "\" is neither holiday nor makeup");
    }
    day.kind =
        csv.cell(r, kind) == "holiday" ? calendar::DayKind::holiday : calendar::DayKind::makeup;
    if (csv.has_column("name")) day.name_en = std::string(csv.cell(r, csv.column("name")));
    if (!seen.insert(day.date.days).second) {
      throw Error(ErrorCode::duplicate, csv.place(r, date),
                  calendar::date_text(day.date) + " is given twice");
    }
    if (day.kind == calendar::DayKind::makeup && !weekend.has(calendar::weekday(day.date))) {
      throw Error(
          ErrorCode::invalid_argument, csv.place(r, date),
          calendar::date_text(day.date) + " is no weekend day, so it cannot be made up for");
    }
    days.push_back(std::move(day));
  }
  if (days.empty()) throw Error(ErrorCode::invalid_argument, csv.name(), "has no days");
  const auto by_date = [](const calendar::SpecialDay& a, const calendar::SpecialDay& b) {
    return a.date < b.date;
  };
  const auto ends = std::minmax_element(days.begin(), days.end(), by_date);
  const int first_year = calendar::date_parts(ends.first->date).year;
  const int last_year = calendar::date_parts(ends.second->date).year;
  return {name, weekend, std::move(days), first_year, last_year};
}

calendar::WeekdaySet parse_weekend(std::string_view text, const std::string& place) {
  constexpr std::array<std::string_view, 7> names = {"mon", "tue", "wed", "thu",
                                                     "fri", "sat", "sun"};
  calendar::WeekdaySet weekend;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const auto found = std::find(names.begin(), names.end(), text.substr(0, comma));
    if (found == names.end()) {
      throw Error(ErrorCode::parse, place,
                  "\"" + std::string(text.substr(0, comma)) +
                      "\" is not a weekday; allowed: mon, tue, wed, thu, fri, sat, sun");
    }
    weekend.bits = static_cast<std::uint8_t>(weekend.bits | 1U << (found - names.begin()));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return weekend;
}

}  // namespace salesplan::adapters
