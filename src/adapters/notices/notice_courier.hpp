// The courier that speaks SMTP and HTTP, over libcurl.
#pragma once

#include "adapters/notices/notice_outbox.hpp"

namespace salesplan::adapters {

/// Mail by SMTP, webhooks and robots as JSON, SMS as a form; the letter's key goes along as
/// Message-ID or Idempotency-Key. Follows no redirect, speaks no protocol but the channel's, waits
/// at most 30 s. A refusal for good is an SMTP 5xx reply and an HTTP 4xx status other than 408 and
/// 429; a robot that answers 200 with an error code has refused for now. Letters of the kinds inbox
/// and host are not its to take: it says so.
Courier curl_courier();

}  // namespace salesplan::adapters
