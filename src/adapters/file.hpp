// Whole files in and out; what is written appears complete or not at all.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace salesplan::adapters {

/// The bytes of a file. Error(io) naming the path.
std::string read_file(const std::string& path);

/// Files that appear together: `add` writes each under a temporary name in its own folder (the
/// path, a random number and ".part", so that two runs may write to one folder), `commit` renames
/// them all. A commit that fails puts back what was there before, so that all files are new or none
/// is; only a machine that stops between two renames leaves some of each, the former ones under the
/// temporary name and ".replaced". What was not committed is removed by the destructor.
class FileSet {
 public:
  FileSet() = default;
  ~FileSet();
  FileSet(const FileSet&) = delete;
  FileSet& operator=(const FileSet&) = delete;

  /// Error(io) when the file cannot be written whole.
  void add(const std::string& path, std::string_view content);

  /// Error(io) naming the file that cannot be put in place.
  void commit();

 private:
  // Every name is made beforehand: putting things back must not need memory.
  struct Pending {
    std::string path;
    std::string temporary;
    std::string former;  // where the file that it replaces waits
    bool replaces = false;
    bool placed = false;
  };

  static void place(Pending& file);
  void take_back() noexcept;

  std::vector<Pending> pending_;
};

/// Creates a folder and those above it. Error(io) naming the path.
void make_folder(const std::string& path);

}  // namespace salesplan::adapters
