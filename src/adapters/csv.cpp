#include "adapters/csv.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <system_error>
#include <utility>

#include "adapters/utf8.hpp"
#include "salesplan/core/error.hpp"

namespace salesplan::adapters {
namespace {

// Without what spreadsheets skip: control characters and the blanks of Unicode.
std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks[] = {"\u00A0", "\u1680", "\u2000", "\u2001", "\u2002",
                                         "\u2003", "\u2004", "\u2005", "\u2006", "\u2007",
                                         "\u2008", "\u2009", "\u200A", "\u2028", "\u2029",
                                         "\u202F", "\u205F", "\u3000", "\uFEFF"};
  while (!text.empty()) {
    std::size_t size = static_cast<unsigned char>(text[0]) <= ' ' ? 1 : 0;
    for (const std::string_view blank : blanks) {
      if (text.starts_with(blank)) size = blank.size();
    }
    if (size == 0) break;
    text.remove_prefix(size);
  }
  return text;
}

bool is_number(std::string_view text) {
  if (text == "-inf") return true;  // as core::to_text writes it
  const char* const end = text.data() + text.size();
  double number = 0;
  const std::from_chars_result read = std::from_chars(text.data(), end, number);
  return read.ec != std::errc::invalid_argument && read.ptr == end;
}

bool has_quote_before_formula(std::string_view text) {
  const std::size_t start = text.find_first_not_of('\'');
  return start != 0 && start != std::string_view::npos && is_formula(text.substr(start));
}

// Splits the text into rows of cells. A quoted cell is unquoted in place: what it loses in doubled
// quotes never makes it longer, so a cell stays a view of the text.
class Parser {
 public:
  Parser(std::string& text, const std::string& name) : text_(text), name_(name) {}

  bool done() const { return at_ >= text_.size(); }
  std::size_t line() const { return line_; }
  bool at_blank_line() const { return text_[at_] == '\n' || text_[at_] == '\r'; }

  void row(std::vector<std::string_view>& cells) {
    do {
      std::string_view cell = !done() && text_[at_] == '"' ? quoted() : plain();
      if (has_quote_before_formula(cell)) cell.remove_prefix(1);
      cells.push_back(cell);
    } while (comma());
    end_of_line();
  }

 private:
  [[noreturn]] void fail(std::size_t line, const std::string& message) const {
    throw Error(ErrorCode::parse, name_ + ":" + std::to_string(line), message);
  }

  std::string_view plain() {
    const std::size_t start = at_;
    while (!done() && text_[at_] != ',' && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
    return std::string_view(text_).substr(start, at_ - start);
  }

  std::string_view quoted() {
    const std::size_t opened = line_;
    const std::size_t start = ++at_;
    std::size_t to = start;
    for (;; ++at_) {
      if (done()) fail(opened, "a quoted cell is never closed");
      if (text_[at_] == '"') {
        if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
        ++at_;
      }
      if (text_[at_] == '\n') ++line_;
      text_[to++] = text_[at_];
    }
    ++at_;
    if (!done() && text_[at_] != ',' && text_[at_] != '\n' && text_[at_] != '\r') {
      fail(line_, "text after a closing quote");
    }
    return std::string_view(text_).substr(start, to - start);
  }

  bool comma() {
    if (done() || text_[at_] != ',') return false;
    ++at_;
    return true;
  }

  void end_of_line() {
    if (!done() && text_[at_] == '\r') ++at_;
    if (!done()) {
      if (text_[at_] != '\n') fail(line_, "a carriage return inside a line");
      ++at_;
    }
    ++line_;
  }

  std::string& text_;
  const std::string& name_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

std::string listed(const std::vector<std::string_view>& names) {
  std::string text;
  for (std::string_view name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

}  // namespace

bool is_formula(std::string_view text) {
  if (text.empty() || is_number(text)) return false;
  if (std::string_view("\t\r\n").find(text[0]) != std::string_view::npos) return true;
  const std::string_view start = without_blanks(text);
  constexpr std::string_view wide[] = {"＝", "＋", "－", "＠"};
  return (!start.empty() && std::string_view("=+-@|%").find(start[0]) != std::string_view::npos) ||
         std::any_of(std::begin(wide), std::end(wide),
                     [&](std::string_view sign) { return start.starts_with(sign); });
}

CsvTable::CsvTable(std::string text, std::string name)
    : text_(std::move(text)), name_(std::move(name)) {
  require_utf8(text_, name_);
  if (text_.rfind("\xEF\xBB\xBF", 0) == 0) text_.erase(0, 3);
  if (text_.find_first_not_of("\r\n") == std::string::npos) {
    throw Error(ErrorCode::parse, name_, "is empty; the first line must name the columns");
  }

  Parser parser(text_, name_);
  parser.row(header_);
  for (std::size_t c = 0; c < header_.size(); ++c) {
    const std::string place = name_ + ":1 (column " + std::to_string(c + 1) + ")";
    if (header_[c].empty()) throw Error(ErrorCode::parse, place, "a column has no name");
    if (std::count(header_.begin(), header_.end(), header_[c]) > 1) {
      throw Error(ErrorCode::duplicate, place,
                  "\"" + std::string(header_[c]) + "\" names two columns");
    }
  }
  while (!parser.done()) {
    const std::size_t line = parser.line();
    const std::size_t before = cells_.size();
    const bool blank = parser.at_blank_line();
    parser.row(cells_);
    const std::size_t count = cells_.size() - before;
    if (blank && header_.size() > 1) {  // with one column, a blank line is an empty cell
      cells_.pop_back();
      continue;
    }
    if (count != header_.size()) {
      throw Error(
          ErrorCode::parse, name_ + ":" + std::to_string(line),
          std::to_string(count) + " cells, the header has " + std::to_string(header_.size()));
    }
    lines_.push_back(line);
  }
}

bool CsvTable::has_column(std::string_view name) const {
  return std::find(header_.begin(), header_.end(), name) != header_.end();
}

std::size_t CsvTable::column(std::string_view name) const {
  const auto found = std::find(header_.begin(), header_.end(), name);
  if (found == header_.end()) {
    throw Error(ErrorCode::not_found, name_ + ":1",
                "no column \"" + std::string(name) + "\"; there are: " + listed(header_));
  }
  return static_cast<std::size_t>(found - header_.begin());
}

std::string CsvTable::place(std::size_t row, std::size_t column) const {
  return name_ + ":" + std::to_string(lines_[row]) + " (" + std::string(header_[column]) + ")";
}

void CsvWriter::add(const std::vector<std::string>& cells) {
  for (std::size_t c = 0; c < cells.size(); ++c) {
    if (c > 0) text_ += ',';
    const bool formula = is_formula(cells[c]) || has_quote_before_formula(cells[c]);
    if (cells[c].find_first_of(",\"\r\n") == std::string::npos) {
      text_.append(formula ? 1 : 0, '\'').append(cells[c]);
      continue;
    }
    text_.append(formula ? "\"'" : "\"");
    for (char letter : cells[c]) text_.append(letter == '"' ? 2 : 1, letter);
    text_ += '"';
  }
  text_ += '\n';
}

}  // namespace salesplan::adapters
