#include "salesplan/material/stock_ledger.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "refusal.hpp"

namespace salesplan::material {
namespace {

using calendar::Date;

Movement move(MovementKind kind, int day, Pieces pieces, std::int32_t location = 0) {
  Movement m;
  m.kind = kind;
  m.date = {20000 + day};
  m.pieces = pieces;
  m.location = location;
  return m;
}

TEST(StockLedger, IssuesWhatExpiresFirstAndNothingThatHas) {
  StockLedger ledger(1, 2);
  for (const auto& [expires, pieces] : {std::pair(40, 5), std::pair(10, 7), std::pair(5, 3)}) {
    Movement in = move(MovementKind::receipt, 0, pieces);
    in.expires = {20000 + expires};
    ledger.book(in);
  }
  ledger.book(move(MovementKind::issue, 8, 8));
  EXPECT_EQ(ledger.batches(0, 0), (std::map<std::int32_t, Pieces>{{20005, 3}, {20040, 4}}));
  EXPECT_EQ(refusal([&] { ledger.book(move(MovementKind::issue, 8, 5)); }),
            "pieces: 5 exceed the 4 in stock that have not expired");
  Movement transfer = move(MovementKind::transfer, 9, 5);
  transfer.to_location = 1;
  ledger.book(transfer);
  EXPECT_EQ(ledger.batches(0, 1), (std::map<std::int32_t, Pieces>{{20005, 3}, {20040, 2}}));
  ledger.book(move(MovementKind::scrap, 9, 3, 1));
  EXPECT_EQ(ledger.batches(0, 1), (std::map<std::int32_t, Pieces>{{20040, 2}}));
  EXPECT_EQ(ledger.balance(0, 0).last_issue.days, 20008);
}

TEST(StockLedger, RulesHoldOnIssue) {
  UsageRule monthly;  // 10 a month and rep
  monthly.limit = 10;
  UsageRule gifts;  // none for tier 2, from a clerk (role 1) to anybody
  gifts.tier = 2;
  UsageRule clerk;
  clerk.role = 1;
  StockLedger ledger(1, 1, {monthly, gifts, clerk});
  ledger.book(move(MovementKind::receipt, 0, 100));
  Movement issue = move(MovementKind::issue, 0, 8);
  issue.rep = 3;
  ledger.book(issue);
  issue.pieces = 3;
  EXPECT_EQ(refusal([&] { ledger.book(issue); }),
            "rules[0]: 3 pieces after 8 exceed the limit of 10 a month");
  Movement back = move(MovementKind::giveback, 0, 2);
  back.rep = 3;
  ledger.book(back);
  ledger.book(issue);
  issue.rep = 4;
  issue.tier = 2;
  EXPECT_EQ(refusal([&] { ledger.book(issue); }),
            "rules[1]: 3 pieces after 0 exceed the limit of 0 a month");
  issue.tier = 1;
  issue.role = 1;
  EXPECT_EQ(refusal([&] { ledger.book(issue); }),
            "rules[2]: 3 pieces after 0 exceed the limit of 0 a month");
  EXPECT_EQ(ledger.balance(0, 0).on_hand, 91);
  EXPECT_EQ(ledger.movements().size(), 4u);
}

TEST(StockLedger, ABatchOfMovementsIsBookedWholeOrNotAtAll) {
  StockLedger ledger(1, 1);
  EXPECT_EQ(refusal([&] {
              ledger.book_all({move(MovementKind::receipt, 0, 5), move(MovementKind::issue, 0, 6)});
            }),
            "movements[1].pieces: 6 exceed the 5 in stock that have not expired");
  EXPECT_EQ(ledger.balance(0, 0).on_hand, 0);
  EXPECT_TRUE(ledger.movements().empty());
}

TEST(StockLedger, Refusals) {
  StockLedger ledger(1, 1);
  ledger.book(move(MovementKind::receipt, 5, 5));
  EXPECT_EQ(refusal([&] { ledger.book(move(MovementKind::receipt, 5, -5)); }),
            "pieces: -5 is outside [1, 10^15] pieces");
  EXPECT_EQ(refusal([&] { ledger.book(move(MovementKind::receipt, 4, 5)); }),
            "date: 2024-10-08 is before the last movement, of 2024-10-09");
  EXPECT_EQ(refusal([&] { ledger.book(move(MovementKind::receipt, 5, 5, 1)); }),
            "location: 1 is not in 0..0");
  EXPECT_EQ(refusal([&] { ledger.book(move(MovementKind::receipt, 5, most_pieces)); }),
            "on_hand: 1000000000000005 is outside [0, 10^15] pieces");
  UsageRule rule;
  rule.limit = -1;
  EXPECT_EQ(refusal([&] { StockLedger(1, 1, {rule}); }),
            "rules[0].limit: -1 is outside [0, 10^15] pieces");
}

/// The same in the plainest way: every piece is an entry of its own.
struct Naive {
  std::vector<std::vector<int>> pieces{6};  // [materials · locations] expiry days, 1000 keeps
  bool take(std::size_t from, int n, int good_on, std::vector<int>* to) {
    std::sort(pieces[from].begin(), pieces[from].end());
    const auto first = std::lower_bound(pieces[from].begin(), pieces[from].end(), good_on);
    if (pieces[from].end() - first < n) return false;
    if (to != nullptr) to->insert(to->end(), first, first + n);
    pieces[from].erase(first, first + n);
    return true;
  }
};

TEST(StockLedger, BalancesToThePieceOverManyOperations) {
  std::mt19937_64 random(20261124);
  const auto draw = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  StockLedger ledger(2, 3);
  Naive naive;
  int day = 0, refused = 0;
  for (int step = 0; step < 100000; ++step) {
    if (draw(200) == 0) ++day;
    Movement m = move(static_cast<MovementKind>(draw(6)), day, 1 + draw(12), draw(3));
    m.material = draw(2);
    const int lasts = draw(4) == 0 ? 1000 : day + draw(30);
    if (lasts < 1000) m.expires = {20000 + lasts};
    m.to_location = (m.location + 1 + draw(2)) % 3;
    const auto at = [&](std::int32_t location) {
      return static_cast<std::size_t>(m.material * 3 + location);
    };
    std::vector<int>& here = naive.pieces[at(m.location)];
    const int n = static_cast<int>(m.pieces), has = static_cast<int>(here.size());
    bool fits = true;
    switch (m.kind) {
      case MovementKind::receipt:
      case MovementKind::giveback:
        here.insert(here.end(), static_cast<std::size_t>(n), lasts);
        break;
      case MovementKind::issue:
        fits = naive.take(at(m.location), n, day, nullptr);
        break;
      case MovementKind::transfer:
        fits = naive.take(at(m.location), n, -1, &naive.pieces[at(m.to_location)]);
        break;
      case MovementKind::scrap:
        fits = naive.take(at(m.location), n, -1, nullptr);
        break;
      case MovementKind::count:
        if (n > has) here.insert(here.end(), static_cast<std::size_t>(n - has), lasts);
        if (n < has) naive.take(at(m.location), has - n, -1, nullptr);
    }
    ASSERT_EQ(refusal([&] { ledger.book(m); }) == "accepted", fits) << "step " << step;
    refused += fits ? 0 : 1;
    for (std::size_t material = 0; material < 2; ++material) {
      Pieces in = 0, out = 0;
      for (std::size_t location = 0; location < 3; ++location) {
        const Balance& b = ledger.balance(material, location);
        ASSERT_EQ(b.received + b.given_back + b.transferred_in + b.counted_more - b.issued -
                      b.transferred_out - b.counted_less - b.scrapped,
                  b.on_hand);
        std::map<std::int32_t, Pieces> expected;
        for (int e : naive.pieces[material * 3 + location]) {
          ++expected[e == 1000 ? calendar::max_date.days : 20000 + e];
        }
        ASSERT_EQ(ledger.batches(material, location), expected) << "step " << step;
        in += b.transferred_in;
        out += b.transferred_out;
      }
      ASSERT_EQ(in, out);
    }
  }
  EXPECT_GT(refused, 1000);
  EXPECT_EQ(ledger.movements().size(), 100000u - static_cast<std::size_t>(refused));
}

}  // namespace
}  // namespace salesplan::material
