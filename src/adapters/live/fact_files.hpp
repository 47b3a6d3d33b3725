// Files to which facts are appended, read on from where they were left.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "adapters/live/live_facts.hpp"

namespace salesplan::adapters {

/// A CSV file, or all files *.csv of a folder, in the order of their names.
class FactFiles {
 public:
  /// @param path of a file or a folder, which need not be there yet; a header is one line
  FactFiles(std::string path, FactNames names, const plan::Specification& spec);

  /// Whole rows that came since the last call, at most 16 MB of a file. A file with a row that
  /// cannot be right, or that has become shorter, is left alone from then on, from the first row of
  /// this call, and `problems` says why, naming file and line.
  LiveFacts poll(std::vector<std::string>& problems);

 private:
  struct Followed {
    std::string header;
    std::uint64_t offset = 0;  // of what is still to come
    std::size_t lines = 0;     // before it
    bool left_alone = false;
  };
  LiveFacts read_on(const std::string& path, Followed& file) const;

  std::string path_;
  FactNames names_;
  const plan::Specification* spec_;
  std::map<std::string, Followed> files_;
};

}  // namespace salesplan::adapters
