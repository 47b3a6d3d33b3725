#include "adapters/file.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <random>
#include <system_error>

#include "salesplan/core/error.hpp"

namespace salesplan::adapters {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File open(const std::string& path, const char* mode) {
  return {std::fopen(path.c_str(), mode), &std::fclose};
}

// Opens a file of a new name beside `path`, and says which; null where none can be.
File open_temporary(const std::string& path, std::string& name) {
  std::random_device random;
  File file(nullptr, &std::fclose);
  do {
    name = path + "." + std::to_string(random()) + ".part";
    file = open(name, "wbx");  // x: another run's file is not ours to overwrite
  } while (!file && errno == EEXIST);
  return file;
}

}  // namespace

std::string read_file(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    throw Error(ErrorCode::io, path, "is a folder, not a file");
  }
  const File file = open(path, "rb");
  if (!file) throw Error(ErrorCode::io, path, "cannot be opened for reading");
  std::string content;
  char buffer[1 << 16];
  std::size_t got = 0;
  while ((got = std::fread(buffer, 1, sizeof buffer, file.get())) > 0) content.append(buffer, got);
  if (std::ferror(file.get()) != 0) throw Error(ErrorCode::io, path, "cannot be read to its end");
  return content;
}

FileSet::~FileSet() {
  for (const Pending& file : pending_) std::remove(file.temporary.c_str());
}

void FileSet::add(const std::string& path, std::string_view content) {
  Pending& pending = pending_.emplace_back();
  pending.path = path;
  File file = open_temporary(path, pending.temporary);
  pending.former = pending.temporary + ".replaced";
  if (!file) throw Error(ErrorCode::io, path, "cannot be opened for writing");
  const bool whole = std::fwrite(content.data(), 1, content.size(), file.get()) == content.size();
  const bool closed = std::fclose(file.release()) == 0;
  if (!whole || !closed) throw Error(ErrorCode::io, path, "cannot be written (disk full?)");
}

void FileSet::commit() {
  try {
    for (Pending& file : pending_) place(file);
  } catch (...) {
    take_back();
    throw;
  }
  for (const Pending& file : pending_) {
    if (file.replaces) std::remove(file.former.c_str());
  }
  pending_.clear();
}

void FileSet::place(Pending& file) {
  std::error_code error;
  if (std::filesystem::is_directory(file.path, error)) {
    throw Error(ErrorCode::io, file.path, "is a folder, not a file");
  }
  std::filesystem::rename(file.path, file.former, error);
  file.replaces = !error;
  if (error == std::errc::no_such_file_or_directory) error.clear();
  if (!error) std::filesystem::rename(file.temporary, file.path, error);
  if (error) {
    throw Error(ErrorCode::io, file.path, "cannot be put in place: " + error.message());
  }
  file.placed = true;
}

void FileSet::take_back() noexcept {
  for (Pending& file : pending_) {
    if (file.placed) std::remove(file.path.c_str());
    if (file.replaces) std::rename(file.former.c_str(), file.path.c_str());
    file.placed = file.replaces = false;
  }
}

void make_folder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error || !std::filesystem::is_directory(path, error)) {
    throw Error(ErrorCode::io, path, "cannot be created as a folder");
  }
}

}  // namespace salesplan::adapters
