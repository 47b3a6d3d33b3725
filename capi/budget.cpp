#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/budget_options.hpp"
#include "boundary.hpp"
#include "bounds.hpp"
#include "columns.hpp"
#include "options.hpp"
#include "salesplan/budget/last_change.hpp"
#include "salesplan/budget/workflow.hpp"

using namespace salesplan;

struct splan_trail {
  budget::Trail trail;
};

struct splan_store {
  std::unique_ptr<budget::Store> store;
};

struct splan_policy {
  budget::Policy policy;
};

namespace {

/// A store of the host's, behind its two callbacks.
class HostStore final : public budget::Store {
 public:
  HostStore(splan_store_read reader, splan_store_append appender, void* user_data)
      : read_(reader), append_(appender), user_data_(user_data) {}

  budget::Trail read(const std::string& name) override {
    splan_trail trail{{name, {}}};
    check(read_(name.c_str(), &trail, user_data_), name, "read");
    return std::move(trail.trail);
  }

  void append(const std::string& name, const budget::Entry& entry) override {
    const std::int32_t said =
        append_(name.c_str(), entry.sequence, entry.at, entry.actor.c_str(), entry.action.c_str(),
                entry.reason.c_str(), entry.content.c_str(), entry.hash.c_str(), user_data_);
    if (said == SPLAN_CONFLICT) throw budget::conflict(name, entry.sequence);
    check(said, name, "append");
  }

 private:
  static void check(std::int32_t said, const std::string& name, const char* what) {
    if (said == 0) return;
    throw Error(ErrorCode::io, name,
                "the host's store could not " + std::string(what) + ": it returned " +
                    std::to_string(said));
  }

  splan_store_read read_;
  splan_store_append append_;
  void* user_data_;
};

splan_result* standing(const budget::Budget& budget) {
  auto result = std::make_unique<splan_result>();
  result->add("stage", std::vector<std::string>{budget::stage_name(budget.stage)});
  capi::add_one(*result, "versions", static_cast<std::int64_t>(budget.versions.size()));
  capi::add_one(*result, "in_force", static_cast<std::int64_t>(budget.in_force));
  capi::add_one(*result, "entries", budget.sequence);
  result->add("head", std::vector<std::string>{budget.head});
  result->add("approvals", budget.approvals);
  return result.release();
}

const budget::Version& version_of(const budget::Budget& budget, std::int64_t number,
                                  const char* place) {
  if (number < 1 || number > static_cast<std::int64_t>(budget.versions.size())) {
    throw Error(ErrorCode::not_found, place,
                std::to_string(number) + " is not in 1.." + std::to_string(budget.versions.size()));
  }
  return budget.versions[static_cast<std::size_t>(number - 1)];
}

}  // namespace

splan_status splan_budget_split(splan_context* context, const splan_options* options, int64_t total,
                                int64_t n, const double* history, const double* target,
                                const int64_t* lower, const int64_t* upper, const int64_t* locked,
                                int64_t* out_amounts) {
  return capi::guard(context, [&] {
    const std::size_t lines = capi::count(n, "n");
    const auto to = capi::array(out_amounts, lines, "out_amounts");
    const std::vector<core::Minor> amounts = budget::split(
        total, lines, adapters::basis(capi::options_or_defaults(options, "budget_split")),
        capi::optional_array(history, lines), capi::optional_array(target, lines),
        capi::bounds(lines, lower, upper, locked));
    std::copy(amounts.begin(), amounts.end(), to.begin());
  });
}

splan_status splan_budget_best_split(splan_context* context, int64_t total, int64_t n,
                                     const int32_t* shape, const double* scale, const double* half,
                                     const double* slope, const int64_t* lower,
                                     const int64_t* upper, const int64_t* locked,
                                     splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t lines = capi::count(n, "n");
    const capi::OptionalArray<std::int32_t> shapes(shape, 0);
    const auto most = capi::array(scale, lines, "scale");
    const auto middle = capi::array(half, lines, "half");
    const capi::OptionalArray<double> slopes(slope, 1);
    std::vector<numeric::ResponseCurve> curves;
    for (std::size_t i = 0; i < lines; ++i) {
      if (shapes[i] != 0 && shapes[i] != 1) {
        throw Error(ErrorCode::invalid_argument, core::at("shape", static_cast<std::int64_t>(i)),
                    std::to_string(shapes[i]) + " is neither 0 nor 1");
      }
      curves.push_back(
          {static_cast<numeric::ResponseShape>(shapes[i]), most[i], middle[i], slopes[i]});
    }
    budget::BestSplit best =
        budget::best_split(total, curves, capi::bounds(lines, lower, upper, locked));
    auto result = std::make_unique<splan_result>();
    result->add("amount", std::move(best.amount));
    capi::add_one(*result, "response", best.response);
    capi::add_one(*result, "bound", best.bound);
    capi::add_one(*result, "marginal", best.marginal);
    to = result.release();
  });
}

splan_status splan_budget_propose(splan_context* context, const splan_options* options, int64_t n,
                                  const int64_t* budget, const int64_t* planned,
                                  const int64_t* spent, const int64_t* committed,
                                  const double* target, const double* landing,
                                  const double* landing_sd, const double* marginal,
                                  const double* marginal_sd, const double* elasticity,
                                  const int32_t* last, int64_t reserve, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const auto given = capi::array(budget, count, "budget");
    const auto due = capi::array(planned, count, "planned");
    const auto gone = capi::array(spent, count, "spent");
    const auto wanted = capi::array(target, count, "target");
    const auto expected = capi::array(landing, count, "landing");
    const auto next = capi::array(marginal, count, "marginal");
    const capi::OptionalArray<double> expected_sd(landing_sd, 0), next_sd(marginal_sd, 0),
        power(elasticity, 1);
    const capi::OptionalArray<std::int32_t> before(last, 0);
    std::vector<budget::Progress> lines;
    for (std::size_t i = 0; i < count; ++i) {
      if (before[i] < 0 || before[i] > 3) {
        throw Error(ErrorCode::invalid_argument, core::at("last", static_cast<std::int64_t>(i)),
                    std::to_string(before[i]) + " is not in 0..3");
      }
      lines.push_back({given[i], due[i], gone[i], committed == nullptr ? gone[i] : committed[i],
                       wanted[i], expected[i], expected_sd[i], next[i], next_sd[i], power[i],
                       static_cast<budget::Proposed>(before[i])});
    }
    const budget::Adjustment adjustment = budget::propose(
        lines, reserve,
        adapters::adjustment_options(capi::options_or_defaults(options, "budget_adjustment")));
    auto result = std::make_unique<splan_result>();
    const auto column = [&](const char* name, auto get) {
      capi::add_column(*result, name, adjustment.proposals, get);
    };
    using budget::Proposal;
    const auto line = [](std::size_t i) {
      return i == budget::from_reserve ? std::int64_t{-1} : static_cast<std::int64_t>(i);
    };
    column("action", [](const Proposal& p) { return p.action; });
    column("from", [&](const Proposal& p) { return line(p.from); });
    column("to", [&](const Proposal& p) { return line(p.to); });
    column("amount", [](const Proposal& p) { return p.amount; });
    column("effect", [](const Proposal& p) { return p.effect; });
    column("lower", [](const Proposal& p) { return p.lower; });
    column("upper", [](const Proposal& p) { return p.upper; });
    column("reason", [](const Proposal& p) { return p.reason; });
    capi::add_column(*result, "budget", adjustment.budget, [](core::Minor m) { return m; });
    capi::add_column(*result, "last", adjustment.last,
                     [](budget::Proposed p) { return static_cast<std::int64_t>(p); });
    capi::add_one(*result, "reserve", adjustment.reserve);
    to = result.release();
  });
}

splan_status splan_trail_create(splan_context* context, const char* name, splan_trail** out) {
  return capi::guard(context, [&] {
    splan_trail*& to = capi::required(out, "out");
    to = new splan_trail{{&capi::required(name, "name"), {}}};
  });
}

void splan_trail_free(splan_trail* trail) { delete trail; }

splan_status splan_trail_add(splan_context* context, splan_trail* trail, int64_t sequence,
                             int64_t at, const char* actor, const char* action, const char* reason,
                             const char* content, const char* hash) {
  return capi::guard(context, [&] {
    budget::Trail& to = capi::required(trail, "trail").trail;
    to.entries.push_back({sequence, at, &capi::required(actor, "actor"),
                          &capi::required(action, "action"), capi::text_or_empty(reason),
                          capi::text_or_empty(content), &capi::required(hash, "hash")});
  });
}

splan_status splan_trail_entries(splan_context* context, const splan_trail* trail,
                                 splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::vector<budget::Entry>& entries = capi::required(trail, "trail").trail.entries;
    auto result = std::make_unique<splan_result>();
    const auto column = [&](const char* name, auto get) {
      capi::add_column(*result, name, entries, get);
    };
    using budget::Entry;
    column("sequence", [](const Entry& e) { return e.sequence; });
    column("at", [](const Entry& e) { return e.at; });
    column("actor", [](const Entry& e) { return e.actor; });
    column("action", [](const Entry& e) { return e.action; });
    column("reason", [](const Entry& e) { return e.reason; });
    column("content", [](const Entry& e) { return e.content; });
    column("hash", [](const Entry& e) { return e.hash; });
    to = result.release();
  });
}

splan_status splan_trail_verify(splan_context* context, const splan_trail* trail,
                                const char* head) {
  return capi::guard(context, [&] {
    budget::verify(capi::required(trail, "trail").trail, capi::text_or_empty(head));
  });
}

splan_status splan_budget_standing(splan_context* context, const splan_trail* trail,
                                   splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    to = standing(budget::replay(capi::required(trail, "trail").trail));
  });
}

splan_status splan_budget_version(splan_context* context, const splan_trail* trail, int64_t version,
                                  splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const budget::Budget budget = budget::replay(capi::required(trail, "trail").trail);
    const budget::Version& found = version_of(budget, version, "version");
    auto result = std::make_unique<splan_result>();
    using budget::Line;
    capi::add_column(*result, "line", found.lines, [](const Line& line) { return line.name; });
    capi::add_column(*result, "amount", found.lines, [](const Line& line) { return line.amount; });
    result->add("author", std::vector<std::string>{found.author});
    capi::add_one(*result, "at", found.at);
    to = result.release();
  });
}

splan_status splan_budget_last_change(splan_context* context, const splan_trail* trail,
                                      splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const budget::LastChange change = budget::last_change(capi::required(trail, "trail").trail);
    auto result = std::make_unique<splan_result>();
    using budget::Line;
    capi::add_column(*result, "line", change.lines, [](const Line& line) { return line.name; });
    capi::add_column(*result, "amount", change.lines, [](const Line& line) { return line.amount; });
    capi::add_column(*result, "last", change.lines, [&](const Line& line) {
      return static_cast<std::int64_t>(budget::done_to(change, line.name));
    });
    to = result.release();
  });
}

splan_status splan_budget_difference(splan_context* context, const splan_trail* trail, int64_t from,
                                     int64_t to, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& made = capi::required(out, "out");
    const budget::Budget budget = budget::replay(capi::required(trail, "trail").trail);
    const std::vector<budget::LineChange> changes = budget::difference(
        version_of(budget, from, "from").lines, version_of(budget, to, "to").lines);
    auto result = std::make_unique<splan_result>();
    using budget::LineChange;
    capi::add_column(*result, "line", changes, [](const LineChange& c) { return c.name; });
    capi::add_column(*result, "before", changes, [](const LineChange& c) { return c.before; });
    capi::add_column(*result, "after", changes, [](const LineChange& c) { return c.after; });
    made = result.release();
  });
}

splan_status splan_store_create(splan_context* context, splan_store_read read,
                                splan_store_append append, void* user_data, splan_store** out) {
  return capi::guard(context, [&] {
    splan_store*& to = capi::required(out, "out");
    std::unique_ptr<budget::Store> store;
    if (read == nullptr && append == nullptr) {
      store = std::make_unique<budget::MemoryStore>();
    } else {
      store = std::make_unique<HostStore>(&capi::required(read, "read"),
                                          &capi::required(append, "append"), user_data);
    }
    to = new splan_store{std::move(store)};
  });
}

void splan_store_free(splan_store* store) { delete store; }

splan_status splan_store_trail(splan_context* context, splan_store* store, const char* name,
                               splan_trail** out) {
  return capi::guard(context, [&] {
    splan_trail*& to = capi::required(out, "out");
    budget::Store& from = *capi::required(store, "store").store;
    to = new splan_trail{from.read(&capi::required(name, "name"))};
  });
}

splan_status splan_policy_create(splan_context* context, int64_t n, const char* names,
                                 int64_t names_size, const int32_t* roles, const int64_t* limits,
                                 int64_t second_above, splan_policy** out) {
  return capi::guard(context, [&] {
    splan_policy*& to = capi::required(out, "out");
    const std::size_t people = capi::count(n, "n");
    const auto bits = capi::array(roles, people, "roles");
    const capi::OptionalArray<std::int64_t> limit(limits, core::missing_integer);
    std::vector<std::string> name = capi::texts(names, names_size, people, "names");
    auto made = std::make_unique<splan_policy>();
    made->policy.second_above = second_above;
    for (std::size_t i = 0; i < people; ++i) {
      if (bits[i] < 0 || bits[i] > 15) {
        throw Error(ErrorCode::invalid_argument, core::at("roles", static_cast<std::int64_t>(i)),
                    std::to_string(bits[i]) + " is not in 0..15");
      }
      budget::Person person{std::move(name[i]), {}, limit[i]};
      for (int role = 0; role < 4; ++role) {
        if ((bits[i] >> role & 1) != 0) person.roles.push_back(static_cast<budget::Role>(role));
      }
      made->policy.people.push_back(std::move(person));
    }
    to = made.release();
  });
}

void splan_policy_free(splan_policy* policy) { delete policy; }

splan_status splan_budget_act(splan_context* context, splan_store* store,
                              const splan_policy* policy, const char* name, const char* step,
                              const char* actor, const char* reason, int64_t now, int64_t seen,
                              int64_t n, const char* lines, int64_t lines_size,
                              const int64_t* amounts, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    budget::Store& kept = *capi::required(store, "store").store;
    const budget::Policy& rules = capi::required(policy, "policy").policy;
    budget::Command command;
    command.step = budget::parse_step(&capi::required(step, "step"), "step");
    command.actor = &capi::required(actor, "actor");
    command.reason = capi::text_or_empty(reason);
    command.now = now;
    command.seen = seen;
    const std::size_t count = capi::count(n, "n");
    const auto amount = capi::array(amounts, count, "amounts");
    std::vector<std::string> line = capi::texts(lines, lines_size, count, "lines");
    for (std::size_t i = 0; i < count; ++i) {
      command.lines.push_back({std::move(line[i]), amount[i]});
    }
    to = standing(budget::act(kept, &capi::required(name, "name"), rules, command));
  });
}
