#include "salesplan/monitor/alert_book.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "refusal.hpp"
#include "salesplan/calendar/calendars.hpp"

namespace salesplan::monitor {
namespace {

AlertRule low_pace() {
  AlertRule rule;
  rule.name = "low pace";
  rule.kpi = "pace";
  rule.threshold = 0.9;
  rule.clear = 0.95;
  rule.receiver = "head";
  return rule;
}

const Labels north{{"region", "north"}};

/// The notices of one value, as "kind" texts.
std::string kinds(const std::vector<Notice>& notices) {
  std::string text;
  for (const Notice& notice : notices) {
    text += (text.empty() ? "" : " ") + std::string(notice_name(notice.kind));
  }
  return text;
}

std::string see(AlertBook& book, Instant now, double value, const Labels& labels = north) {
  return kinds(book.at(now, {{"pace", labels, value}}));
}

TEST(AlertBook, GoesFromNormalOverPendingAndFiringBackToNormal) {
  AlertRule rule = low_pace();
  rule.pending_for = 10;
  rule.recovering_for = 10;
  AlertBook book({rule});
  const auto state = [&] { return std::string(state_name(book.alerts()[0].state)); };
  EXPECT_EQ(see(book, 0, 1.0), "");
  EXPECT_EQ(state(), "normal");
  see(book, 1, 0.8);
  EXPECT_EQ(state(), "pending");
  see(book, 5, 0.9);  // not below the threshold: a short dip is no alert
  EXPECT_EQ(state(), "normal");
  see(book, 20, 0.8);
  EXPECT_EQ(see(book, 29, 0.8), "");
  EXPECT_EQ(see(book, 30, 0.8), "firing");
  EXPECT_EQ(book.alerts()[0].started, 20);
  EXPECT_EQ(see(book, 31, 0.8), "");   // told once
  EXPECT_EQ(see(book, 32, 0.92), "");  // above the threshold, not clear
  EXPECT_EQ(state(), "firing");
  see(book, 33, 0.96);
  EXPECT_EQ(state(), "recovering");
  see(book, 40, 0.94);
  EXPECT_EQ(state(), "firing");
  see(book, 41, 0.96);
  EXPECT_EQ(see(book, 51, 0.96), "resolved");
  EXPECT_EQ(state(), "normal");
  EXPECT_EQ(book.alerts().size(), 1u);
}

TEST(AlertBook, FiresAtOnceWithoutAWait) {
  AlertBook book({low_pace()});
  EXPECT_EQ(see(book, 0, 0.8), "firing");
  EXPECT_EQ(see(book, 0, 0.95), "resolved");
}

TEST(AlertBook, GivesTheSameChangeTheSameKeyAndAnotherOneAnother) {
  AlertBook book({low_pace()}), again({low_pace()});
  std::set<std::string> keys;
  for (int t = 0; t < 8; ++t) {
    const Observation seen{"pace", north, t % 2 == 0 ? 0.8 : 1.0};
    const auto notices = book.at(t, {seen}), same = again.at(t, {seen});
    ASSERT_EQ(notices.size(), 1u);
    EXPECT_EQ(notices[0].key, same[0].key);
    EXPECT_TRUE(keys.insert(notices[0].key).second);
  }
  // FNV-1a of "low pace" 255 "region" 255 "north" 255, computed apart from this library.
  EXPECT_EQ(book.alerts()[0].fingerprint, "d4bacec59d4ed02e");
  EXPECT_NE(fingerprint("a", {{"bc", "d"}}), fingerprint("ab", {{"c", "d"}}));
}

TEST(AlertBook, ComparesWithTheValueBefore) {
  AlertRule falls = low_pace(), rises = low_pace();
  falls.condition = Condition::falls;
  falls.threshold = 0.2;
  falls.clear = core::missing_number;
  rises = falls;
  rises.name = "rise";
  rises.condition = Condition::rises;
  AlertBook book({falls, rises});
  EXPECT_EQ(see(book, 0, 100), "");
  EXPECT_EQ(see(book, 1, 79), "firing");            // the fall
  EXPECT_EQ(see(book, 2, 100), "firing resolved");  // the rise, and no fall
  EXPECT_EQ(see(book, 3, 0), "firing resolved");
  EXPECT_EQ(see(book, 4, 5), "resolved");  // no rise is known from 0, but the fall is over
}

TEST(AlertBook, ChartsShiftsThatNoSingleValueShows) {
  for (const Condition condition : {Condition::ewma, Condition::cusum}) {
    AlertRule rule = low_pace();
    rule.condition = condition;
    rule.clear = core::missing_number;
    rule.mean = 1;
    rule.sd = 0.1;
    rule.weight = condition == Condition::ewma ? 0.2 : 0.5;
    rule.run_length = 370;
    AlertBook book({rule});
    EXPECT_GT(book.chart_limit(0), 2);
    std::string told;
    int t = 0;
    for (; t < 20; ++t) told += see(book, t, 1.0);
    EXPECT_EQ(told, "");
    for (; told.empty() && t < 40; ++t) told += see(book, t, 0.85);  // 1.5 sd below
    EXPECT_EQ(told, "firing");
    EXPECT_LT(t, 30);
    AlertBook upward({rule});
    for (t = 0; t < 40; ++t) EXPECT_EQ(see(upward, t, 1.15), "");  // not the side asked for
  }
}

TEST(AlertBook, TellsOfMissingDataAndGoesOnWhereItWas) {
  AlertRule rule = low_pace();
  rule.missing_after = 100;
  AlertBook book({rule});
  EXPECT_EQ(see(book, 0, 0.8), "firing");
  EXPECT_EQ(see(book, 50, core::missing_number), "");
  EXPECT_EQ(kinds(book.at(99)), "");
  EXPECT_EQ(kinds(book.at(100)), "no_data");
  EXPECT_EQ(kinds(book.at(200)), "");
  EXPECT_EQ(see(book, 201, 0.8), "");  // the same episode, known already
  EXPECT_EQ(book.alerts()[0].state, AlertState::firing);
  EXPECT_EQ(kinds(book.at(301)), "no_data");
}

TEST(AlertBook, IsForMembersAndThoseBelow) {
  AlertRule rule = low_pace();
  rule.where = {{"org", "north"}};
  AlertBook book({rule}, {{"org", {{"north", "", ""}, {"ann", "north", ""}, {"south", "", ""}}}});
  EXPECT_EQ(see(book, 0, 0.8, {{"org", "ann"}}), "firing");
  EXPECT_EQ(see(book, 0, 0.8, {{"org", "south"}}), "");
  EXPECT_EQ(see(book, 0, 0.8, {}), "");
  EXPECT_EQ(book.alerts().size(), 1u);
}

TEST(AlertBook, KeepsRegionsAndRepsQuietWhileTheCompanyFires) {
  AlertBook book({low_pace()}, {{"org", {{"north", "", ""}, {"ann", "north", ""}}}});
  const auto all = [&](Instant now, double company, double region, double rep) {
    std::string text;
    for (const Notice& notice : book.at(now, {{"pace", {{"org", "ann"}}, rep},
                                              {"pace", {{"org", "north"}}, region},
                                              {"pace", {}, company}})) {
      for (const NoticeLine& line : notice.lines) {
        text += std::string(notice_name(notice.kind)) + ":" +
                (line.labels.empty() ? "all" : line.labels.at("org")) + " ";
      }
    }
    return text;
  };
  EXPECT_EQ(all(0, 0.8, 0.8, 0.8), "firing:all ");
  EXPECT_EQ(all(1, 1.0, 0.8, 0.8), "firing:north resolved:all ");
  EXPECT_EQ(all(2, 1.0, 1.0, 0.8), "firing:ann resolved:north ");
}

TEST(AlertBook, GroupsAlertsThatAgreeInTheLabelsAskedFor) {
  AlertRule rule = low_pace();
  rule.group_by = {"region"};
  AlertBook book({rule});
  const auto notices = book.at(0, {{"pace", {{"region", "north"}, {"rep", "ann"}}, 0.8},
                                   {"pace", {{"region", "south"}, {"rep", "cai"}}, 0.8},
                                   {"pace", {{"region", "north"}, {"rep", "bob"}}, 0.8}});
  ASSERT_EQ(notices.size(), 2u);
  EXPECT_EQ(notices[0].group, north);
  EXPECT_EQ(notices[0].lines.size(), 2u);
  EXPECT_EQ(notices[1].lines.size(), 1u);
}

TEST(AlertBook, IsSilentUntilTheSilenceEnds) {
  AlertBook book({low_pace()});
  book.silence({north, 0, 100, "eve", "trade fair"});
  EXPECT_EQ(see(book, 0, 0.8), "");
  EXPECT_EQ(see(book, 1, 0.8, {{"region", "south"}}), "firing");
  EXPECT_EQ(kinds(book.at(100)), "firing");
  EXPECT_EQ(refusal([&] { book.silence({north, 5, 5, "eve", ""}); }), "until: is not after from");
  EXPECT_EQ(refusal([&] { book.silence({north, 5, 6, "", ""}); }), "who: is empty");
}

TEST(AlertBook, WaitsForTheHoursOfWorkdays) {
  AlertRule urgent = low_pace();
  urgent.name = "urgent";
  urgent.in_quiet_hours = true;
  AlertBook book({low_pace(), urgent}, {}, WorkingHours{calendar::named_calendar("CN")});
  // 2026-02-14 is a Saturday that is worked before the Spring Festival of 15 to 23 February.
  const auto at = [](const char* date, int hour) {
    return Instant{calendar::parse_date(date, "date").days} * 86400 + hour * 3600;
  };
  const auto receivers = [&](Instant now, std::vector<Observation> seen) {
    std::string names;
    for (const Notice& notice : book.at(now, seen)) {
      for (const NoticeLine& line : notice.lines) names += line.rule + " ";
    }
    return names;
  };
  EXPECT_EQ(receivers(at("2026-02-14", 19), {{"pace", north, 0.8}}), "urgent ");
  EXPECT_EQ(receivers(at("2026-02-17", 10), {}), "");
  EXPECT_EQ(receivers(at("2026-02-24", 8), {}), "");
  EXPECT_EQ(receivers(at("2026-02-24", 9), {}), "low pace ");
  EXPECT_EQ(receivers(at("2026-02-28", 17), {{"pace", {{"region", "south"}}, 0.8}}),
            "low pace urgent ");  // another Saturday that is worked
}

TEST(AlertBook, EscalatesOnceWhereNobodyAcknowledges) {
  AlertRule rule = low_pace();
  rule.escalate_after = 60;
  rule.escalate_to = "director";
  AlertBook book({rule});
  see(book, 0, 0.8);
  EXPECT_EQ(kinds(book.at(59)), "");
  const auto notices = book.at(60);
  EXPECT_EQ(kinds(notices), "escalated");
  EXPECT_EQ(notices[0].receiver, "director");
  EXPECT_EQ(kinds(book.at(200)), "");

  AlertBook calm({rule});
  see(calm, 0, 0.8);
  calm.act(30, calm.alerts()[0].fingerprint, Action::acknowledge, "ann");
  EXPECT_EQ(kinds(calm.at(200)), "");
}

TEST(AlertBook, FollowsWhatPeopleDoAndWhatItBrings) {
  AlertBook book({low_pace()});
  see(book, 0, 0.7);
  see(book, 1, 0.8);
  const std::string id = book.alerts()[0].fingerprint;
  book.act(2, id, Action::acknowledge, "ann", "seen");
  book.act(3, id, Action::assign, "ann", "her region", "bob");
  EXPECT_EQ(refusal([&] { book.act(3, id, Action::acknowledge, "ann"); }),
            "action: acknowledged does not follow assigned");
  EXPECT_EQ(refusal([&] { book.act(3, id, Action::verify, "eve"); }),
            "action: verified needs a measure");
  book.act(4, id, Action::measure, "bob", "few visits", "strengthen follow-up");
  EXPECT_EQ(refusal([&] { book.act(4, id, Action::close, "eve"); }),
            "action: closed needs an alert that is normal again, this is firing");
  see(book, 5, 0.9);
  see(book, 6, 1.0);
  const ResponseMeasure& measure = book.alerts()[0].measures[0];
  EXPECT_DOUBLE_EQ(measure.before, 0.75);
  EXPECT_DOUBLE_EQ(measure.after, 0.95);
  EXPECT_EQ(measure.observations, 2);
  book.act(7, id, Action::verify, "eve");
  book.act(8, id, Action::close, "eve", "back on pace");
  EXPECT_EQ(book.alerts()[0].history.back().what, "closed");
  EXPECT_EQ(book.alerts()[0].history.back().why, "back on pace");
  EXPECT_EQ(refusal([&] { book.act(9, id, Action::close, "eve"); }),
            "action: closed does not follow closed");
  see(book, 10, 0.8);  // a new episode is open again
  EXPECT_EQ(book.alerts()[0].handling, Handling::open);
  EXPECT_TRUE(book.alerts()[0].measures.empty());
  EXPECT_EQ(book.alerts()[0].episode, 2);
}

TEST(AlertBook, RefusesWhatCannotBe) {
  const auto refused = [](auto change) {
    AlertRule rule = low_pace();
    change(rule);
    return refusal([&] { AlertBook({rule}); });
  };
  EXPECT_EQ(refused([](AlertRule& r) { r.name = ""; }), "rules[0].name: is empty");
  EXPECT_EQ(refused([](AlertRule& r) { r.threshold = NAN; }), "rules[0].threshold: is not finite");
  EXPECT_EQ(refused([](AlertRule& r) { r.clear = 0.8; }),
            "rules[0].clear: is on the wrong side of threshold");
  EXPECT_EQ(refused([](AlertRule& r) { r.pending_for = -1; }), "rules[0].pending_for: is negative");
  EXPECT_EQ(refused([](AlertRule& r) { r.sd = 0; }), "rules[0].sd: must be above 0");
  EXPECT_EQ(refusal([] { AlertBook({low_pace(), low_pace()}); }), "rules[1].name: is given twice");
  AlertBook book({low_pace()});
  see(book, 10, 1);
  EXPECT_EQ(refusal([&] { book.at(9); }), "now: 1970-01-01T00:00:09 is before 1970-01-01T00:00:10");
  EXPECT_EQ(refusal([&] {
              book.at(10, {{"pace", {}, INFINITY}});
            }),
            "observations[0].value: is not finite");
  EXPECT_EQ(refusal([&] { book.act(10, "x", Action::close, "eve"); }),
            "fingerprint: \"x\" has no alert");
  EXPECT_EQ(refusal([&] { book.act(10, book.alerts()[0].fingerprint, Action::close, "eve"); }),
            "action: is for an alert that has fired");
  EXPECT_NE(refusal([&] { book.at(std::int64_t{1} << 60); }), "accepted");
}

TEST(AlertBook, GoesOnFromWhatAnotherRemembered) {
  AlertBook book({low_pace()});
  see(book, 10, 0.8);
  book.act(11, book.alerts()[0].fingerprint, Action::measure, "eve", "why", "visit");
  book.silence({north, 10, 12, "eve", ""});
  book.silence({north, 10, 30, "eve", ""});
  book.at(12);
  AlertBook next({low_pace()});
  next.recall(book.memory());
  ASSERT_EQ(next.silences().size(), 1u);  // the other is over
  EXPECT_EQ(see(next, 13, 0.8), "");      // told before
  EXPECT_EQ(see(next, 31, 0.97), "resolved");
  EXPECT_EQ(next.alerts()[0].measures[0].after, (0.8 + 0.97) / 2);
  EXPECT_EQ(refusal([&] { next.at(30); }),
            "now: 1970-01-01T00:00:30 is before 1970-01-01T00:00:31");

  AlertMemory memory = book.memory();
  memory.alerts.push_back(memory.alerts[0]);
  EXPECT_EQ(refusal([&] { next.recall(memory); }), "alerts[1].labels: are given twice");
  memory.alerts[1].rule = 1;
  EXPECT_EQ(refusal([&] { next.recall(memory); }), "alerts[1].rule: 1 is none of 1");
  EXPECT_EQ(next.alerts()[0].state, AlertState::normal);  // as it was
  AlertRule south = low_pace();
  south.where = {{"region", "south"}};
  AlertBook other({south});
  other.recall(book.memory());
  EXPECT_TRUE(other.alerts().empty());
}

}  // namespace
}  // namespace salesplan::monitor
