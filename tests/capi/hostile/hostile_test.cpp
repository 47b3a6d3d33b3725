// Hostile callers and inputs, the short form: scripts/fuzz.sh runs the same for as long as one
// likes.
#include <gtest/gtest.h>
#include <unistd.h>

#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <locale>

#include "cases.hpp"
#include "folder.hpp"
#include "targets.hpp"

namespace salesplan::hostile {
namespace {

constexpr std::uint64_t first_seed = 20261124;

void run(const Target& target, std::uint64_t rounds) {
  for (std::uint64_t seed = first_seed; seed < first_seed + cases(rounds); ++seed) {
    Choices choices(seed, target.bytes);
    try {
      target.run(choices);
    } catch (const std::exception& error) {
      FAIL() << "fuzz_" << target.name << " --seed " << seed << ": " << error.what();
    }
  }
}

TEST(Hostile, CallersOfAnyFunction) {
  const ScratchFolder folder;
  run(targets[0], 2000);
}

TEST(Hostile, PlanSpecifications) { run(targets[1], 400); }

TEST(Hostile, Texts) { run(targets[2], 4000); }

struct HostileNumbers : std::numpunct<char> {
  char do_decimal_point() const override { return ';'; }
  char do_thousands_sep() const override { return '-'; }
  std::string do_grouping() const override { return "\1"; }
};

// Sends what the process prints into a file while it lives.
class Captured {
 public:
  Captured() : file_(std::tmpfile()), out_(dup(1)), err_(dup(2)) {
    std::fflush(nullptr);
    dup2(fileno(file_), 1);
    dup2(fileno(file_), 2);
  }
  ~Captured() {
    restore();
    close(out_);
    close(err_);
    std::fclose(file_);
  }
  Captured(const Captured&) = delete;
  Captured& operator=(const Captured&) = delete;

  /// What was printed, after which printing is as before.
  std::string restore() {
    std::fflush(nullptr);
    dup2(out_, 1);
    dup2(err_, 2);
    std::string text(static_cast<std::size_t>(lseek(fileno(file_), 0, SEEK_END)), '\0');
    return pread(fileno(file_), text.data(), text.size(), 0) < 0 ? "unreadable" : text;
  }

 private:
  std::FILE* file_;
  int out_, err_;
};

TEST(Hostile, NothingIsPrintedInAnyLocale) {
  const ScratchFolder folder;
  setenv("LC_ALL", "tr_TR.UTF-8", 1);
  for (const char* name : {"tr_TR.UTF-8", "de_DE.UTF-8", "C.UTF-8"}) std::setlocale(LC_ALL, name);
  const std::string locale = std::setlocale(LC_ALL, nullptr);
  const std::locale before = std::locale::global(std::locale(std::locale(), new HostileNumbers));
  Captured captured;
  run(targets[0], 400);
  run(targets[1], 100);
  EXPECT_EQ(captured.restore(), "");
  EXPECT_EQ(std::setlocale(LC_ALL, nullptr), locale);
  std::locale::global(before);
  std::setlocale(LC_ALL, "C");
  unsetenv("LC_ALL");
}

TEST(Hostile, TheCaptureSeesWhatIsPrinted) {
  Captured captured;
  std::fputs("out", stdout);
  std::fflush(stdout);
  std::fputs("err", stderr);
  EXPECT_EQ(captured.restore(), "outerr");
}

}  // namespace
}  // namespace salesplan::hostile
