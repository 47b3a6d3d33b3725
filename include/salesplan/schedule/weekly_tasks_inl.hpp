// Bodies of weekly_tasks.hpp.
#pragma once

#include <algorithm>

#include "salesplan/allocation/spread.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/schedule/weekly_tasks.hpp"

namespace salesplan::schedule {
namespace detail {

/// The weekends of a calendar alone, as they decide outside its known years.
inline calendar::WorkdayCalendar weekends_of(const calendar::WorkdayCalendar& workdays) {
  calendar::Date outside = calendar::make_date(1500, 1, 1);
  if (workdays.known(outside, outside + 6)) outside = calendar::make_date(9000, 1, 1);
  calendar::WeekdaySet weekend;
  for (std::int64_t i = 0; i < 7; ++i) {
    if (workdays.is_workday(outside + i).workday) continue;
    weekend.bits = static_cast<std::uint8_t>(weekend.bits | 1u << calendar::weekday(outside + i));
  }
  return {"", weekend, {}, 2000, 2000};
}

/// A node from its first to its last workday.
inline WeekPlan week_of(const calendar::WorkdayCalendar& workdays,
                        const calendar::MonthNode& node) {
  WeekPlan week;
  week.start = node.first;
  week.due = node.last;
  week.workdays = node.workdays;
  if (node.workdays > 0) {
    week.start = workdays.add_workdays(node.first - 1, 1).date;
    week.due = workdays.add_workdays(node.last + 1, -1).date;
  }
  return week;
}

/// The names of a month's holidays, each once, by date.
inline std::string month_holidays(const calendar::WorkdayCalendar& workdays, calendar::Period month,
                                  calendar::Language language) {
  std::vector<std::string> names;
  for (const calendar::SpecialDay& day : workdays.special_days()) {
    if (day.date < calendar::first_date(month) || day.date > calendar::last_date(month)) continue;
    std::string name(workdays.holiday_name(day.date, language));
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(std::move(name));
    }
  }
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "holidays" : text;
}

inline void check_worth(core::View<const double> worth, std::int64_t days) {
  if (worth.empty()) return;
  if (static_cast<std::int64_t>(worth.size()) != days) {
    throw Error(ErrorCode::invalid_argument, "worth",
                std::to_string(worth.size()) + " values for " + std::to_string(days) + " days");
  }
  for (std::size_t i = 0; i < worth.size(); ++i) {
    if (worth[i] >= 0 && worth[i] <= 1e100) continue;
    throw Error(ErrorCode::invalid_argument, core::at("worth", static_cast<std::int64_t>(i)),
                core::to_text(worth[i]) + " is outside [0, 1e100]");
  }
}

}  // namespace detail

SALESPLAN_INLINE std::vector<TaskTemplate> monthly_template() {
  return {
      {1, "confirm-targets", "Confirm the month's targets", "确认本月目标", "", {}},
      {1, "visit-plan", "Draw up the visit plan", "制定拜访计划", "", {"confirm-targets"}},
      {1, "sales-material", "Prepare sales material", "准备销售物料", "", {}},
      {2,
       "visits",
       "Concentrated customer visits",
       "集中拜访客户",
       "",
       {"visit-plan", "sales-material"}},
      {2, "needs", "Explore customers' needs", "挖掘客户需求", "", {}},
      {2, "customer-files", "Complete the customer files", "完善客户档案", "", {}},
      {3, "follow-up", "Follow up on visits", "跟进拜访结果", "", {"visits"}},
      {3, "objections", "Settle objections", "处理客户异议", "", {"follow-up"}},
      {3, "closing", "Close deals", "促成签单", "", {"objections"}},
      {4, "summary", "Sum up the month", "本月总结", "", {}},
      {4, "purchase-intent", "Record purchase intent", "梳理采购意向", "", {"closing"}},
      {4, "next-month", "Plan next month", "规划下月工作", "", {"summary", "purchase-intent"}},
  };
}

SALESPLAN_INLINE std::array<WeekPlan, 4> week_plans(const calendar::WorkdayCalendar& workdays,
                                                    calendar::Period month, core::Minor target,
                                                    core::View<const double> worth,
                                                    calendar::Language language) {
  const calendar::MonthNodes nodes = calendar::month_nodes(workdays, month);
  const calendar::WorkdayCalendar weekends = detail::weekends_of(workdays);
  const calendar::MonthNodes usual = calendar::month_nodes(weekends, month);
  const calendar::Date first = calendar::first_date(month);
  detail::check_worth(worth, calendar::last_date(month) - first + 1);
  std::array<WeekPlan, 4> plans;
  std::array<double, 4> weights{};
  double total = 0, days = 0;
  for (std::size_t w = 0; w < plans.size(); ++w) {
    const calendar::MonthNode& node = nodes.nodes[w];
    plans[w] = detail::week_of(workdays, node);
    plans[w].node = static_cast<int>(w + 1);
    const WeekPlan unmoved = detail::week_of(weekends, usual.nodes[w]);
    if (plans[w].start != unmoved.start || plans[w].due != unmoved.due) {
      plans[w].moved_by = detail::month_holidays(workdays, month, language);
    }
    weights[w] = worth.empty() ? static_cast<double>(node.workdays) : 0.0;
    for (calendar::Date day = node.first; !worth.empty() && day <= node.last; day = day + 1) {
      weights[w] += worth[static_cast<std::size_t>(day - first)];
    }
    total += weights[w];
    days += static_cast<double>(node.workdays);
  }
  const std::vector<core::Minor> parts = allocation::spread(
      target, {weights.data(), weights.size()}, {}, 1, allocation::ZeroWeights::equal);
  for (std::size_t w = 0; w < plans.size(); ++w) {
    plans[w].target = parts[w];
    plans[w].share = total > 0 ? weights[w] / total : 0.25;
    plans[w].workday_share = days > 0 ? static_cast<double>(plans[w].workdays) / days : 0.25;
  }
  return plans;
}

}  // namespace salesplan::schedule
