#include "adapters/quota_letters.hpp"

#include <cmath>
#include <cstddef>

#include "adapters/html_text.hpp"
#include "adapters/plan_keys.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/review/findings.hpp"

namespace salesplan::adapters {
namespace {

constexpr const char* letter_style =
    "body{margin:0 auto;max-width:44rem;padding:1.5rem;"
    "font:15px/1.5 system-ui,\"Segoe UI\",\"Noto Sans\",\"PingFang SC\",\"Microsoft YaHei\","
    "\"Noto Sans CJK SC\",sans-serif;color:#17202b}"
    "article{break-after:page;margin-bottom:3rem}h1{font-size:1.4rem;margin:0}"
    "table{border-collapse:collapse;width:100%;margin-top:1rem;"
    "font-variant-numeric:tabular-nums}"
    "td,th{padding:.2rem .7rem;text-align:right;border-bottom:1px solid #dfe4eb}"
    "td:first-child,th:first-child{text-align:left}tfoot td{font-weight:600}";

/// The browser refuses the style where this is not its digest.
constexpr const char* letter_style_hash = "sha256-Dhf20LNnZVfMQ8IDsN5taMZLuCty66i6NURWVoOY0XU=";

struct Words {
  const char *title, *quota, *basis, *forecast, *probability, *start, *month, *workdays, *target,
      *presence, *open;
};
constexpr Words english{"Quota letter",
                        "Quota",
                        "By the basis alone",
                        "Forecast",
                        "Probability of reaching it",
                        "Starts on",
                        "Month",
                        "Workdays",
                        "Target",
                        "Workdays on which you are there",
                        "Left open meanwhile"};
constexpr Words chinese{"目标通知书", "目标",           "仅按基数",    "预测",
                        "达成概率",   "上岗日期",       "月份",        "工作日",
                        "目标",       "在岗工作日占比", "缺勤期间空缺"};

std::string table_row(const std::string& name, const std::string& value) {
  return "<tr><td>" + name + "</td><td>" + value + "</td></tr>";
}

}  // namespace

std::string quota_letters(const plan::Specification& spec, const plan::Document& document) {
  const Words& words = spec.language == "zh" ? chinese : english;
  const table::Dimension& owners = spec.dimensions[spec.owner];
  const auto money = [&](double minor) {
    return escaped(spec.currency) + (spec.currency.empty() ? "" : " ") +
           review::money_text(core::round_to_minor(minor, "quota"), spec.decimals, false);
  };
  const std::string title =
      escaped(spec.company) + (spec.company.empty() ? "" : " · ") + words.title;
  std::string page = "<!DOCTYPE html>\n<html lang=\"";
  page += spec.language == "zh" ? "zh-CN" : "en";
  page +=
      "\"><head><meta charset=\"utf-8\">"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '";
  page += letter_style_hash;
  page += "'\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>";
  page += title + "</title><style>" + letter_style + "</style></head><body>\n";
  for (const plan::Quota& quota : document.quotas) {
    const auto o = static_cast<std::size_t>(quota.owner);
    page += "<article><p>" + title + "</p><h1>" + escaped(owners.label(owners.leaf(o))) +
            "</h1><table><tbody>";
    if (quota.start != calendar::no_date) {
      page += table_row(words.start, calendar::date_text(quota.start));
    }
    page += table_row(words.quota, money(static_cast<double>(quota.target))) +
            table_row(words.basis, money(static_cast<double>(quota.basis))) +
            table_row(words.forecast, money(quota.forecast));
    if (!std::isnan(quota.probability)) {
      page +=
          table_row(words.probability, core::to_text(std::round(100 * quota.probability)) + " %");
    }
    if (quota.presence < 1) {
      page += table_row(words.presence, core::to_text(std::round(100 * quota.presence)) + " %");
    }
    if (quota.open > 0) page += table_row(words.open, money(static_cast<double>(quota.open)));
    page += std::string("</tbody></table><table><thead><tr><th scope=\"col\">") + words.month +
            "</th><th scope=\"col\">" + words.workdays + "</th><th scope=\"col\">" + words.target +
            "</th></tr></thead><tbody>";
    for (std::size_t m = 0; m < document.months.size(); ++m) {
      const std::int64_t days = spec.workdays
                                    .workdays(calendar::first_date(document.months[m]),
                                              calendar::last_date(document.months[m]))
                                    .days;
      page += "<tr><td>" + month_text(document, m) + "</td><td>" + std::to_string(days) +
              "</td><td>" + money(static_cast<double>(quota.months[m])) + "</td></tr>";
    }
    page += std::string("</tbody><tfoot><tr><td>") + words.quota + "</td><td></td><td>" +
            money(static_cast<double>(quota.target)) + "</td></tr></tfoot></table></article>\n";
  }
  return page + "</body></html>\n";
}

}  // namespace salesplan::adapters
