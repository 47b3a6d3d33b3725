// Bodies of findings.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <queue>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/wide.hpp"
#include "salesplan/review/findings.hpp"

namespace salesplan::review {
namespace detail {

inline double size_of(core::Minor amount) { return std::fabs(static_cast<double>(amount)); }

inline std::string whole_percent(double ratio) {
  return core::to_text(std::round(100 * ratio) + 0.0);
}

}  // namespace detail

SALESPLAN_INLINE std::vector<Finding> largest(const allocation::Tree& tree, const Bridge& bridge,
                                              std::size_t limit, double focus) {
  allocation::check_tree(tree);
  const std::size_t k = bridge.effects.size();
  if (bridge.amount.size() != tree.size() * k) {
    throw Error(ErrorCode::invalid_argument, "bridge", "is one of another tree");
  }
  if (!(focus > 0.5 && focus <= 1)) {
    throw Error(ErrorCode::invalid_argument, "focus", core::to_text(focus) + " is not in (0.5, 1]");
  }
  const allocation::Children children = allocation::children_of(tree);
  double all = 0;
  for (std::size_t e = 0; e < k; ++e) all += detail::size_of(bridge.at(0, e));
  const auto before = [&](const Finding& a, const Finding& b) {  // a is told later than b
    const double x = detail::size_of(a.amount), y = detail::size_of(b.amount);
    if (x < y || x > y) return x < y;
    return a.node != b.node ? a.node > b.node : a.effect > b.effect;
  };
  std::priority_queue<Finding, std::vector<Finding>, decltype(before)> open(before);
  const auto offer = [&](std::size_t node, std::size_t e) {
    const core::Minor amount = bridge.at(node, e);
    if (amount != 0) {
      open.push({node, e, amount, all > 0 ? detail::size_of(amount) / all : 0});
    }
  };
  for (std::size_t e = 0; e < k; ++e) offer(0, e);
  std::vector<Finding> result;
  while (result.size() < limit && !open.empty()) {
    const Finding top = open.top();
    open.pop();
    bool borne = false;
    const double amount = static_cast<double>(top.amount);
    for (std::size_t c = children.first[top.node]; c < children.first[top.node + 1]; ++c) {
      const double part = static_cast<double>(bridge.at(children.node[c], top.effect)) / amount;
      borne = borne || (part >= focus && part <= 1 / focus);
    }
    if (!borne) result.push_back(top);
    for (std::size_t c = children.first[top.node]; c < children.first[top.node + 1]; ++c) {
      offer(children.node[c], top.effect);
    }
  }
  return result;
}

SALESPLAN_INLINE std::string effect_name(const std::string& effect, calendar::Language language) {
  if (language == calendar::Language::en) {
    std::string words = effect;
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
  }
  static const std::map<std::string, const char*> chinese = {
      {"volume", "销量"},        {"mix", "结构"},          {"price", "价格"},
      {"cost", "成本"},          {"joint", "量价联动"},    {"new", "新增"},
      {"discontinued", "停售"},  {"returned", "回流客户"}, {"lost", "流失客户"},
      {"grown", "客户增购"},     {"shrunk", "客户减购"},   {"moved_in", "转入客户"},
      {"moved_out", "转出客户"}, {"calendar", "日历"},     {"promotion", "促销"},
      {"visits", "访问量"},      {"conversion", "转化率"}, {"order_value", "客单价"},
      {"performance", "业绩"}};
  const auto found = chinese.find(effect);
  return found == chinese.end() ? effect : found->second;
}

SALESPLAN_INLINE std::string money_text(core::Minor amount, int decimals, bool sign) {
  std::string text = core::amount_text(amount, decimals);
  const std::size_t start = text.front() == '-' ? 1 : 0;
  for (std::size_t at = std::min(text.find('.'), text.size()); at > start + 3;) {
    at -= 3;
    text.insert(at, 1, ',');
  }
  return sign && amount > 0 ? "+" + text : text;
}

SALESPLAN_INLINE std::string sentence(const allocation::Tree& tree, const Bridge& bridge,
                                      const Finding& finding, int decimals,
                                      calendar::Language language) {
  const std::string name = allocation::label(tree, finding.node);
  const std::string effect = effect_name(bridge.effects[finding.effect], language);
  const std::string money = money_text(finding.amount, decimals, true);
  const std::string share = detail::whole_percent(finding.share);
  if (language == calendar::Language::en) {
    return name + ": " + effect + " " + money + " (" + share + " % of all movement).";
  }
  return name + "：" + effect + "影响 " + money + "（占全部变动的" + share + "%）。";
}

SALESPLAN_INLINE std::string headline(const allocation::Tree& tree, const Bridge& bridge,
                                      std::size_t node, int decimals, calendar::Language language) {
  const bool english = language == calendar::Language::en;
  const core::Minor change = core::subtract(bridge.actual[node], bridge.base[node], "change");
  std::string text = allocation::label(tree, node) + (english ? ": " : "：") +
                     money_text(bridge.base[node], decimals, false) + (english ? " to " : " → ") +
                     money_text(bridge.actual[node], decimals, false) + (english ? ", " : "，") +
                     money_text(change, decimals, true);
  if (bridge.base[node] > 0) {
    const double ratio = static_cast<double>(change) / static_cast<double>(bridge.base[node]);
    text.append(english ? " (" : "（").append(ratio > 0 ? "+" : "");
    text.append(detail::whole_percent(ratio)).append(english ? " %)" : "%）");
  }
  return text + (english ? "." : "。");
}

}  // namespace salesplan::review
