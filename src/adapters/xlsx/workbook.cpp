#include "adapters/xlsx/workbook.hpp"

#include <xlsxwriter.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "salesplan/core/error.hpp"

namespace salesplan::adapters {
namespace {

constexpr std::size_t most_rows = 1048576, most_columns = 16384, longest_text = 32767;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A number that a spreadsheet keeps as it is written here.
bool is_kept_number(std::string_view text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const std::from_chars_result read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end) return false;
  std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  if (digits.empty() || !is_digit(digits[0])) return false;  // inf, nan
  if (digits.size() > 1 && digits[0] == '0' && is_digit(digits[1])) return false;
  digits = digits.substr(0, digits.find_first_of("eE"));
  return std::count_if(digits.begin(), digits.end(), is_digit) <= 15;
}

bool is_number_column(const CsvTable& table, std::size_t column) {
  bool any = false;
  for (std::size_t r = 0; r < table.rows(); ++r) {
    const std::string_view cell = table.cell(r, column);
    if (cell.empty()) continue;
    if (!is_kept_number(cell)) return false;
    any = true;
  }
  return any;
}

// UTF-16 units, which XLSX counts.
std::size_t length_of(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) units += byte >= 0xF0 ? 2 : 1;
  }
  return units;
}

// "_x0041_" would be read as "A": its first character is written as its code.
std::string literal(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view code = text.substr(i, 7);
    const bool escape = code.size() == 7 && code[0] == '_' && code[1] == 'x' && code[6] == '_' &&
                        std::all_of(code.begin() + 2, code.begin() + 6,
                                    [](unsigned char c) { return std::isxdigit(c) != 0; });
    result += escape ? std::string("_x005F_") : std::string(1, text[i]);
  }
  return result;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

void check_names(const std::vector<Sheet>& sheets) {
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const std::string& name = sheets[i].name;
    const auto require = [&](bool good, const char* what) {
      if (good) return;
      throw Error(ErrorCode::invalid_argument,
                  core::at("sheets", static_cast<std::int64_t>(i)) + ".name",
                  core::quoted(name) + " " + what);
    };
    require(!name.empty() && length_of(name) <= 31, "must have 1 to 31 characters");
    require(name.find_first_of("[]:*?/\\") == std::string::npos, "must hold none of []:*?/\\");
    require(name.front() != '\'' && name.back() != '\'', "must not begin or end with '");
    require(std::none_of(sheets.begin(), sheets.begin() + static_cast<std::ptrdiff_t>(i),
                         [&](const Sheet& other) { return lower(other.name) == lower(name); }),
            "names two sheets");
  }
}

void check_size(const CsvTable& table) {
  const auto require = [&](bool good, std::size_t row, std::size_t column, const char* what) {
    if (!good) throw Error(ErrorCode::overflow, table.place(row, column), what);
  };
  if (table.rows() == 0) return;
  require(table.rows() < most_rows, std::min(table.rows(), most_rows) - 1, 0,
          "a sheet holds 1,048,576 rows");
  require(table.columns().size() <= most_columns, 0,
          std::min(table.columns().size(), most_columns) - 1, "a sheet holds 16,384 columns");
  for (std::size_t r = 0; r < table.rows(); ++r) {
    for (std::size_t c = 0; c < table.columns().size(); ++c) {
      require(length_of(table.cell(r, c)) <= longest_text, r, c, "a cell holds 32,767 characters");
    }
  }
}

void fill(lxw_workbook* book, lxw_format* bold, const Sheet& sheet, const std::string& path) {
  const CsvTable& table = *sheet.table;
  const auto check = [&](lxw_error error) {
    if (error != LXW_NO_ERROR) throw Error(ErrorCode::io, path, lxw_strerror(error));
  };
  lxw_worksheet* const page = workbook_add_worksheet(book, sheet.name.c_str());
  if (page == nullptr) throw Error(ErrorCode::io, path, "has no room for another sheet");
  const std::size_t columns = table.columns().size();
  for (std::size_t c = 0; c < columns; ++c) {
    const auto at = static_cast<lxw_col_t>(c);
    check(worksheet_write_string(page, 0, at, literal(table.columns()[c]).c_str(), bold));
    const bool numbers = is_number_column(table, c);
    std::size_t widest = length_of(table.columns()[c]);
    for (std::size_t r = 0; r < table.rows(); ++r) {
      const std::string_view cell = table.cell(r, c);
      if (cell.empty()) continue;
      widest = std::max(widest, length_of(cell));
      const auto row = static_cast<lxw_row_t>(r + 1);
      if (numbers) {
        double number = 0;
        std::from_chars(cell.data(), cell.data() + cell.size(), number);
        check(worksheet_write_number(page, row, at, number, nullptr));
      } else {
        check(worksheet_write_string(page, row, at, literal(cell).c_str(), nullptr));
      }
    }
    worksheet_set_column(page, at, at,
                         static_cast<double>(std::clamp<std::size_t>(widest, 8, 48)) + 2, nullptr);
  }
  worksheet_freeze_panes(page, 1, 0);
  worksheet_autofilter(page, 0, 0, static_cast<lxw_row_t>(table.rows()),
                       static_cast<lxw_col_t>(columns - 1));
}

}  // namespace

void write_workbook(const std::string& path, const std::vector<Sheet>& sheets) {
  check_names(sheets);
  for (const Sheet& sheet : sheets) check_size(*sheet.table);
  const std::string part = path + ".part";
  std::error_code ignored;
  lxw_workbook* const book = workbook_new(part.c_str());
  if (book == nullptr) throw Error(ErrorCode::io, path, "cannot be made");
  try {
    lxw_doc_properties properties = {};
    properties.created = 315532800;  // 1980-01-01: the same tables give the same bytes
    workbook_set_properties(book, &properties);
    lxw_format* const bold = workbook_add_format(book);
    format_set_bold(bold);
    for (const Sheet& sheet : sheets) fill(book, bold, sheet, path);
  } catch (...) {
    lxw_workbook_free(book);
    throw;
  }
  if (const lxw_error error = workbook_close(book); error != LXW_NO_ERROR) {
    std::filesystem::remove(part, ignored);
    throw Error(ErrorCode::io, path, lxw_strerror(error));
  }
  std::error_code moved;
  std::filesystem::rename(part, path, moved);
  if (moved) {
    std::filesystem::remove(part, ignored);
    throw Error(ErrorCode::io, path, moved.message());
  }
}

}  // namespace salesplan::adapters
