#include "salesplan/schedule/meetings.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "refusal.hpp"
#include "salesplan/calendar/calendars.hpp"

namespace salesplan::schedule {
namespace meetings_test {

const calendar::WorkdayCalendar& china() {
  static const calendar::WorkdayCalendar calendar = calendar::named_calendar("CN");
  return calendar;
}

std::vector<std::string> dates(const std::vector<Meeting>& meetings, const char* first,
                               const char* last) {
  std::vector<std::string> texts;
  for (const MeetingDate& one :
       meeting_dates(china(), meetings, calendar::parse_date(first, "first"),
                     calendar::parse_date(last, "last"))) {
    texts.push_back(calendar::date_text(one.date) + " " + meetings[one.meeting].key);
  }
  return texts;
}

const Meeting weekly{"stand-up", {"sales"}, calendar::Grain::week, 1, 1, 30};
const Meeting review{"review", {"sales", "finance"}, calendar::Grain::month, 1, -1, 90};

TEST(Meetings, AreOnWorkdays) {
  // The spring festival of 2026 closes 15 to 23 February; 14 and 28 February are worked.
  EXPECT_EQ(dates({weekly}, "2026-02-09", "2026-03-08"),
            (std::vector<std::string>{"2026-02-09 stand-up", "2026-02-24 stand-up",
                                      "2026-03-02 stand-up"}));
  EXPECT_EQ(dates({weekly, review}, "2026-02-23", "2026-03-02"),
            (std::vector<std::string>{"2026-02-24 stand-up", "2026-02-28 review",
                                      "2026-03-02 stand-up"}));
}

TEST(Meetings, EverySoManyWeeksOrMonths) {
  Meeting fortnightly = weekly;
  fortnightly.every = 2;
  EXPECT_EQ(dates({fortnightly}, "2026-03-02", "2026-03-31"),
            (std::vector<std::string>{"2026-03-02 stand-up", "2026-03-16 stand-up",
                                      "2026-03-30 stand-up"}));
  Meeting quarterly = review;
  quarterly.every = 3;
  quarterly.workday = 2;
  EXPECT_EQ(dates({quarterly}, "2026-01-01", "2026-06-30"),
            (std::vector<std::string>{"2026-01-05 review", "2026-04-02 review"}));
  quarterly.workday = 31;  // the last that April has
  EXPECT_EQ(dates({quarterly}, "2026-04-01", "2026-04-30"),
            (std::vector<std::string>{"2026-04-30 review"}));
}

TEST(Meetings, TakeHours) {
  const std::vector<Meeting> meetings{weekly, review};
  const std::vector<MeetingHours> hours =
      meeting_hours(meetings, meeting_dates(china(), meetings, calendar::make_date(2026, 3, 1),
                                            calendar::make_date(2026, 3, 31)));
  ASSERT_EQ(hours.size(), 2u);
  EXPECT_EQ(hours[0].department, "sales");
  EXPECT_DOUBLE_EQ(hours[0].hours, 5 * 0.5 + 1.5);
  EXPECT_DOUBLE_EQ(hours[1].hours, 1.5);
}

TEST(Meetings, RefuseWhatIsNone) {
  const auto refused = [](Meeting meeting) {
    return refusal([&] { dates({review, meeting}, "2026-03-01", "2026-03-31"); });
  };
  Meeting bad = weekly;
  bad.key = "review";
  EXPECT_EQ(refused(bad), "meetings[1].key: \"review\" is given twice");
  bad = weekly;
  bad.workday = 0;
  EXPECT_EQ(refused(bad), "meetings[1].workday: 0 is not in -31..-1 or 1..31");
  bad = weekly;
  bad.departments.clear();
  EXPECT_EQ(refused(bad), "meetings[1].departments: is empty");
  bad = weekly;
  bad.grain = calendar::Grain::day;
  EXPECT_EQ(refused(bad), "meetings[1].grain: is neither week nor month");
}

}  // namespace meetings_test
}  // namespace salesplan::schedule
