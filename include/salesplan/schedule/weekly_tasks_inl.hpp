// Bodies of weekly_tasks.hpp.
#pragma once

#include "salesplan/allocation/spread.hpp"
#include "salesplan/schedule/weekly_tasks.hpp"

namespace salesplan::schedule {

SALESPLAN_INLINE std::vector<TaskTemplate> monthly_template() {
  return {
      {1, "confirm-targets", "Confirm the month's targets", "确认本月目标", ""},
      {1, "visit-plan", "Draw up the visit plan", "制定拜访计划", ""},
      {1, "sales-material", "Prepare sales material", "准备销售物料", ""},
      {2, "visits", "Concentrated customer visits", "集中拜访客户", ""},
      {2, "needs", "Explore customers' needs", "挖掘客户需求", ""},
      {2, "customer-files", "Complete the customer files", "完善客户档案", ""},
      {3, "follow-up", "Follow up on visits", "跟进拜访结果", ""},
      {3, "objections", "Settle objections", "处理客户异议", ""},
      {3, "closing", "Close deals", "促成签单", ""},
      {4, "summary", "Sum up the month", "本月总结", ""},
      {4, "purchase-intent", "Record purchase intent", "梳理采购意向", ""},
      {4, "next-month", "Plan next month", "规划下月工作", ""},
  };
}

SALESPLAN_INLINE std::array<WeekPlan, 4> week_plans(const calendar::WorkdayCalendar& workdays,
                                                    calendar::Period month, core::Minor target) {
  const calendar::MonthNodes nodes = calendar::month_nodes(workdays, month);
  std::array<WeekPlan, 4> plans;
  std::array<double, 4> weights{};
  for (std::size_t w = 0; w < plans.size(); ++w) {
    const calendar::MonthNode& node = nodes.nodes[w];
    plans[w] = {static_cast<int>(w + 1), node.first, node.last, node.workdays, 0};
    weights[w] = static_cast<double>(node.workdays);
    if (node.workdays > 0) {
      plans[w].start = workdays.add_workdays(node.first - 1, 1).date;
      plans[w].due = workdays.add_workdays(node.last + 1, -1).date;
    }
  }
  const std::vector<core::Minor> parts = allocation::spread(
      target, {weights.data(), weights.size()}, {}, 1, allocation::ZeroWeights::equal);
  for (std::size_t w = 0; w < plans.size(); ++w) plans[w].target = parts[w];
  return plans;
}

}  // namespace salesplan::schedule
