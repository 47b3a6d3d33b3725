// Figures, states and bounds in words, English and Chinese, for the documents of a month.
#pragma once

#include <string>

#include "adapters/review_html.hpp"
#include "salesplan/calendar/workday_calendar.hpp"

namespace salesplan::adapters {

/// A figure that rules watch, a state of an alert, or what holds a next target; other texts stay as
/// they are.
inline std::string in_words(const std::string& key, calendar::Language language) {
  struct Word {
    const char *key, *en, *zh;
  };
  static constexpr Word words[] = {
      {"sales", "sales", "销售额"},
      {"profit", "profit", "利润"},
      {"attainment", "attainment", "达成率"},
      {"pace", "pace", "进度"},
      {"growth", "growth on last year", "同比增长"},
      {"change", "growth on last month", "环比增长"},
      {"share", "share", "占比"},
      {"customers", "customers", "客户数"},
      {"new_customers", "new customers", "新客户"},
      {"returned_customers", "returned customers", "回流客户"},
      {"lost_customers", "lost customers", "流失客户"},
      {"sales_per_customer", "sales per customer", "客均销售额"},
      {"orders", "orders", "订单数"},
      {"average_order", "average order", "客单价"},
      {"conversion", "conversion", "转化率"},
      {"satisfaction", "satisfaction", "满意度"},
      {"probability", "probability of the next target", "下月目标达成概率"},
      {"normal", "normal", "正常"},
      {"pending", "pending", "待确认"},
      {"firing", "firing", "已触发"},
      {"recovering", "recovering", "恢复中"},
      {"no_data", "no data", "无数据"},
      {"lower", "least change", "最小变动"},
      {"upper", "most change", "最大变动"},
      {"hours", "hours", "工时"},
      {"budget", "budget", "预算"}};
  for (const Word& word : words) {
    if (key == word.key) return language == calendar::Language::en ? word.en : word.zh;
  }
  return key;
}

/// "firing · 已触发".
inline std::string in_both(const std::string& key) {
  const std::string en = in_words(key, calendar::Language::en);
  const std::string zh = in_words(key, calendar::Language::zh);
  return en == zh ? en : both(en, zh);
}

}  // namespace salesplan::adapters
