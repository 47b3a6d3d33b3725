// Whole files in and out; what is written appears complete or not at all.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace salesplan::adapters {

/// The bytes of a file. Error(io) naming the path.
std::string read_file(const std::string& path);

/// Files that appear together: each is written under a temporary name in its own folder, and
/// `commit` renames them all. What was not committed is removed by the destructor.
class FileSet {
 public:
  FileSet() = default;
  ~FileSet();
  FileSet(const FileSet&) = delete;
  FileSet& operator=(const FileSet&) = delete;

  /// Error(io) when the file cannot be written whole.
  void add(const std::string& path, std::string_view content);
  void commit();

 private:
  struct Pending {
    std::string path;
    std::string temporary;
  };
  std::vector<Pending> pending_;
};

/// Creates a folder and those above it. Error(io) naming the path.
void make_folder(const std::string& path);

}  // namespace salesplan::adapters
