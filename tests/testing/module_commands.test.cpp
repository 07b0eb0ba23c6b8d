// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/testing/module_commands.hpp>

#include <algorithm>
#include <set>
#include <string>

using namespace hibana;

namespace {

// What COMMAND of Redis 8.10.0 with its modules says, as the client Jedis has recorded it: whether a command writes, its first
// and last key and the step between them; all 0 where they move or there are none. No server at hand has most.
struct recorded {
    std::string_view name;
    bool writes;
    int first;
    int last;
    int step;
};
constexpr recorded facts_of_redis_8_10[] = {
    {"BF.ADD", true, 1, 1, 1},
    {"BF.CARD", false, 1, 1, 1},
    {"BF.DEBUG", false, 1, 1, 1},
    {"BF.EXISTS", false, 1, 1, 1},
    {"BF.INFO", false, 1, 1, 1},
    {"BF.INSERT", true, 1, 1, 1},
    {"BF.LOADCHUNK", true, 1, 1, 1},
    {"BF.MADD", true, 1, 1, 1},
    {"BF.MEXISTS", false, 1, 1, 1},
    {"BF.RESERVE", true, 1, 1, 1},
    {"BF.SCANDUMP", false, 1, 1, 1},
    {"CF.ADD", true, 1, 1, 1},
    {"CF.ADDNX", true, 1, 1, 1},
    {"CF.COMPACT", false, 1, 1, 1},
    {"CF.COUNT", false, 1, 1, 1},
    {"CF.DEBUG", false, 1, 1, 1},
    {"CF.DEL", true, 1, 1, 1},
    {"CF.EXISTS", false, 1, 1, 1},
    {"CF.INFO", false, 1, 1, 1},
    {"CF.INSERT", true, 1, 1, 1},
    {"CF.INSERTNX", true, 1, 1, 1},
    {"CF.LOADCHUNK", true, 1, 1, 1},
    {"CF.MEXISTS", false, 1, 1, 1},
    {"CF.RESERVE", true, 1, 1, 1},
    {"CF.SCANDUMP", false, 1, 1, 1},
    {"CMS.INCRBY", true, 1, 1, 1},
    {"CMS.INFO", false, 1, 1, 1},
    {"CMS.INITBYDIM", true, 1, 1, 1},
    {"CMS.INITBYPROB", true, 1, 1, 1},
    {"CMS.MERGE", true, 1, 1, 1},
    {"CMS.QUERY", false, 1, 1, 1},
    {"FT.ADD", true, 2, 2, 1},
    {"FT.AGGREGATE", false, 0, 0, 1},
    {"FT.ALIASADD", true, 0, 0, 1},
    {"FT.ALIASDEL", true, 0, 0, 1},
    {"FT.ALIASLIST", false, 0, 0, 1},
    {"FT.ALIASUPDATE", true, 0, 0, 1},
    {"FT.ALTER", true, 0, 0, 1},
    {"FT.CONFIG GET", false, 0, 0, 1},
    {"FT.CONFIG HELP", false, 0, 0, 1},
    {"FT.CONFIG SET", true, 0, 0, 1},
    {"FT.CREATE", true, 0, 0, 1},
    {"FT.CURSOR DEL", false, 0, 0, 1},
    {"FT.CURSOR READ", false, 0, 0, 1},
    {"FT.DEL", true, 2, 2, 1},
    {"FT.DICTADD", true, 0, 0, 1},
    {"FT.DICTDEL", true, 0, 0, 1},
    {"FT.DICTDUMP", false, 0, 0, 1},
    {"FT.DROP", true, 0, 0, 1},
    {"FT.DROPINDEX", true, 0, 0, 1},
    {"FT.EXPLAIN", false, 0, 0, 1},
    {"FT.EXPLAINCLI", false, 0, 0, 1},
    {"FT.GET", false, 2, 2, 1},
    {"FT.HYBRID", false, 0, 0, 1},
    {"FT.INFO", false, 0, 0, 1},
    {"FT.MGET", false, 0, 0, 1},
    {"FT.PROFILE", false, 0, 0, 1},
    {"FT.SAFEADD", true, 2, 2, 1},
    {"FT.SEARCH", false, 0, 0, 1},
    {"FT.SPELLCHECK", false, 0, 0, 1},
    {"FT.SUGADD", true, 1, 1, 1},
    {"FT.SUGDEL", true, 1, 1, 1},
    {"FT.SUGGET", false, 1, 1, 1},
    {"FT.SUGLEN", false, 1, 1, 1},
    {"FT.SYNADD", true, 0, 0, 1},
    {"FT.SYNDUMP", false, 0, 0, 1},
    {"FT.SYNUPDATE", true, 0, 0, 1},
    {"FT.TAGVALS", false, 0, 0, 1},
    {"FT._ALIASADDIFNX", true, 0, 0, 0},
    {"FT._ALIASDELIFX", true, 0, 0, 0},
    {"FT._ALTERIFNX", true, 0, 0, 0},
    {"FT._CREATEIFNX", true, 0, 0, 0},
    {"FT._DROPIFX", true, 0, 0, 0},
    {"FT._DROPINDEXIFX", true, 0, 0, 0},
    {"FT._LIST", false, 0, 0, 1},
    {"JSON.ARRAPPEND", true, 1, 1, 1},
    {"JSON.ARRINDEX", false, 1, 1, 1},
    {"JSON.ARRINSERT", true, 1, 1, 1},
    {"JSON.ARRLEN", false, 1, 1, 1},
    {"JSON.ARRPOP", true, 1, 1, 1},
    {"JSON.ARRTRIM", true, 1, 1, 1},
    {"JSON.CLEAR", true, 1, 1, 1},
    {"JSON.DEL", true, 1, 1, 1},
    {"JSON.FORGET", true, 1, 1, 1},
    {"JSON.GET", false, 1, 1, 1},
    {"JSON.MERGE", true, 1, 1, 1},
    {"JSON.MGET", false, 1, 1, 1},
    {"JSON.MSET", true, 1, -1, 3},
    {"JSON.NUMINCRBY", true, 1, 1, 1},
    {"JSON.NUMMULTBY", true, 1, 1, 1},
    {"JSON.NUMPOWBY", true, 1, 1, 1},
    {"JSON.OBJKEYS", false, 1, 1, 1},
    {"JSON.OBJLEN", false, 1, 1, 1},
    {"JSON.RESP", false, 1, 1, 1},
    {"JSON.SET", true, 1, 1, 1},
    {"JSON.STRAPPEND", true, 1, 1, 1},
    {"JSON.STRLEN", false, 1, 1, 1},
    {"JSON.TOGGLE", true, 1, 1, 1},
    {"JSON.TYPE", false, 1, 1, 1},
    {"TDIGEST.ADD", true, 1, 1, 1},
    {"TDIGEST.BYRANK", false, 1, 1, 1},
    {"TDIGEST.BYREVRANK", false, 1, 1, 1},
    {"TDIGEST.CDF", false, 1, 1, 1},
    {"TDIGEST.CREATE", true, 1, 1, 1},
    {"TDIGEST.INFO", false, 1, 1, 1},
    {"TDIGEST.MAX", false, 1, 1, 1},
    {"TDIGEST.MERGE", true, 1, 1, 1},
    {"TDIGEST.MIN", false, 1, 1, 1},
    {"TDIGEST.QUANTILE", false, 1, 1, 1},
    {"TDIGEST.RANK", false, 1, 1, 1},
    {"TDIGEST.RESET", true, 1, 1, 1},
    {"TDIGEST.REVRANK", false, 1, 1, 1},
    {"TDIGEST.TRIMMED_MEAN", false, 1, 1, 1},
    {"TOPK.ADD", true, 1, 1, 1},
    {"TOPK.COUNT", false, 1, 1, 1},
    {"TOPK.INCRBY", true, 1, 1, 1},
    {"TOPK.INFO", false, 1, 1, 1},
    {"TOPK.LIST", false, 1, 1, 1},
    {"TOPK.QUERY", false, 1, 1, 1},
    {"TOPK.RESERVE", true, 1, 1, 1},
    {"TS.ADD", true, 1, 1, 1},
    {"TS.ALTER", true, 1, 1, 1},
    {"TS.CREATE", true, 1, 1, 1},
    {"TS.CREATERULE", true, 1, 2, 1},
    {"TS.DECRBY", true, 1, 1, 1},
    {"TS.DEL", true, 1, 1, 1},
    {"TS.DELETERULE", true, 1, 2, 1},
    {"TS.GET", false, 1, 1, 1},
    {"TS.INCRBY", true, 1, 1, 1},
    {"TS.INFO", false, 1, 1, 1},
    {"TS.MADD", true, 1, -1, 3},
    {"TS.MGET", false, 0, 0, 1},
    {"TS.MRANGE", false, 0, 0, 1},
    {"TS.MREVRANGE", false, 0, 0, 1},
    {"TS.NRANGE", false, 0, 0, 0},
    {"TS.NREVRANGE", false, 0, 0, 0},
    {"TS.QUERYINDEX", false, 0, 0, 1},
    {"TS.QUERYLABELS", false, 0, 0, 1},
    {"TS.RANGE", false, 1, 1, 1},
    {"TS.READ", false, 1, 1, 1},
    {"TS.REVRANGE", false, 1, 1, 1},
    {"VADD", true, 1, 1, 1},
    {"VCARD", false, 1, 1, 1},
    {"VDIM", false, 1, 1, 1},
    {"VEMB", false, 1, 1, 1},
    {"VGETATTR", false, 1, 1, 1},
    {"VINFO", false, 1, 1, 1},
    {"VISMEMBER", false, 1, 1, 1},
    {"VLINKS", false, 1, 1, 1},
    {"VRANDMEMBER", false, 1, 1, 1},
    {"VRANGE", false, 1, 1, 1},
    {"VREM", true, 1, 1, 1},
    {"VSETATTR", true, 1, 1, 1},
    {"VSIM", false, 1, 1, 1},
};

// Where a declaration knowingly says something else.
constexpr std::string_view with_more_keys[] = {
    "CMS.MERGE", "TDIGEST.MERGE",  // the sources too
    "JSON.MGET",                   // all but the path
};
constexpr std::string_view with_counted_keys[] = {"TS.NRANGE", "TS.NREVRANGE"};
// The server calls it a reader, and it moves items.
constexpr std::string_view writes_unsaid[] = {"CF.COMPACT"};
// The server tells a cache nothing of their keys, or of some.
constexpr std::string_view not_tracked[] = {"JSON.MGET", "TS.NRANGE", "TS.NREVRANGE"};
// Later than the record, or no command of its own in it.
constexpr std::string_view not_recorded[] = {"FT.ADDHASH", "FT.CURSOR GC", "JSON.DEBUG HELP", "JSON.DEBUG MEMORY"};

template <class Range>
bool is_in(std::string_view name, const Range& range) {
    return std::find(std::begin(range), std::end(range), name) != std::end(range);
}

}  // namespace

TEST_CASE("module_commands: no two commands have the same name, and all are sound", "[testing]") {
    std::set<std::string> names;
    testing::for_each_module_command([&names](const auto& command) {
        using command_type = std::remove_cvref_t<decltype(command)>;
        const command_info& known = command_type::info;
        INFO(command_type::name);
        CHECK(names.insert(std::string(command_type::name)).second);
        CHECK(command_type::arity != 0);
        CHECK(known.keyless == (command_type::key_specs[0].type == key_spec::kind::none));
        CHECK_FALSE((known.reads && known.writes));
        CHECK_FALSE((known.cacheable && (known.writes || known.keyless)));
        CHECK(known.module.empty() == command_type::name.starts_with('V'));
        CHECK(known.module.empty() == (known.redis >= server_version{8}));
        CHECK(known.module.empty() != (known.module_version > server_version{}));
    });
    CHECK(names.size() == 158);
    for (const recorded& other : facts_of_redis_8_10) CHECK(names.contains(std::string(other.name)));
}

TEST_CASE("module_commands: writing and keys are as Redis 8.10 has them, and what it does not track is not cached", "[testing]") {
    std::size_t held = 0;
    testing::for_each_module_command([&held](const auto& command) {
        using command_type = std::remove_cvref_t<decltype(command)>;
        const auto other = std::find_if(std::begin(facts_of_redis_8_10), std::end(facts_of_redis_8_10),
                                        [](const recorded& one) { return one.name == command_type::name; });
        INFO(command_type::name);
        const command_info& known = command_type::info;
        if (is_in(command_type::name, not_tracked)) CHECK_FALSE(known.cacheable);
        if (is_in(command_type::name, not_recorded)) {
            CHECK(other == std::end(facts_of_redis_8_10));
            return;
        }
        REQUIRE(other != std::end(facts_of_redis_8_10));
        ++held;
        const bool writes = other->writes || is_in(command_type::name, writes_unsaid);
        CHECK(known.writes == writes);
        CHECK(known.reads == !writes);
        if (is_in(command_type::name, with_counted_keys)) {
            CHECK(other->first == 0);
            CHECK(command_type::key_specs[0].type == key_spec::kind::keynum);
            return;
        }
        if (other->first == 0) {
            CHECK(known.keyless);
            return;
        }
        // Keys that are declared one by one are one range there.
        const auto& specs = command_type::key_specs;
        CHECK(specs[0].type == key_spec::kind::range);
        CHECK(specs[0].first == other->first);
        CHECK(specs[0].step == other->step);
        if (is_in(command_type::name, with_more_keys)) return;
        if (other->last < 0) CHECK(specs[0].last == other->last);
        else CHECK((specs[0].last == 0 && (specs[1].type == key_spec::kind::range) == (other->last > other->first)));
    });
    CHECK(held == std::size(facts_of_redis_8_10));
}
