#include "adapters/notice_texts.hpp"

#include <gtest/gtest.h>

#include "adapters/alert_rules.hpp"
#include "adapters/json.hpp"
#include "refusal.hpp"

namespace salesplan::adapters {
namespace {

monitor::Notice late() {
  monitor::Notice notice;
  notice.time = parse_instant("2026-03-13T17:30", "time");
  notice.receiver = "head";
  notice.key = "0123456789abcdef";
  notice.group = {{"region", "north"}};
  notice.lines = {{"00000000000000aa",
                   "late",
                   "pace",
                   "warning",
                   "bob",
                   {{"region", "north"}, {"rep", "ann"}},
                   0.8,
                   0.9,
                   notice.time - 3600,
                   0},
                  {"00000000000000bb",
                   "late",
                   "pace",
                   "warning",
                   "",
                   {{"region", "north"}, {"rep", "bob"}},
                   0.7,
                   0.9,
                   notice.time,
                   0}};
  return notice;
}

TEST(NoticeTexts, SayWhatAndWhere) {
  EXPECT_EQ(
      notice_text(late()),
      "2 alerts firing: region=north\n"
      "- [warning] late: pace of region=north;rep=ann is 0.8 (threshold 0.9), assigned to bob\n"
      "- [warning] late: pace of region=north;rep=bob is 0.7 (threshold 0.9)\n");
}

TEST(NoticeTexts, AreWhatAlertmanagerSends) {
  const ParsedJson sent = ParsedJson::parse(alertmanager_json(late(), "https://plan"));
  EXPECT_EQ(sent["version"], "4");
  EXPECT_EQ(sent["status"], "firing");
  EXPECT_EQ(sent["groupLabels"], ParsedJson({{"region", "north"}}));
  EXPECT_EQ(
      sent["commonLabels"],
      ParsedJson(
          {{"alertname", "late"}, {"kpi", "pace"}, {"severity", "warning"}, {"region", "north"}}));
  EXPECT_EQ(sent["alerts"][0]["startsAt"], "2026-03-13T16:30:00Z");
  EXPECT_EQ(sent["alerts"][0]["endsAt"], "0001-01-01T00:00:00Z");
  EXPECT_EQ(sent["alerts"][1]["labels"]["rep"], "bob");
  EXPECT_EQ(sent["alerts"][1]["fingerprint"], "00000000000000bb");
  for (const char* field :
       {"groupKey", "truncatedAlerts", "receiver", "commonAnnotations", "externalURL"}) {
    EXPECT_TRUE(sent.contains(field)) << field;
  }
  monitor::Notice over = late();
  over.kind = monitor::NoticeKind::resolved;
  over.lines[0].ended = over.time;
  const ParsedJson resolved = ParsedJson::parse(alertmanager_json(over));
  EXPECT_EQ(resolved["alerts"][0]["status"], "resolved");
  EXPECT_EQ(resolved["alerts"][0]["endsAt"], "2026-03-13T17:30:00Z");
}

TEST(NoticeTexts, AlertsForAnAlertmanagerItself) {
  monitor::Notice notice = late();
  notice.lines[0].labels["产 1"] = "北\n";
  ParsedJson alert = ParsedJson::parse(alertmanager_api_json(notice))[0];
  EXPECT_EQ(alert["labels"]["alertname"], "late");
  EXPECT_EQ(alert["labels"]["_e4_ba_a7_201"], "北\n");
  EXPECT_EQ(alert["startsAt"], "2026-03-13T16:30:00Z");
  EXPECT_EQ(alert["endsAt"], "9999-12-31T23:59:59Z");
  notice.kind = monitor::NoticeKind::resolved;
  notice.lines[0].ended = notice.time;
  alert = ParsedJson::parse(alertmanager_api_json(notice))[0];
  EXPECT_EQ(alert["endsAt"], "2026-03-13T17:30:00Z");
}

TEST(NoticeTexts, AreWhatRobotsTakeWithoutTheirMarkup) {
  monitor::Notice notice = late();
  notice.lines.resize(1);
  notice.lines[0].labels["rep"] = "<at id=all></at> @all *x* \n# y";
  const ParsedJson ding = ParsedJson::parse(dingtalk_json(notice));
  EXPECT_EQ(ding["msgtype"], "markdown");
  const std::string text = ding["markdown"]["text"];
  EXPECT_NE(text.find("\\<at id=all\\>\\</at\\> \\@all \\*x\\*  \\# y"), std::string::npos) << text;
  EXPECT_EQ(ParsedJson::parse(wecom_json(notice))["markdown"]["content"], text);
  const ParsedJson card = ParsedJson::parse(feishu_json(notice));
  EXPECT_EQ(card["msg_type"], "interactive");
  EXPECT_EQ(card["card"]["elements"][0]["tag"], "markdown");
  notice.lines[0].labels["rep"] = "\xff";
  EXPECT_FALSE(ParsedJson::parse(wecom_json(notice)).is_null());
  EXPECT_EQ(
      refusal([&] { notice_payload(notice, "fax", "format"); }),
      "format: \"fax\" is not a format; there are text, alertmanager, alertmanager_api, dingtalk, "
      "wecom, feishu");
}

TEST(MailMessage, IsTheSameWheneverItIsMade) {
  const MailAddresses addresses{
      "plan@example.com", {"ann@example.com", "bob@example.com"}, "plan.example.com"};
  const std::string message = mail_message(late(), addresses);
  EXPECT_EQ(message, mail_message(late(), addresses));
  EXPECT_EQ(message.substr(0, message.find("\r\n\r\n")),
            "From: plan@example.com\r\n"
            "To: ann@example.com,\r\n bob@example.com\r\n"
            "Subject: =?UTF-8?B?MiBhbGVydHMgZmlyaW5nOiByZWdpb249bm9ydGg=?=\r\n"
            "Date: Fri, 13 Mar 2026 17:30:00 -0000\r\n"
            "Message-ID: <0123456789abcdef@plan.example.com>\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: base64");
}

TEST(MailMessage, LetsNoLineEndAndNoOtherRecipientIn) {
  const auto refused = [](const std::string& from, const std::string& to,
                          const std::string& domain) {
    return refusal([&] { mail_message(late(), {from, {to}, domain}); });
  };
  const std::string good = "ann@example.com";
  for (const std::string bad :
       {"a@b.c\r\nBcc: eve@x.y", "a@b.c\nX: y", "a@b.c>", "<a@b.c", "a@b.c, d@e.f", "a@b.c;d",
        "a b@c.d", "a", "@b.c", "a@", "a@b@c", "", "\"a\"@b.c", "ä@b.c"}) {
    EXPECT_NE(refused(bad, good, "x.y"), "accepted") << bad;
    EXPECT_NE(refused(good, bad, "x.y"), "accepted") << bad;
  }
  for (const std::string bad : {"", "x.y\r\nBcc: eve@x.y", "x y", "x>y", "x@y"}) {
    EXPECT_NE(refused(good, good, bad), "accepted") << bad;
  }
  EXPECT_EQ(refused(good, good, "x.y"), "accepted");
  monitor::Notice notice = late();
  notice.group["region"] = std::string(200, 'x') + "北京\r\nBcc: eve@example.com";
  const std::string message = mail_message(notice, {good, {good}, "x.y"});
  EXPECT_EQ(message.find("Bcc"), std::string::npos);  // encoded, and its line end a blank
  for (std::size_t at = 0; at < message.size();) {
    const std::size_t end = message.find("\r\n", at);
    ASSERT_NE(end, std::string::npos);
    EXPECT_LE(end - at, 78u);
    at = end + 2;
  }
}

TEST(AlertRules, AreReadWithTheirPlace) {
  const auto refused = [](const std::string& rule) {
    return refusal([&] { read_alert_book("{\"rules\": [" + rule + "]}", "rules.json"); });
  };
  const std::string start = R"({"name": "a", "kpi": "b", "condition": "below", "threshold": 1)";
  EXPECT_EQ(refused(start + "}"), "accepted");
  EXPECT_EQ(refused(start + R"(, "pending_for": "2w"})"),
            "rules.json: rules[0].pending_for: \"2w\" is not a duration such as \"90s\", \"15m\", "
            "\"2h\" or \"1d\"");
  EXPECT_EQ(refused(start + R"(, "side": "left"})"),
            "rules.json: rules[0].side: \"left\" is not one of upper, lower, both");
  EXPECT_NE(refused(start + R"(, "colour": 1})"), "accepted");
  const monitor::AlertBook book = read_alert_book(
      R"({"rules": [{"name": "a", "kpi": "b", "condition": "cusum", "missing_after": "3d"}],
          "dimensions": [{"name": "org", "members": [{"key": "n"}, {"key": "ann", "parent": "n"}]}],
          "working_hours": {"calendar": "CN", "open": "08:30"}})",
      "x");
  EXPECT_EQ(book.rules()[0].missing_after, 3 * 86400);
  EXPECT_EQ(book.rules()[0].weight, 0.5);
  EXPECT_EQ(refusal([] {
              read_alert_book(R"({"rules": [], "working_hours": {"calendar": "CN", "open": "9"}})",
                              "x");
            }),
            "x: working_hours.open: \"9\" is not a time such as 17:30");
}

TEST(AlertRules, ReadLabelsAndInstants) {
  EXPECT_EQ(labels_text(parse_labels("b=2;a=x=y", "l")), "a=x=y;b=2");
  EXPECT_TRUE(parse_labels("", "l").empty());
  EXPECT_EQ(refusal([] { parse_labels("a", "l"); }),
            "l: \"a\" is not a label such as region=north");
  EXPECT_EQ(refusal([] { parse_labels("a=1;a=2", "l"); }), "l: \"a\" is given twice");
  EXPECT_EQ(parse_instant("1970-01-02T00:00:01", "t"), 86401);
  EXPECT_EQ(instant_text(parse_instant("1969-12-31T23:59", "t")), "1969-12-31T23:59:00");
  for (const char* bad : {"1970-01-02T", "1970-01-02T25:00", "1970-01-02T9:00", "1970-01-02x09:00",
                          "1970-01-02T09:00:60", "1970-01-02T0/:00"}) {
    EXPECT_NE(refusal([&] { parse_instant(bad, "t"); }), "accepted") << bad;
  }
}

}  // namespace
}  // namespace salesplan::adapters
