// Pieces of the review's pages: the page itself, sentences in both languages, bars and tables.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/calendar/workday_calendar.hpp"

namespace salesplan::adapters {

/// "en · zh".
std::string both(const std::string& en, const std::string& zh);

/// One self-contained page that prints to PDF: no script, no network, its style named by its hash
/// in the content security policy. The title is taken as hostile, `body` is HTML.
std::string review_document(const std::string& title, const std::string& body);

/// A section with a heading, `body` being HTML.
std::string review_section(const std::string& en, const std::string& zh, const std::string& body);

/// Texts of one language: a first line, then a numbered list.
std::string told(calendar::Language language, const std::string& first,
                 const std::vector<std::string>& list);

/// A bar from `from` to `to` with its name before and its amount behind it.
struct Bar {
  std::string name;
  double from = 0;
  double to = 0;
  const char* kind = "whole";  ///< or "more", "less"
  std::string amount;
};

/// Bars below each other; joined: each by a line to the next. All texts are taken as hostile.
std::string bars_svg(const std::vector<Bar>& bars, const std::string& label, bool joined);

/// A table whose first column names the row; the first `words` columns are texts, the others
/// figures. All is taken as hostile.
std::string figures_table(const std::vector<std::string>& heads,
                          const std::vector<std::vector<std::string>>& rows, std::size_t words = 1);

}  // namespace salesplan::adapters
