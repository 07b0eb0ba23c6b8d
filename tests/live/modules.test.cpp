// SPDX-License-Identifier: BSL-1.0
#include <hibana/client.hpp>
#include <hibana/command/any_request.hpp>
#include <hibana/command/hash.hpp>
#include <hibana/command/modules/search_query.hpp>
#include <hibana/protocol/value.hpp>
#include <hibana/testing/module_commands.hpp>

#include "catch.hpp"
#include "live/live.hpp"
#include "live/fixture.hpp"
#include "testing/called_commands.hpp"
#include "testing/command_names.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>
#include <string>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

// The commands of modules, and of vector sets, against the servers at hand that have some of them.

namespace {

// Exactly the commands for this kind of server are called over both protocols and compared.
void check_called(std::string_view prefix, test::called_on where) {
    std::set<std::string> expected, called;
    for (const test::called_command& one : test::called_commands)
        if (one.server == where) expected.emplace(one.name);
    for (const std::string& name : live::answered(3))
        if (name.starts_with(prefix)) called.insert(name);
    CHECK(called == expected);
    int in_part = 0;
    for (const std::string& name : called) {
        INFO(name);
        CHECK(live::answered(2).contains(name));
        REQUIRE(live::comparisons().contains(name));
        CHECK(live::comparisons()[name] == test::comparison_kind(name));
        in_part += test::comparison_kind(name) == test::compared::partial ? 1 : 0;
    }
    const int all = static_cast<int>(called.size());
    std::printf("%d commands %.*s called over RESP2 and RESP3: the replies to %d are equal, those to %d in what stays from one call to "
                "the next\n",
                all, static_cast<int>(prefix.size()), prefix.data(), all - in_part, in_part);
}

// Compares the write flag and the position of the first key with the server. A module reports no arity.
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
        CHECK(type::info.writes == flags.contains("write"));
        CHECK(type::info.reads == flags.contains("readonly"));
        if (index_is_a_key && !type::name.starts_with("FT.SUG")) return;
        CHECK(facts[3].integer().value() == type::key_specs[0].first);
        CHECK(facts[4].integer().value() == type::key_specs[0].first);
    });
    CHECK(held >= 12);
}

// All that the module has is declared, or there is a reason.
void check_declared(client<unix_transport>& db, std::string_view module) {
    std::set<std::string> known;
    testing::for_each_module_command([&](const auto& command) {
        const std::string_view name = command.name;
        known.emplace(name.substr(0, name.find(' ')));
    });
    for (const auto& [name, reason] : test::undeclared_commands) known.emplace(name);
    std::vector<std::string> missing;
    for (const std::string& name : db(any_request("COMMAND LIST", "FILTERBY", "MODULE", module).as<std::vector<std::string>>()))
        if (!known.contains(name)) missing.push_back(name);
    CHECK(missing == std::vector<std::string>{});
}

void of_vector_sets(live::trial& ask) {
    const auto a = opt::vset::ele("a");
    const std::vector<float> vector{1, 0, 1};

    CHECK(ask.reply(cmd::vadd("v", opt::vset::values(1, 0, 1), "a", opt::vset::setattr("{\"x\":1}"))));
    CHECK_FALSE(ask.reply(cmd::vadd("v", opt::vset::fp32(vector), "a", opt::vset::cas, opt::vset::q8, opt::vset::ef(50), opt::vset::m(16))));
    CHECK(ask.reply(cmd::vrem("v", "a")));
    ask(cmd::vadd("v", opt::vset::values(1, 0, 1), "a", opt::vset::setattr("{\"x\":1}")));
    ask(cmd::vadd("v", opt::vset::fp32(std::vector<float>{1, 1, 1}), "b"));
    ask(cmd::vadd("small", opt::vset::reduce(2), opt::vset::values(1, 2, 3), "a"));

    CHECK(ask.reply(cmd::vcard("v")) == 2);
    CHECK(ask.reply(cmd::vdim("v")) == 3);
    CHECK(ask.reply(cmd::vemb("v", "a")).value().size() == 3);
    CHECK(ask.reply(cmd::vemb("none", "a")) == std::nullopt);
    const auto raw = ask.reply(cmd::vemb("v", "a", opt::vset::raw)).value();
    CHECK(raw.quantization == "int8");
    CHECK(raw.bytes.size() == 3);
    CHECK(raw.norm == Approx(std::sqrt(2.0)));
    CHECK(raw.range.has_value());
    CHECK(ask.reply(cmd::vgetattr("v", "a")) == "{\"x\":1}");
    CHECK(ask.reply(cmd::vgetattr("v", "b")) == std::nullopt);
    CHECK(ask.reply(cmd::vismember("v", "a")));
    CHECK_FALSE(ask.reply(cmd::vismember("v", "c")));
    CHECK(ask.reply(cmd::vlinks("v", "a")).value().back() == std::vector<std::string>{"b"});
    CHECK(ask.reply(cmd::vlinks("v", "a", opt::withscores)).value().back().front().first == "b");
    CHECK(ask.reply(cmd::vlinks("v", "none")) == std::nullopt);
    CHECK(ask.reply(cmd::vrandmember("v", 9)).size() == 2);
    CHECK(ask.reply(cmd::vrandmember("small")) == "a");
    CHECK(ask.reply(cmd::vrandmember("none")) == std::nullopt);
    CHECK(ask.reply(cmd::vrandmember("none", 2)).empty());
    ask(cmd::vsetattr("v", "b", "{\"x\":2}"));
    ask(cmd::vsetattr("v", "b", ""));
    const auto info = ask.reply(cmd::vinfo("v")).value();
    CHECK(info.quant_type == "int8");
    CHECK(info.vector_dim == 3);
    CHECK(info.size == 2);
    CHECK(info.attributes_count == 1);
    CHECK(ask.reply(cmd::vinfo("none")) == std::nullopt);

    CHECK(ask.reply(cmd::vsim("v", a)) == std::vector<std::string>{"a", "b"});
    const auto scored = ask.reply(cmd::vsim("v", a, opt::withscores));
    REQUIRE(scored.size() == 2);
    CHECK(scored[0].element == "a");
    CHECK(scored[0].score == Approx(1));
    CHECK(ask.reply(cmd::vsim("v", opt::vset::values(1, 0, 1), opt::withscores, opt::count(1))).size() == 1);
    CHECK(ask.reply(cmd::vsim("v", opt::vset::fp32(vector), opt::vset::epsilon(0.9), opt::vset::ef(9), opt::vset::filter(".x > 0"),
                            opt::vset::filter_ef(7), opt::vset::truth, opt::vset::nothread))
          == std::vector<std::string>{"a"});
    CHECK(ask.reply(cmd::vsim("none", a, opt::withscores)).empty());
    if (test::release().at_least(8, 2, 1 << 20, 0)) {
        CHECK(ask.reply(cmd::vsim("v", a, opt::withscores, opt::vset::withattribs))[0].attributes == "{\"x\":1}");
        CHECK(ask.reply(cmd::vsim("v", a, opt::vset::withattribs))[1].attributes == std::nullopt);
    }
}

void of_search(live::trial& ask) {
    const auto schema = [](std::string_view name) {
        return cmd::ft::create(name, opt::search::text("title", opt::search::weight(5), opt::search::sortable), opt::search::text("body", opt::search::nostem),
                               opt::search::numeric("price", opt::search::sortable), opt::search::tag("tags", opt::search::separator(";")),
                               opt::search::geo("at"), opt::search::stopwords());
    };
    ask(schema("idx2"), schema("idx"));
    const auto add = [](std::string_view index, std::string_view id) {
        return cmd::ft::add(index, id, 0.5, opt::search::payload("pay"), "title", "hello world", "price", 10, "tags", "a;b", "at", "1.5,2.5");
    };
    ask(add("idx2", "x1"), add("idx", "d1"), cmd::ft::safeadd("idx2", "x2", 1, "title", "hello"));
    ask(cmd::ft::add("idx", "d2", 1, "title", "hello there", "price", 20, "tags", "b"));
    ask.run()(cmd::hset("h", "title", "hello hash"));
    ask(cmd::ft::addhash("idx", "h", 0.25, opt::replace));

    const auto all = ask.reply(cmd::ft::search("idx", "hello"));
    CHECK(all.total_results == 3);
    REQUIRE(all.results.size() == 3);
    CHECK(all.results[0].id == "d2");
    CHECK(all.results[0].fields[0] == std::pair<std::string, std::string>{"title", "hello there"});
    CHECK(ask.reply(cmd::ft::search("idx", query::range("price", 0, query::exclusive{20}) && query::text("title", "hello"))).total_results == 1);
    CHECK(ask.reply(cmd::ft::search("idx", query::tag("tags", "b"), opt::search::nocontent)).results.size() == 2);
    const auto scored = ask.reply(cmd::ft::search("idx", "hello", opt::search::nocontent, opt::withscores));
    CHECK(scored.results[0].score == 1);
    const auto full = ask.reply(cmd::ft::search("idx", "hello", opt::withscores, opt::search::withpayloads, opt::search::withsortkeys,
                                              opt::search::sortby("price", opt::asc), opt::search::return_("title"), opt::limit(0, 2),
                                              opt::search::filter("price", 1, 100), opt::search::language("english")));
    REQUIRE(full.results.size() == 2);
    CHECK(full.results[0].id == "d1");
    CHECK(full.results[0].payload == "pay");
    CHECK(full.results[0].sortkey == "#10");
    CHECK(full.results[1].payload == std::nullopt);
    CHECK(ask.reply(cmd::ft::search("idx", "world", opt::search::highlight(opt::search::fields("title"), opt::search::tags("<b>", "</b>")),
                                  opt::search::summarize(opt::search::fields("title"), opt::search::frags(1), opt::search::len(5), opt::search::separator("|"))))
              .total_results
          == 1);
    CHECK(ask.reply(cmd::ft::search("idx", "hello", opt::search::geofilter("at", 1.5, 2.5, 10, opt::search::kilometers), opt::search::inkeys("d1"),
                                  opt::search::infields("title"), opt::search::slop(1), opt::search::inorder, opt::search::verbatim, opt::search::nostopwords))
              .total_results
          == 1);
    CHECK(ask.reply(cmd::ft::search("idx", "nothing")) == replies::search_results());

    namespace reduce = opt::search::reduce;
    const auto groups = ask.reply(cmd::ft::aggregate("idx", "hello", opt::search::groupby("@title", reduce::count(opt::search::as("n")),
                                                                                   reduce::tolist("@price", opt::search::as("l"))),
                                                   opt::search::sortby(opt::search::by("@title", opt::desc), opt::search::max(5)),
                                                   opt::search::apply("@n*2", "twice"), opt::limit(0, 5)));
    REQUIRE(groups.results.size() == 3);
    CHECK(groups.results[0][0].second.text() == "hello world");
    CHECK(ask.reply(cmd::ft::aggregate("idx", "hello", opt::search::load("@price"))).results.size() >= 2);
    const auto page = ask.reply(cmd::ft::aggregate("idx", "hello", opt::search::load("@title"), opt::search::withcursor(opt::count(1))));
    CHECK(page.aggregation.results.size() == 1);
    const auto more = ask.reply(cmd::ft::cursor::read("idx", page.cursor, opt::count(1)));
    CHECK(more.aggregation.results.size() == 1);
    ask(cmd::ft::cursor::del("idx", more.cursor));
    CHECK(ask.reply(cmd::ft::cursor::gc("idx", 0)) == 0);

    const auto info = ask.reply(cmd::ft::info("idx"));
    CHECK(info.index_name == "idx");
    CHECK(info.num_docs == 3);
    REQUIRE(info.attributes.size() == 5);
    CHECK(info.attributes[0] == replies::index_attribute{"title", "title", "TEXT", {{"WEIGHT", "5"}}, {"SORTABLE"}});

    CHECK(ask.reply(cmd::ft::explain("idx", "hello")).find("hello") != std::string::npos);
    CHECK(ask.reply(cmd::ft::tagvals("idx", "tags")) == std::vector<std::string>{"a", "b"});
    CHECK(ask.reply(cmd::ft::get("idx", "d2")).value().size() == 3);
    CHECK(ask.reply(cmd::ft::get("idx", "none")) == std::nullopt);
    const auto documents = ask.reply(cmd::ft::mget("idx", "d1", "none"));
    REQUIRE(documents.size() == 2);
    CHECK(documents[0].has_value());
    CHECK(documents[1] == std::nullopt);
    CHECK(ask.reply(cmd::ft::syndump("idx")).empty());
    ask(cmd::ft::synadd("idx", "boy", "lad"), cmd::ft::synupdate("idx", 0, "youth"));

    ask(cmd::ft::sugadd("sug", "hello", 1));
    ask(cmd::ft::sugadd("sug", "help", 2, opt::incr));
    CHECK(ask.reply(cmd::ft::suglen("sug")) == 2);
    CHECK(ask.reply(cmd::ft::sugget("sug", "hel")) == std::vector<std::string>{"help", "hello"});
    const auto suggestions = ask.reply(cmd::ft::sugget("sug", "hel", opt::withscores, opt::search::withpayloads, opt::search::fuzzy, opt::search::max(1))).value();
    REQUIRE(suggestions.size() == 1);
    CHECK(suggestions[0].score.has_value());
    CHECK(suggestions[0].payload == std::nullopt);
    CHECK(ask.reply(cmd::ft::sugget("none", "hel", opt::withscores)) == std::nullopt);
    CHECK(ask.reply(cmd::ft::sugdel("sug", "help")));
    CHECK_FALSE(ask.reply(cmd::ft::sugdel("sug", "help")));

    CHECK(ask.reply(cmd::ft::del("idx", "d2")));
    CHECK_FALSE(ask.reply(cmd::ft::del("idx", "d2")));
    ask(cmd::ft::alter("idx", opt::search::text("extra")), cmd::ft::alter("idx", opt::search::numeric("more")),
        cmd::ft::drop("idx2", opt::search::keepdocs), cmd::ft::drop("idx"));
}

}  // namespace

TEST_CASE("modules: replies of vector sets have the types that their commands declare", "[live]") {
    if (const auto reason = test::no_server()) SKIP_TEST(*reason);
    if (!test::release().at_least(8, 0, 1 << 20, 0)) SKIP_TEST("vector sets came with Redis 8.0");
    live::two_passes at;
    client<unix_transport> db{live::at(at.server())};
    check_facts(db, false);
    at(of_vector_sets);
    check_called("V", test::called_on::redis_8);
}

TEST_CASE("modules: replies of RediSearch 1.2 have the types that the search commands declare", "[live]") {
    if (const auto reason = test::no_server()) SKIP_TEST(*reason);
    const auto module = test::server_module("redisearch");
    if (!module) SKIP_TEST("this server has no module redisearch beside it");
    live::two_passes at({.settings = {"loadmodule " + *module}});
    client<unix_transport> db{live::at(at.server())};
    check_facts(db, true);
    check_declared(db, "ft");
    at(of_search);
    check_called("FT.", test::called_on::redisearch_1_2);
}
