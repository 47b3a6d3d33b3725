// Bodies of instant.hpp.
#pragma once

#include "salesplan/calendar/date.hpp"
#include "salesplan/calendar/instant.hpp"

namespace salesplan::calendar {

SALESPLAN_INLINE std::string instant_text(std::int64_t seconds) {
  constexpr std::int64_t day = 86400;
  const std::int64_t second = (seconds % day + day) % day;
  std::string text = "T00:00:00";
  const auto write = [&](std::size_t at, std::int64_t number) {
    text[at] = static_cast<char>('0' + number / 10);
    text[at + 1] = static_cast<char>('0' + number % 10);
  };
  write(1, second / 3600);
  write(4, second / 60 % 60);
  write(7, second % 60);
  const std::int64_t days = (seconds - second) / day;
  constexpr std::int64_t beyond = 1 << 30;  // no day of a date is as far as that
  return date_text({static_cast<std::int32_t>(days > beyond    ? beyond
                                              : days < -beyond ? -beyond
                                                               : days)}) +
         text;
}

}  // namespace salesplan::calendar
