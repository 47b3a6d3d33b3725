#!/usr/bin/env python3
"""Writes include/salesplan/calendar/china_data_inl.hpp from two CSV files.

    generate_cn_calendar.py cn_workdays.csv cn_lunar_new_year.csv > china_data_inl.hpp

The first has columns date, day_type (HOLIDAY, MAKEUP_WORKDAY, WORKDAY) and holiday_zh; the second
has cny_date, one row a year. The facts are those of the yearly notices of the State Council as
collected by LKI/chinese-calendar, NateScarlet/holiday-cn and vacanza/holidays (all MIT).
"""

import csv
import datetime
import sys

# The identifiers of CnHoliday, by a part of the name that all sources share.
HOLIDAYS = {
    "元旦": "new_year",
    "春节": "spring_festival",
    "清明": "tomb_sweeping",
    "劳动": "labour_day",
    "端午": "dragon_boat",
    "抗日": "victory_day",
    "中秋": "mid_autumn",
    "国庆": "national_day",
}


def runs(rows):
    """Consecutive dates of one kind and holiday, as (first date, days, kind, holiday)."""
    out = []
    for row in rows:
        if row["day_type"] == "WORKDAY":  # an ordinary weekday named in a notice
            continue
        date = datetime.date.fromisoformat(row["date"])
        kind = {"HOLIDAY": "holiday", "MAKEUP_WORKDAY": "makeup"}[row["day_type"]]
        (holiday,) = (name for part, name in HOLIDAYS.items() if part in row["holiday_zh"])
        last = out[-1] if out else None
        if last and last[2:] == [kind, holiday] and (date - last[0]).days == last[1]:
            last[1] += 1
        else:
            out.append([date, 1, kind, holiday])
    return out


def main(workdays_path, lunar_path):
    with open(workdays_path, encoding="utf-8", newline="") as file:
        days = runs(sorted(csv.DictReader(file), key=lambda row: row["date"]))
    with open(lunar_path, encoding="utf-8", newline="") as file:
        new_years = [datetime.date.fromisoformat(row["cny_date"]) for row in csv.DictReader(file)]
    years = [date.year for date in new_years]
    assert years == list(range(years[0], years[0] + len(years)))

    print("// Holidays, make-up workdays and lunar new years of mainland China.")
    print("// Written by scripts/generate_cn_calendar.py; do not edit.")
    print("// clang-format off")
    print("#pragma once\n\n#include <cstdint>\n")
    print('#include "salesplan/calendar/workday_calendar.hpp"\n')
    print("namespace salesplan::calendar::detail {\n")
    print("enum class CnHoliday : std::uint8_t {")
    print("".join(f"  {name},\n" for name in HOLIDAYS.values()) + "};\n")
    print("struct CnRun {\n  std::int32_t first;  // yyyymmdd\n  std::int32_t days;")
    print("  DayKind kind;\n  CnHoliday holiday;\n};\n")
    print(f"constexpr int cn_first_year = {days[0][0].year};")
    print(f"constexpr int cn_last_year = {days[-1][0].year};\n")
    print("constexpr CnRun cn_runs[] = {")
    for date, count, kind, holiday in days:
        print(f"    {{{date:%Y%m%d}, {count}, DayKind::{kind}, CnHoliday::{holiday}}},")
    print("};\n")
    print("// Month and day, mmdd, of the first day of the lunar year.")
    print(f"constexpr int cn_lunar_first_year = {years[0]};")
    print("constexpr std::int16_t cn_lunar_new_years[] = {")
    texts = [str(date.month * 100 + date.day) for date in new_years]
    for i in range(0, len(texts), 10):
        print("    " + ", ".join(texts[i : i + 10]) + ",")
    print("};\n\n}  // namespace salesplan::calendar::detail")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
