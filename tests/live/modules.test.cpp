// SPDX-License-Identifier: BSL-1.0
#include <hibana/client.hpp>
#include <hibana/command/any_request.hpp>
#include <hibana/command/hash.hpp>
#include <hibana/command/search_query.hpp>
#include <hibana/protocol/resp2_parser.hpp>
#include <hibana/protocol/value.hpp>
#include <hibana/testing/module_commands.hpp>

#include "catch.hpp"
#include "live/live.hpp"
#include "testing/called_commands.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

// The commands of modules, and of vector sets, against the servers at hand that have some of them: each is called over RESP2 and
// over RESP3 and must give the same.

namespace {

class both_protocols {
    client<unix_transport, resp2_parser> resp2_;
    client<unix_transport> resp3_;
    std::set<std::string, std::less<>> called_;

public:
    explicit both_protocols(const test::server& server) : resp2_{live::at(server)}, resp3_{live::at(server)} {}

    /// Of a command that changes nothing; the replies are compared.
    template <class Request>
    auto read(const Request& request) {
        INFO(std::string(Request::name()));
        auto reply = resp2_(request);
        CHECK(resp3_(request) == reply);
        called_.emplace(Request::name());
        return reply;
    }
    /// Of a command that changes something: done over one protocol and then over the other, on an empty server each time.
    template <class Request>
    void write(const Request& request) {
        INFO(std::string(Request::name()));
        CHECK_NOTHROW(resp2_(request));
        CHECK_NOTHROW(resp3_(request));
        called_.emplace(Request::name());
    }
    template <class Request>
    auto once(const Request& request) {
        return resp3_(request);
    }
    auto& resp2() { return resp2_; }
    auto& resp3() { return resp3_; }
    template <class Request>
    void called(const Request&) {
        called_.emplace(Request::name());
    }
    const auto& names() const { return called_; }
};

// What of `called` is to be called on this kind of server is called, and nothing else.
void check_called(const both_protocols& db, test::called_on where) {
    std::set<std::string, std::less<>> expected;
    for (const test::called_command& one : test::called_commands)
        if (one.where == where) expected.emplace(one.name);
    CHECK(db.names() == expected);
}

// Whether writing, and where the first keys are, is declared as the server has it. A module says no arity.
void check_facts(client<unix_transport>& db, bool index_is_a_key) {
    int held = 0;
    testing::for_each_module_command([&](const auto& command) {
        using type = std::remove_cvref_t<decltype(command)>;
        INFO(type::name);
        std::string name(type::name.substr(0, type::name.find(' ')));
        const value info = db(any_request("COMMAND INFO", name));
        if (info.elements().empty() || info.elements()[0].is_null()) return;
        ++held;
        const auto facts = info.elements()[0].elements();
        std::set<std::string, std::less<>> flags;
        for (const value& flag : facts[2].elements()) flags.emplace(flag.text());
        CHECK(flags.contains("module"));
        CHECK(type::facts.writes == flags.contains("write"));
        CHECK(type::facts.reads == flags.contains("readonly"));
        if (index_is_a_key && !type::name.starts_with("FT.SUG")) return;
        CHECK(facts[3].integer().value() == type::key_specs[0].first);
        CHECK(facts[4].integer().value() == type::key_specs[0].first);
    });
    CHECK(held >= 12);
}

}  // namespace

TEST_CASE("modules: vector sets answer with the types that their commands declare", "[live]") {
    if (const auto reason = test::no_server()) SKIP_TEST(*reason);
    if (!test::release().at_least(8, 0, 1 << 20, 0)) SKIP_TEST("vector sets came with Redis 8.0");
    test::server server;
    both_protocols db(server);
    const auto a = opt::vset::ele("a");
    const std::vector<float> vector{1, 0, 1};

    check_facts(db.resp3(), false);
    for (int round = 0; round != 2; ++round) {
        const auto add = cmd::vadd("v", opt::vset::values(1, 0, 1), "a", opt::vset::setattr("{\"x\":1}"));
        CHECK((round == 0 ? db.resp2()(add) : db.resp3()(add)));
        const auto again = cmd::vadd("v", opt::vset::fp32(vector), "a", opt::vset::cas, opt::vset::q8, opt::vset::ef(50), opt::vset::m(16));
        CHECK_FALSE((round == 0 ? db.resp2()(again) : db.resp3()(again)));
        const auto remove = cmd::vrem("v", "a");
        CHECK((round == 0 ? db.resp2()(remove) : db.resp3()(remove)));
        db.called(add);
        db.called(remove);
    }
    db.once(cmd::vadd("v", opt::vset::values(1, 0, 1), "a", opt::vset::setattr("{\"x\":1}")));
    db.once(cmd::vadd("v", opt::vset::fp32(std::vector<float>{1, 1, 1}), "b"));
    db.once(cmd::vadd("small", opt::vset::reduce(2), opt::vset::values(1, 2, 3), "a"));

    CHECK(db.read(cmd::vcard("v")) == 2);
    CHECK(db.read(cmd::vdim("v")) == 3);
    CHECK(db.read(cmd::vemb("v", "a")).value().size() == 3);
    CHECK(db.read(cmd::vemb("none", "a")) == std::nullopt);
    const auto raw = db.read(cmd::vemb("v", "a", opt::vset::raw)).value();
    CHECK(raw.quantization == "int8");
    CHECK(raw.bytes.size() == 3);
    CHECK(raw.norm == Approx(std::sqrt(2.0)));
    CHECK(raw.range.has_value());
    CHECK(db.read(cmd::vgetattr("v", "a")) == "{\"x\":1}");
    CHECK(db.read(cmd::vgetattr("v", "b")) == std::nullopt);
    CHECK(db.read(cmd::vismember("v", "a")));
    CHECK_FALSE(db.read(cmd::vismember("v", "c")));
    CHECK(db.read(cmd::vlinks("v", "a")).value().back() == std::vector<std::string>{"b"});
    CHECK(db.read(cmd::vlinks("v", "a", opt::withscores)).value().back().front().first == "b");
    CHECK(db.read(cmd::vlinks("v", "none")) == std::nullopt);
    CHECK(db.read(cmd::vrandmember("v", 9)).size() == 2);
    CHECK(db.read(cmd::vrandmember("none")) == std::nullopt);
    CHECK(db.read(cmd::vrandmember("none", 2)).empty());
    db.write(cmd::vsetattr("v", "b", "{\"x\":2}"));
    db.write(cmd::vsetattr("v", "b", ""));
    const auto info = db.read(cmd::vinfo("v")).value();
    CHECK(info.quantization == "int8");
    CHECK(info.dimension == 3);
    CHECK(info.size == 2);
    CHECK(info.attributes == 1);
    CHECK(db.read(cmd::vinfo("none")) == std::nullopt);

    CHECK(db.read(cmd::vsim("v", a)) == std::vector<std::string>{"a", "b"});
    const auto scored = db.read(cmd::vsim("v", a, opt::withscores));
    REQUIRE(scored.size() == 2);
    CHECK(scored[0].element == "a");
    CHECK(scored[0].score == Approx(1));
    CHECK(db.read(cmd::vsim("v", opt::vset::values(1, 0, 1), opt::withscores, opt::count(1))).size() == 1);
    CHECK(db.read(cmd::vsim("v", opt::vset::fp32(vector), opt::vset::epsilon(0.9), opt::vset::ef(9), opt::vset::filter(".x > 0"),
                            opt::vset::filter_ef(7), opt::vset::truth, opt::vset::nothread))
          == std::vector<std::string>{"a"});
    CHECK(db.read(cmd::vsim("none", a, opt::withscores)).empty());
    if (test::release().at_least(8, 2, 1 << 20, 0)) {
        CHECK(db.read(cmd::vsim("v", a, opt::withscores, opt::vset::withattribs))[0].attributes == "{\"x\":1}");
        CHECK(db.read(cmd::vsim("v", a, opt::vset::withattribs))[1].attributes == std::nullopt);
    }
    check_called(db, test::called_on::redis_8);
}

TEST_CASE("modules: RediSearch 1.2 answers with the types that the commands of Search declare", "[live]") {
    if (const auto reason = test::no_server()) SKIP_TEST(*reason);
    const auto module = test::server_module("redisearch");
    if (!module) SKIP_TEST("this server has no module redisearch beside it");
    test::server server({.settings = {"loadmodule " + *module}});
    both_protocols db(server);

    check_facts(db.resp3(), true);
    const auto schema = [](std::string_view name) {
        return cmd::ft::create(name, opt::search::text("title", opt::search::weight(5), opt::search::sortable), opt::search::text("body", opt::search::nostem),
                               opt::search::numeric("price", opt::search::sortable), opt::search::tag("tags", opt::search::separator(";")),
                               opt::search::geo("at"), opt::search::stopwords());
    };
    db.resp2()(schema("idx2"));
    db.once(schema("idx"));
    db.called(schema("idx"));
    const auto add = [](std::string_view index, std::string_view id) {
        return cmd::ft::add(index, id, 0.5, opt::search::payload("pay"), "title", "hello world", "price", 10, "tags", "a;b", "at", "1.5,2.5");
    };
    db.resp2()(add("idx2", "x1"));
    db.once(add("idx", "d1"));
    db.called(add("idx", "d1"));
    db.once(cmd::ft::add("idx", "d2", 1, "title", "hello there", "price", 20, "tags", "b"));
    db.once(cmd::hset("h", "title", "hello hash"));
    db.write(cmd::ft::addhash("idx", "h", 0.25, opt::replace));

    const auto all = db.read(cmd::ft::search("idx", "hello"));
    CHECK(all.total == 3);
    REQUIRE(all.documents.size() == 3);
    CHECK(all.documents[0].id == "d2");
    CHECK(all.documents[0].fields[0] == std::pair<std::string, std::string>{"title", "hello there"});
    CHECK(db.read(cmd::ft::search("idx", query::range("price", 0, query::exclusive{20}) && query::text("title", "hello"))).total == 1);
    CHECK(db.read(cmd::ft::search("idx", query::tag("tags", "b"), opt::search::nocontent)).documents.size() == 2);
    const auto scored = db.read(cmd::ft::search("idx", "hello", opt::search::nocontent, opt::withscores));
    CHECK(scored.documents[0].score == 1);
    const auto full = db.read(cmd::ft::search("idx", "hello", opt::withscores, opt::search::withpayloads, opt::search::withsortkeys,
                                              opt::search::sortby("price", opt::asc), opt::search::return_("title"), opt::limit(0, 2),
                                              opt::search::filter("price", 1, 100), opt::search::language("english")));
    REQUIRE(full.documents.size() == 2);
    CHECK(full.documents[0].id == "d1");
    CHECK(full.documents[0].payload == "pay");
    CHECK(full.documents[0].sort_key == "#10");
    CHECK(full.documents[1].payload == std::nullopt);
    CHECK(db.read(cmd::ft::search("idx", "world", opt::search::highlight(opt::search::fields("title"), opt::search::tags("<b>", "</b>")),
                                  opt::search::summarize(opt::search::fields("title"), opt::search::frags(1), opt::search::len(5), opt::search::separator("|"))))
              .total
          == 1);
    CHECK(db.read(cmd::ft::search("idx", "hello", opt::search::geofilter("at", 1.5, 2.5, 10, opt::search::kilometers), opt::search::inkeys("d1"),
                                  opt::search::infields("title"), opt::search::slop(1), opt::search::inorder, opt::search::verbatim, opt::search::nostopwords))
              .total
          == 1);
    CHECK(db.read(cmd::ft::search("idx", "nothing")) == replies::search_results());

    namespace reduce = opt::search::reduce;
    const auto groups = db.read(cmd::ft::aggregate("idx", "hello", opt::search::groupby("@title", reduce::count(opt::search::as("n")),
                                                                                   reduce::tolist("@price", opt::search::as("l"))),
                                                   opt::search::sortby(opt::search::by("@title", opt::desc), opt::search::max(5)),
                                                   opt::search::apply("@n*2", "twice"), opt::limit(0, 5)));
    REQUIRE(groups.rows.size() == 3);
    CHECK(groups.rows[0][0].second.text() == "hello world");
    CHECK(db.read(cmd::ft::aggregate("idx", "hello", opt::search::load("@price"))).rows.size() >= 2);
    for (int round = 0; round != 2; ++round) {
        const auto begin = cmd::ft::aggregate("idx", "hello", opt::search::load("@title"), opt::search::withcursor(opt::count(1)));
        const auto page = round == 0 ? db.resp2()(begin) : db.resp3()(begin);
        CHECK(page.results.rows.size() == 1);
        const auto next = cmd::ft::cursor::read("idx", page.cursor, opt::count(1));
        const auto more = round == 0 ? db.resp2()(next) : db.resp3()(next);
        CHECK(more.results.rows.size() == 1);
        const auto end = cmd::ft::cursor::del("idx", more.cursor);
        if (round == 0) db.resp2()(end);
        else db.resp3()(end);
        db.called(next);
        db.called(end);
    }

    auto info = db.resp2()(cmd::ft::info("idx"));
    auto other = db.resp3()(cmd::ft::info("idx"));
    db.called(cmd::ft::info("idx"));
    CHECK(info.name == "idx");
    CHECK(info.documents == 3);
    REQUIRE(info.attributes.size() == 5);
    CHECK(info.attributes[0] == replies::index_attribute{"title", "title", "TEXT", {{"WEIGHT", "5"}}, {"SORTABLE"}});
    CHECK(other.attributes == info.attributes);
    CHECK(other.documents == info.documents);
    CHECK(other.cursors.index_capacity == info.cursors.index_capacity);

    CHECK(db.read(cmd::ft::explain("idx", "hello")).find("hello") != std::string::npos);
    CHECK(db.read(cmd::ft::tagvals("idx", "tags")) == std::vector<std::string>{"a", "b"});
    CHECK(db.read(cmd::ft::get("idx", "d2")).value().size() == 3);
    CHECK(db.read(cmd::ft::get("idx", "none")) == std::nullopt);
    const auto documents = db.read(cmd::ft::mget("idx", "d1", "none"));
    REQUIRE(documents.size() == 2);
    CHECK(documents[0].has_value());
    CHECK(documents[1] == std::nullopt);
    CHECK(db.read(cmd::ft::syndump("idx")).empty());
    db.write(cmd::ft::synadd("idx", "boy", "lad"));

    db.write(cmd::ft::sugadd("sug", "hello", 1));
    db.write(cmd::ft::sugadd("sug", "help", 2, opt::incr));
    CHECK(db.read(cmd::ft::suglen("sug")) == 2);
    CHECK(db.read(cmd::ft::sugget("sug", "he")) == std::vector<std::string>{"help", "hello"});
    const auto suggestions = db.read(cmd::ft::sugget("sug", "hel", opt::withscores, opt::search::withpayloads, opt::search::fuzzy, opt::search::max(1))).value();
    REQUIRE(suggestions.size() == 1);
    CHECK(suggestions[0].score.has_value());
    CHECK(suggestions[0].payload == std::nullopt);
    CHECK(db.read(cmd::ft::sugget("none", "he", opt::withscores)) == std::nullopt);
    CHECK(db.resp2()(cmd::ft::sugdel("sug", "help")));
    CHECK_FALSE(db.resp3()(cmd::ft::sugdel("sug", "help")));
    db.called(cmd::ft::sugdel("sug", "help"));

    CHECK(db.resp2()(cmd::ft::del("idx", "d2")));
    CHECK_FALSE(db.resp3()(cmd::ft::del("idx", "d2")));
    db.called(cmd::ft::del("idx", "d2"));
    db.resp2()(cmd::ft::alter("idx", opt::search::text("extra")));
    db.once(cmd::ft::alter("idx", opt::search::numeric("more")));
    db.called(cmd::ft::alter("idx", opt::search::text("extra")));
    db.resp2()(cmd::ft::drop("idx2", opt::search::keepdocs));
    db.once(cmd::ft::drop("idx"));
    db.called(cmd::ft::drop("idx"));
    check_called(db, test::called_on::redisearch_1_2);
}
