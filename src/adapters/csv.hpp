// CSV in and out (RFC 4180, UTF-8): strict, with the place of every cell.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace salesplan::adapters {

/// Whether a spreadsheet would take the text for a formula: after blanks, =, +, -, @, | or % (their
/// wide forms too), or a tab or line end at the start. A number is none, whatever its sign.
bool is_formula(std::string_view text);

/// A table with a header. Cells are views into the text the table owns. An apostrophe before a
/// formula, as spreadsheets and CsvWriter put it, is not part of the cell.
class CsvTable {
 public:
  /// Parses `text`; `name` is the file's name in errors. A byte-order mark and CRLF are accepted.
  /// Error(parse) for text that is not UTF-8 (UTF-16 is named), a NUL byte, an open quote, text
  /// after a closing quote, a row with more or fewer cells than the header, an empty or repeated
  /// column name, and for a file without a header.
  CsvTable(std::string text, std::string name);

  CsvTable(const CsvTable&) = delete;  // the cells would go on pointing into the other's text
  CsvTable& operator=(const CsvTable&) = delete;

  std::size_t rows() const { return lines_.size(); }
  const std::vector<std::string_view>& columns() const { return header_; }

  /// The position of a column, or Error(not_found) that lists the columns there are.
  std::size_t column(std::string_view name) const;
  bool has_column(std::string_view name) const;

  std::string_view cell(std::size_t row, std::size_t column) const {
    return cells_[row * header_.size() + column];
  }

  /// "facts.csv:17 (revenue)": the file, the line on which the row starts, the column.
  std::string place(std::size_t row, std::size_t column) const;

  const std::string& name() const { return name_; }

 private:
  std::string text_;
  std::string name_;
  std::vector<std::string_view> header_;
  std::vector<std::string_view> cells_;
  std::vector<std::size_t> lines_;
};

/// A CSV text: one row an `add`, cells quoted only where they must be. A cell that a spreadsheet
/// would take for a formula gets an apostrophe in front (OWASP, CSV injection), and so does one
/// that has apostrophes before a formula already: CsvTable reads what was written.
class CsvWriter {
 public:
  explicit CsvWriter(const std::vector<std::string>& header) { add(header); }
  void add(const std::vector<std::string>& cells);
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace salesplan::adapters
