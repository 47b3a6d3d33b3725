#include "adapters/live/fact_files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "salesplan/core/error.hpp"

namespace salesplan::adapters {
namespace {

constexpr std::uint64_t largest_read = 16u << 20;

// How much of a text is whole rows: up to the last line end outside quotes.
std::size_t whole_rows(std::string_view text) {
  std::size_t end = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (text[i] == '\n' && !quoted) end = i + 1;
  }
  return end;
}

void append(LiveFacts& facts, const LiveFacts& more) {
  facts.dates.insert(facts.dates.end(), more.dates.begin(), more.dates.end());
  facts.leaves.insert(facts.leaves.end(), more.leaves.begin(), more.leaves.end());
  facts.revenue.insert(facts.revenue.end(), more.revenue.begin(), more.revenue.end());
}

}  // namespace

FactFiles::FactFiles(std::string path, FactNames names, const plan::Specification& spec)
    : path_(std::move(path)), names_(std::move(names)), spec_(&spec) {}

LiveFacts FactFiles::poll(std::vector<std::string>& problems) {
  std::vector<std::string> paths;
  std::error_code error;
  if (std::filesystem::is_directory(path_, error)) {
    std::filesystem::directory_iterator folder(path_, error);
    if (error) problems.push_back(path_ + ": " + error.message());
    for (const std::filesystem::directory_entry& entry : folder) {
      if (entry.path().extension() == ".csv") paths.push_back(entry.path().string());
    }
    std::sort(paths.begin(), paths.end());
  } else if (std::filesystem::exists(path_, error)) {
    paths.push_back(path_);
  }
  LiveFacts facts;
  for (const std::string& path : paths) {
    Followed& file = files_[path];
    if (file.left_alone) continue;
    try {
      append(facts, read_on(path, file));
    } catch (const Error& refused) {
      file.left_alone = true;
      problems.emplace_back(refused.what());
    }
  }
  return facts;
}

LiveFacts FactFiles::read_on(const std::string& path, Followed& file) const {
  std::error_code error;
  const std::uint64_t size = std::filesystem::file_size(path, error);
  if (error) throw Error(ErrorCode::io, path, error.message());
  if (size < file.offset) {
    throw Error(ErrorCode::io, path,
                "has become shorter, " + std::to_string(size) + " bytes of " +
                    std::to_string(file.offset) + "; facts are appended, not rewritten");
  }
  std::string text(std::min(size - file.offset, largest_read), '\0');
  std::ifstream in(path, std::ios::binary);
  in.seekg(static_cast<std::streamoff>(file.offset));
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  const std::size_t whole = whole_rows(text);
  if (whole == 0) {
    if (text.size() < largest_read) return {};
    throw Error(ErrorCode::parse, path + ":" + std::to_string(file.lines + 1),
                "is a row of more than 16 MB");
  }
  text.resize(whole);
  Followed next = file;
  next.offset += whole;
  next.lines += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  if (file.header.empty()) {
    next.header = text.substr(0, text.find('\n') + 1);
  } else {
    // Blank lines, which are no rows, stand for those that have been read: the places stay right.
    text.insert(0, file.header + std::string(file.lines - 1, '\n'));
  }
  LiveFacts facts = read_live_csv(std::move(text), path, names_, *spec_);
  file = std::move(next);
  return facts;
}

}  // namespace salesplan::adapters
