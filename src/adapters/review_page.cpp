#include "adapters/review_page.hpp"

#include <array>
#include <cstddef>
#include <utility>

#include "adapters/review_html.hpp"
#include "salesplan/review/findings.hpp"

namespace salesplan::adapters {
namespace {

using calendar::Language;

constexpr std::array<Language, 2> languages{Language::en, Language::zh};
constexpr std::size_t findings_told = 5;

std::string effect_words(const std::string& effect) {
  return both(review::effect_name(effect, Language::en), review::effect_name(effect, Language::zh));
}

std::string bridge_svg(const ReviewSection& section, int decimals) {
  const review::Bridge& bridge = section.bridge;
  const auto money = [&](core::Minor amount, bool sign) {
    return review::money_text(amount, decimals, sign);
  };
  const auto whole = [&](const char* en, const char* zh, core::Minor amount) {
    return Bar{both(en, zh), 0, static_cast<double>(amount), "whole", money(amount, false)};
  };
  std::vector<Bar> bars{whole("Before", "之前", bridge.base[0])};
  double level = static_cast<double>(bridge.base[0]);
  for (std::size_t e = 0; e < bridge.effects.size(); ++e) {
    const core::Minor amount = bridge.at(0, e);
    if (amount == 0) continue;
    const double next = level + static_cast<double>(amount);
    bars.push_back({effect_words(bridge.effects[e]), level, next, amount > 0 ? "more" : "less",
                    money(amount, true)});
    level = next;
  }
  bars.push_back(whole("Now", "现在", bridge.actual[0]));
  return bars_svg(bars, both(section.title_en, section.title_zh), true);
}

/// The nodes, each followed by all that is below it.
std::vector<std::size_t> depth_first(const allocation::Tree& tree) {
  const allocation::Children children = allocation::children_of(tree);
  std::vector<std::size_t> order, open{0};
  while (!open.empty()) {
    const std::size_t node = open.back();
    open.pop_back();
    order.push_back(node);
    for (std::size_t c = children.first[node + 1]; c-- > children.first[node];) {
      open.push_back(children.node[c]);
    }
  }
  return order;
}

/// The effects that move anything.
std::vector<std::size_t> effects_at_work(const review::Bridge& bridge) {
  std::vector<std::size_t> effects;
  const std::size_t k = bridge.effects.size();
  for (std::size_t e = 0; e < k; ++e) {
    std::size_t at = e;
    while (at < bridge.amount.size() && bridge.amount[at] == 0) at += k;
    if (at < bridge.amount.size()) effects.push_back(e);
  }
  return effects;
}

std::string bridge_table(const ReviewSection& section, const allocation::Tree& tree, int decimals) {
  const review::Bridge& bridge = section.bridge;
  const std::vector<std::size_t> effects = effects_at_work(bridge);
  const auto money = [&](core::Minor amount, bool sign) {
    return review::money_text(amount, decimals, sign);
  };
  std::vector<std::string> heads{"", both("Before", "之前")};
  for (const std::size_t e : effects) {
    heads.push_back(effect_words(bridge.effects[e]));
  }
  heads.push_back(both("Now", "现在"));
  std::vector<std::vector<std::string>> rows;
  for (const std::size_t node : depth_first(tree)) {
    std::vector<std::string> row{allocation::label(tree, node), money(bridge.base[node], false)};
    for (const std::size_t e : effects) row.push_back(money(bridge.at(node, e), true));
    row.push_back(money(bridge.actual[node], false));
    rows.push_back(std::move(row));
  }
  return figures_table(heads, rows);
}

}  // namespace

std::string bridge_section(const ReviewSection& section, int decimals) {
  const allocation::Tree tree{section.parent, section.labels};
  const std::vector<review::Finding> found = review::largest(tree, section.bridge, findings_told);
  std::string body;
  for (const Language language : languages) {
    std::vector<std::string> list;
    for (const review::Finding& finding : found) {
      list.push_back(review::sentence(tree, section.bridge, finding, decimals, language));
    }
    body += told(language, review::headline(tree, section.bridge, 0, decimals, language), list);
  }
  return review_section(
      section.title_en, section.title_zh,
      body + bridge_svg(section, decimals) + bridge_table(section, tree, decimals));
}

std::string review_page(const std::string& title, const std::vector<ReviewSection>& sections,
                        int decimals) {
  std::string body;
  for (const ReviewSection& section : sections) body += bridge_section(section, decimals);
  return review_document(title, body);
}

}  // namespace salesplan::adapters
