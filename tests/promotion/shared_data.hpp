// Columns of the promotion data in ../shared, for tests that skip where it is absent.
#pragma once

#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace salesplan::promotion {

using Columns = std::map<std::string, std::vector<std::string>>;

/// The columns of a CSV file (packed where it ends in .gz); empty where it cannot be read. Quotes
/// are dropped, which these files use around whole fields only; commas inside them are kept.
inline Columns shared_columns(const std::string& file) {
  const std::string path = std::string(SALESPLAN_SOURCE_DIR) + "/../shared/data/promo/" + file;
  std::FILE* probe = std::fopen(path.c_str(), "rb");
  if (probe == nullptr) return {};
  const bool packed = path.size() > 3 && path.compare(path.size() - 3, 3, ".gz") == 0;
  std::FILE* in = packed ? popen(("gzip -dc '" + path + "'").c_str(), "r") : probe;
  std::string text;
  char buffer[1 << 16];
  for (std::size_t got; in != nullptr && (got = std::fread(buffer, 1, sizeof buffer, in)) > 0;) {
    text.append(buffer, got);
  }
  if (packed && in != nullptr) pclose(in);
  std::fclose(probe);

  std::vector<std::vector<std::string>> columns;
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (char c : text) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else if (c == '\n') {
      columns.resize(fields.size());
      for (std::size_t j = 0; j < fields.size(); ++j) columns[j].push_back(fields[j]);
      fields.assign(1, "");
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  Columns named;
  for (const std::vector<std::string>& column : columns) {
    named[column.front()].assign(column.begin() + 1, column.end());
  }
  return named;
}

/// Dominick's orange juice, which several tests read: a big file.
inline const Columns& dominicks_columns() {
  static const Columns columns = shared_columns("bayesm_oj_yx.csv.gz");
  return columns;
}

}  // namespace salesplan::promotion
