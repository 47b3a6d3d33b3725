// The live dashboard over HTTP, for the machine it runs on.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "adapters/live/live_facts.hpp"
#include "adapters/live/live_feed.hpp"

namespace salesplan::adapters {

struct ServerSettings {
  std::string address = "127.0.0.1";
  int port = 0;  ///< 0: any that is free
  std::vector<std::string>
      hosts;                  ///< names by which it may be called, beside address and localhost
  std::string token;          ///< 16 or more of A-Z a-z 0-9 _ -
  std::size_t watchers = 32;  ///< pages at once
};

/// A token that nobody guesses: 256 random bits in hexadecimal digits.
std::string random_token();

/// Serves below /TOKEN/:
///   GET  (nothing)    the page
///   GET  model.json   the model
///   GET  events       Server-Sent Events after the sequence in Last-Event-ID or ?after=: `change`
///                     (JSON Patch) or `model` (all of it), the event's id being the sequence
///   POST facts        text/csv or application/json; at most 16 MB; answers with the sequence. A
///                     batch whose Idempotency-Key has come before is not counted again.
/// Everything else is 404, without the token too, which is compared in constant time. A Host header
/// that is none of ours is refused (a page elsewhere may have bound its name to our address), an
/// Origin that is not ours too; nothing is allowed to other origins. A client that reads or writes
/// nothing for 5 s is let go.
class LiveServer {
 public:
  /// Listens; answers from run() on.
  /// @param feed, spec must outlive the server
  /// @throws Error(invalid_argument) for a token that does not fit, Error(io) for an address that
  ///         cannot be had.
  LiveServer(LiveFeed& feed, FactNames names, const plan::Specification& spec,
             ServerSettings settings);
  ~LiveServer();

  /// "http://127.0.0.1:40123/TOKEN/"
  const std::string& url() const;

  /// Answers until stop(), which any thread may call once run() has begun or is about to.
  void run();
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace salesplan::adapters
