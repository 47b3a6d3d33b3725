#include "adapters/file.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <set>
#include <string>

#include "refusal.hpp"

namespace salesplan::adapters {
namespace {

namespace fs = std::filesystem;

class Files : public ::testing::Test {
 protected:
  Files() {
    std::string name = (fs::temp_directory_path() / "salesplan-files-XXXXXX").string();
    folder = ::mkdtemp(name.data());
  }
  ~Files() override {
    fs::permissions(folder, fs::perms::owner_all);
    fs::remove_all(folder);
  }

  std::string path(const std::string& name) const { return (folder / name).string(); }
  void write(const std::string& name, const std::string& content) const {
    FileSet set;
    set.add(path(name), content);
    set.commit();
  }
  std::set<std::string> names() const {
    std::set<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder)) {
      found.insert(entry.path().filename().string());
    }
    return found;
  }

  fs::path folder;
};

using Names = std::set<std::string>;

TEST_F(Files, AppearTogetherOrNotAtAll) {
  {
    FileSet set;
    set.add(path("a"), "new a");
    set.add(path("b"), std::string("\0\n", 2));
    for (const std::string& name : names()) EXPECT_EQ(name.substr(name.size() - 5), ".part");
    EXPECT_EQ(names().size(), 2U);
  }
  EXPECT_EQ(names(), Names{});  // never committed

  write("a", "old a");
  {
    FileSet set;
    set.add(path("a"), "new a");
    set.add(path("b"), std::string("\0\n", 2));
    set.commit();
  }
  EXPECT_EQ(names(), (Names{"a", "b"}));
  EXPECT_EQ(read_file(path("a")), "new a");
  EXPECT_EQ(read_file(path("b")), std::string("\0\n", 2));
}

TEST_F(Files, AreAsBeforeWhenOneCannotBePutInPlace) {
  write("a", "old a");
  fs::create_directory(folder / "c");
  {
    FileSet set;
    set.add(path("a"), "new a");
    set.add(path("b"), "new b");
    set.add(path("c"), "new c");
    EXPECT_EQ(refusal([&] { set.commit(); }), path("c") + ": is a folder, not a file");
    EXPECT_EQ(read_file(path("a")), "old a");
  }
  EXPECT_EQ(names(), (Names{"a", "c"}));
}

TEST_F(Files, AreAsBeforeWhenATemporaryIsGone) {
  write("a", "old a");
  write("b", "old b");
  {
    FileSet set;
    set.add(path("a"), "new a");
    set.add(path("b"), "new b");
    for (const std::string& name : names()) {
      if (name.substr(0, 2) == "b." && name != "b") fs::remove(folder / name);
    }
    EXPECT_EQ(refusal([&] { set.commit(); }),
              path("b") + ": cannot be put in place: No such file or directory");
  }
  EXPECT_EQ(names(), (Names{"a", "b"}));
  EXPECT_EQ(read_file(path("a")), "old a");
  EXPECT_EQ(read_file(path("b")), "old b");
}

TEST_F(Files, CannotBeWrittenWhereTheyMayNotBe) {
  EXPECT_EQ(refusal([&] { write("none/a", ""); }),
            path("none/a") + ": cannot be opened for writing");
  if (::geteuid() == 0) GTEST_SKIP() << "root may write anywhere";
  fs::permissions(folder, fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_EQ(refusal([&] { write("a", ""); }), path("a") + ": cannot be opened for writing");
}

TEST_F(Files, OfTwoRunsDoNotMeet) {
  FileSet one;
  FileSet other;
  one.add(path("a"), "one");
  other.add(path("a"), "other");
  EXPECT_EQ(names().size(), 2U);
  one.commit();
  EXPECT_EQ(read_file(path("a")), "one");
  other.commit();
  EXPECT_EQ(read_file(path("a")), "other");
  EXPECT_EQ(names(), Names{"a"});
}

TEST_F(Files, CannotBeWrittenToAFullDisk) {
  // A limit on the size of a file stands for the disk.
  struct rlimit before;
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
  const struct rlimit small = {1000, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const std::string said = refusal([&] { write("a", std::string(100'000, 'x')); });
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, ignored);
  EXPECT_EQ(said, path("a") + ": cannot be written (disk full?)");
  EXPECT_EQ(names(), Names{});
}

TEST_F(Files, AreReadWholeOrRefused) {
  const std::string large(300'000, 'x');
  write("large", large);
  EXPECT_EQ(read_file(path("large")), large);
  EXPECT_EQ(refusal([&] { read_file(path("none")); }),
            path("none") + ": cannot be opened for reading");
  EXPECT_EQ(refusal([&] { read_file(folder.string()); }),
            folder.string() + ": is a folder, not a file");
}

TEST_F(Files, FoldersAreMadeWithThoseAbove) {
  make_folder(path("x/y/z"));
  EXPECT_TRUE(fs::is_directory(folder / "x/y/z"));
  make_folder(path("x/y/z"));
  write("a", "");
  EXPECT_EQ(refusal([&] { make_folder(path("a")); }),
            path("a") + ": cannot be created as a folder");
  EXPECT_EQ(refusal([&] { make_folder(path("a/b")); }),
            path("a/b") + ": cannot be created as a folder");
  EXPECT_NE(refusal([&] { make_folder(path(std::string(300, 'n'))); }), "accepted");
}

}  // namespace
}  // namespace salesplan::adapters
