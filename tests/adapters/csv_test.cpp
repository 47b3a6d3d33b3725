#include "adapters/csv.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include "refusal.hpp"

namespace salesplan::adapters {
namespace csv_test {

using Rows = std::vector<std::vector<std::string>>;

Rows read(const std::string& text) {
  const CsvTable table(text, "f.csv");
  Rows rows(1);
  for (std::string_view name : table.columns()) rows[0].emplace_back(name);
  for (std::size_t r = 0; r < table.rows(); ++r) {
    rows.emplace_back();
    for (std::size_t c = 0; c < table.columns().size(); ++c) {
      rows.back().emplace_back(table.cell(r, c));
    }
  }
  return rows;
}

std::string refused(const std::string& text) {
  return refusal([&] { CsvTable(text, "f.csv"); });
}

TEST(CsvTable, ReadsWhatRfc4180Allows) {
  const Rows plain{{"a", "b"}, {"1", "2"}};
  EXPECT_EQ(read("a,b\n1,2\n"), plain);
  EXPECT_EQ(read("a,b\n1,2"), plain);
  EXPECT_EQ(read("a,b\r\n1,2\r\n"), plain);
  EXPECT_EQ(read("\xEF\xBB\xBF"
                 "a,b\r\n1,2\r\n"),
            plain);
  EXPECT_EQ(read("\"a\",\"b\"\n\"1\",\"2\""), plain);
  EXPECT_EQ(read("a,b\n\n1,2\n\r\n\n"), plain);  // blank lines
  EXPECT_EQ(read("a,b\n"), (Rows{{"a", "b"}}));
  EXPECT_EQ(read("a,b\n,\n\"\",\"\"\n"), (Rows{{"a", "b"}, {"", ""}, {"", ""}}));
  EXPECT_EQ(read("a,b\n\"x,\"\"y\"\"\r\nz\", 2 \n"), (Rows{{"a", "b"}, {"x,\"y\"\r\nz", " 2 "}}));
  EXPECT_EQ(read("a,b\n1\"2,3\n"), (Rows{{"a", "b"}, {"1\"2", "3"}}));  // not at the start: literal
  EXPECT_EQ(read("名,值\n华北,1\n"), (Rows{{"名", "值"}, {"华北", "1"}}));
  EXPECT_EQ(read("a\n\n1\n"), (Rows{{"a"}, {""}, {"1"}}));  // one column: an empty cell
}

TEST(CsvTable, RefusesTheRestWithTheLine) {
  EXPECT_EQ(refused(""), "f.csv: is empty; the first line must name the columns");
  EXPECT_EQ(refused("\xEF\xBB\xBF\r\n"), "f.csv: is empty; the first line must name the columns");
  EXPECT_EQ(refused("a,,c\n"), "f.csv:1 (column 2): a column has no name");
  EXPECT_EQ(refused("a,b,a\n"), "f.csv:1 (column 1): \"a\" names two columns");
  EXPECT_EQ(refused("a,b\n1,2\n3\n"), "f.csv:3: 1 cells, the header has 2");
  EXPECT_EQ(refused("a,b\n1,2,3\n"), "f.csv:2: 3 cells, the header has 2");
  EXPECT_EQ(refused("a,b\n\"\"\n"), "f.csv:2: 1 cells, the header has 2");
  EXPECT_EQ(refused("a,b\n1,\"2\n3,4\n5,6\n"), "f.csv:2: a quoted cell is never closed");
  EXPECT_EQ(refused("a,b\n\"1\n2\",\"3\n\n"), "f.csv:3: a quoted cell is never closed");
  EXPECT_EQ(refused("a,b\n\"1\"x,2\n"), "f.csv:2: text after a closing quote");
  EXPECT_EQ(refused("a,b\r1,2\r"), "f.csv:1: a carriage return inside a line");
  EXPECT_EQ(refused("a,b\n1,\xFF\n"), "f.csv:2:3: not UTF-8; save the file as UTF-8");
  EXPECT_EQ(refused(std::string("a,b\n1,\0\n", 8)),
            "f.csv:2:3: a NUL byte; the text must be UTF-8");
}

TEST(CsvTable, NamesThePlaceOfACell) {
  const CsvTable table("a,b\n\"1\n1\",2\n\n3,4\n", "f.csv");
  EXPECT_EQ(table.place(0, 1), "f.csv:2 (b)");
  EXPECT_EQ(table.place(1, 0), "f.csv:5 (a)");
  EXPECT_EQ(table.column("b"), 1U);
  EXPECT_TRUE(table.has_column("a"));
  EXPECT_FALSE(table.has_column("c"));
  EXPECT_EQ(refusal([&] { table.column("c"); }), "f.csv:1: no column \"c\"; there are: a, b");
}

TEST(CsvTable, IsNotCopied) {
  static_assert(!std::is_copy_constructible_v<CsvTable> && !std::is_move_constructible_v<CsvTable>);
}

TEST(CsvWriter, QuotesOnlyWhatMustBe) {
  CsvWriter csv({"a", "b c"});
  csv.add({"1,5", "say \"hi\""});
  csv.add({"two\nlines", "plain"});
  EXPECT_EQ(csv.text(), "a,b c\n\"1,5\",\"say \"\"hi\"\"\"\n\"two\nlines\",plain\n");
}

TEST(CsvWriter, LeavesNoFormulaToASpreadsheet) {
  for (const char* text : {"=1+1",
                           "+cmd|'/C calc'!A0",
                           "-1+1",
                           "@SUM(1)",
                           "|calc",
                           "%0A=1",
                           "\t=1+1",
                           "\rx",
                           "\nx",
                           " =1+1",
                           "\u00A0\u3000=1",
                           "\uFEFF=1",
                           "\x01=1",
                           "＝1+1",
                           "＋1",
                           "-",
                           "+1",
                           "--1",
                           "-1e",
                           "- none -",
                           "-0x1f"}) {
    EXPECT_TRUE(is_formula(text)) << text;
    CsvWriter csv({"name", "amount"});
    csv.add({text, "-5"});
    EXPECT_EQ(read(csv.text()), (Rows{{"name", "amount"}, {text, "-5"}})) << text;
    EXPECT_NE(csv.text().find('\''), std::string::npos) << text;
    EXPECT_EQ(csv.text().find("'-5"), std::string::npos) << text;
  }
  for (const char* text : {"", "a", "a=1", "0", "-5", "-5.25", "-1e-7", "-1e999", "-inf", "2026-03",
                           "'", "'s", " ", "(-1)", "'-5"}) {
    EXPECT_FALSE(is_formula(text)) << text;
    CsvWriter csv({"a", "b"});
    csv.add({text, text});
    EXPECT_EQ(csv.text(), "a,b\n" + std::string(text) + "," + text + "\n");
  }
  CsvWriter csv({"=a", "'=b"});
  csv.add({"''+c", "=1,\"2\""});
  EXPECT_EQ(csv.text(), "'=a,''=b\n'''+c,\"'=1,\"\"2\"\"\"\n");
  EXPECT_EQ(read(csv.text()), (Rows{{"=a", "'=b"}, {"''+c", "=1,\"2\""}}));
  EXPECT_EQ(read("a\n'=1+1\n'x\n"), (Rows{{"a"}, {"=1+1"}, {"'x"}}));  // as a spreadsheet saves it
}

TEST(Csv, ReadsWhatItWrites) {
  const std::string letters = "a,\"\r\n ;1'=-";
  for (unsigned seed = 1; seed <= 1000; ++seed) {
    std::mt19937 random(seed);
    const std::size_t columns = 2 + random() % 3;
    Rows rows(1);
    for (std::size_t c = 0; c < columns; ++c) rows[0].push_back("c\"," + std::to_string(c));
    for (std::size_t r = random() % 4; r > 0; --r) {
      rows.emplace_back();
      for (std::size_t c = 0; c < columns; ++c) {
        std::string cell;
        for (std::size_t k = random() % 5; k > 0; --k) cell += letters[random() % letters.size()];
        rows.back().push_back(cell);
      }
    }
    CsvWriter csv(rows[0]);
    for (std::size_t r = 1; r < rows.size(); ++r) csv.add(rows[r]);
    EXPECT_EQ(read(csv.text()), rows) << "seed " << seed << ":\n" << csv.text();
  }
}

}  // namespace csv_test
}  // namespace salesplan::adapters
