// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/testing/module_commands.hpp>

#include <algorithm>
#include <set>
#include <string>

using namespace hibana;

namespace {

// What COMMAND of Redis 8.10.0 with its modules says, as the client Jedis has recorded it: whether a command writes, its first
// and last key and the step between them; and what we make of it: whether its replies may be cached. No server at hand has most.
struct recorded {
    std::string_view name;
    bool writes;
    int first;
    int last;
    int step;
    bool cacheable;
};
constexpr recorded facts_of_redis_8_10[] = {
    {"BF.ADD", true, 1, 1, 1, true},
    {"BF.CARD", false, 1, 1, 1, true},
    {"BF.EXISTS", false, 1, 1, 1, true},
    {"BF.INFO", false, 1, 1, 1, false},
    {"BF.INSERT", true, 1, 1, 1, true},
    {"BF.LOADCHUNK", true, 1, 1, 1, true},
    {"BF.MADD", true, 1, 1, 1, true},
    {"BF.MEXISTS", false, 1, 1, 1, true},
    {"BF.RESERVE", true, 1, 1, 1, true},
    {"BF.SCANDUMP", false, 1, 1, 1, false},
    {"CF.ADD", true, 1, 1, 1, true},
    {"CF.ADDNX", true, 1, 1, 1, true},
    {"CF.COUNT", false, 1, 1, 1, true},
    {"CF.DEL", true, 1, 1, 1, true},
    {"CF.EXISTS", false, 1, 1, 1, true},
    {"CF.INFO", false, 1, 1, 1, false},
    {"CF.INSERT", true, 1, 1, 1, true},
    {"CF.INSERTNX", true, 1, 1, 1, true},
    {"CF.LOADCHUNK", true, 1, 1, 1, true},
    {"CF.MEXISTS", false, 1, 1, 1, true},
    {"CF.RESERVE", true, 1, 1, 1, true},
    {"CF.SCANDUMP", false, 1, 1, 1, false},
    {"CMS.INCRBY", true, 1, 1, 1, true},
    {"CMS.INFO", false, 1, 1, 1, false},
    {"CMS.INITBYDIM", true, 1, 1, 1, true},
    {"CMS.INITBYPROB", true, 1, 1, 1, true},
    {"CMS.MERGE", true, 1, 1, 1, true},
    {"CMS.QUERY", false, 1, 1, 1, true},
    {"FT.ADD", true, 2, 2, 1, true},
    {"FT.AGGREGATE", false, 0, 0, 1, false},
    {"FT.ALIASADD", true, 0, 0, 1, false},
    {"FT.ALIASDEL", true, 0, 0, 1, false},
    {"FT.ALIASLIST", false, 0, 0, 1, false},
    {"FT.ALIASUPDATE", true, 0, 0, 1, false},
    {"FT.ALTER", true, 0, 0, 1, false},
    {"FT.CONFIG GET", false, 0, 0, 1, false},
    {"FT.CONFIG HELP", false, 0, 0, 1, false},
    {"FT.CONFIG SET", true, 0, 0, 1, false},
    {"FT.CREATE", true, 0, 0, 1, false},
    {"FT.CURSOR DEL", false, 0, 0, 1, false},
    {"FT.CURSOR READ", false, 0, 0, 1, false},
    {"FT.DEL", true, 2, 2, 1, true},
    {"FT.DICTADD", true, 0, 0, 1, false},
    {"FT.DICTDEL", true, 0, 0, 1, false},
    {"FT.DICTDUMP", false, 0, 0, 1, false},
    {"FT.DROP", true, 0, 0, 1, false},
    {"FT.DROPINDEX", true, 0, 0, 1, false},
    {"FT.EXPLAIN", false, 0, 0, 1, false},
    {"FT.EXPLAINCLI", false, 0, 0, 1, false},
    {"FT.GET", false, 2, 2, 1, false},
    {"FT.HYBRID", false, 0, 0, 1, false},
    {"FT.INFO", false, 0, 0, 1, false},
    {"FT.MGET", false, 0, 0, 1, false},
    {"FT.PROFILE", false, 0, 0, 1, false},
    {"FT.SEARCH", false, 0, 0, 1, false},
    {"FT.SPELLCHECK", false, 0, 0, 1, false},
    {"FT.SUGADD", true, 1, 1, 1, false},
    {"FT.SUGDEL", true, 1, 1, 1, false},
    {"FT.SUGGET", false, 1, 1, 1, true},
    {"FT.SUGLEN", false, 1, 1, 1, true},
    {"FT.SYNADD", true, 0, 0, 1, false},
    {"FT.SYNDUMP", false, 0, 0, 1, false},
    {"FT.SYNUPDATE", true, 0, 0, 1, false},
    {"FT.TAGVALS", false, 0, 0, 1, false},
    {"FT._LIST", false, 0, 0, 1, false},
    {"JSON.ARRAPPEND", true, 1, 1, 1, true},
    {"JSON.ARRINDEX", false, 1, 1, 1, true},
    {"JSON.ARRINSERT", true, 1, 1, 1, true},
    {"JSON.ARRLEN", false, 1, 1, 1, true},
    {"JSON.ARRPOP", true, 1, 1, 1, true},
    {"JSON.ARRTRIM", true, 1, 1, 1, true},
    {"JSON.CLEAR", true, 1, 1, 1, true},
    {"JSON.DEL", true, 1, 1, 1, true},
    {"JSON.FORGET", true, 1, 1, 1, true},
    {"JSON.GET", false, 1, 1, 1, true},
    {"JSON.MERGE", true, 1, 1, 1, true},
    {"JSON.MGET", false, 1, 1, 1, true},
    {"JSON.MSET", true, 1, -1, 3, true},
    {"JSON.NUMINCRBY", true, 1, 1, 1, true},
    {"JSON.NUMMULTBY", true, 1, 1, 1, true},
    {"JSON.NUMPOWBY", true, 1, 1, 1, true},
    {"JSON.OBJKEYS", false, 1, 1, 1, true},
    {"JSON.OBJLEN", false, 1, 1, 1, true},
    {"JSON.RESP", false, 1, 1, 1, true},
    {"JSON.SET", true, 1, 1, 1, true},
    {"JSON.STRAPPEND", true, 1, 1, 1, true},
    {"JSON.STRLEN", false, 1, 1, 1, true},
    {"JSON.TOGGLE", true, 1, 1, 1, true},
    {"JSON.TYPE", false, 1, 1, 1, true},
    {"TDIGEST.ADD", true, 1, 1, 1, true},
    {"TDIGEST.BYRANK", false, 1, 1, 1, true},
    {"TDIGEST.BYREVRANK", false, 1, 1, 1, true},
    {"TDIGEST.CDF", false, 1, 1, 1, true},
    {"TDIGEST.CREATE", true, 1, 1, 1, true},
    {"TDIGEST.INFO", false, 1, 1, 1, false},
    {"TDIGEST.MAX", false, 1, 1, 1, true},
    {"TDIGEST.MERGE", true, 1, 1, 1, true},
    {"TDIGEST.MIN", false, 1, 1, 1, true},
    {"TDIGEST.QUANTILE", false, 1, 1, 1, true},
    {"TDIGEST.RANK", false, 1, 1, 1, true},
    {"TDIGEST.RESET", true, 1, 1, 1, true},
    {"TDIGEST.REVRANK", false, 1, 1, 1, true},
    {"TDIGEST.TRIMMED_MEAN", false, 1, 1, 1, true},
    {"TOPK.ADD", true, 1, 1, 1, true},
    {"TOPK.COUNT", false, 1, 1, 1, true},
    {"TOPK.INCRBY", true, 1, 1, 1, true},
    {"TOPK.INFO", false, 1, 1, 1, true},
    {"TOPK.LIST", false, 1, 1, 1, true},
    {"TOPK.QUERY", false, 1, 1, 1, true},
    {"TOPK.RESERVE", true, 1, 1, 1, true},
    {"TS.ADD", true, 1, 1, 1, true},
    {"TS.ALTER", true, 1, 1, 1, true},
    {"TS.CREATE", true, 1, 1, 1, true},
    {"TS.CREATERULE", true, 1, 2, 1, true},
    {"TS.DECRBY", true, 1, 1, 1, true},
    {"TS.DEL", true, 1, 1, 1, true},
    {"TS.DELETERULE", true, 1, 2, 1, true},
    {"TS.GET", false, 1, 1, 1, true},
    {"TS.INCRBY", true, 1, 1, 1, true},
    {"TS.INFO", false, 1, 1, 1, false},
    {"TS.MADD", true, 1, -1, 3, true},
    {"TS.MGET", false, 0, 0, 1, false},
    {"TS.MRANGE", false, 0, 0, 1, false},
    {"TS.MREVRANGE", false, 0, 0, 1, false},
    {"TS.QUERYINDEX", false, 0, 0, 1, false},
    {"TS.QUERYLABELS", false, 0, 0, 1, false},
    {"TS.RANGE", false, 1, 1, 1, true},
    {"TS.READ", false, 1, 1, 1, false},
    {"TS.REVRANGE", false, 1, 1, 1, true},
    {"VADD", true, 1, 1, 1, true},
    {"VCARD", false, 1, 1, 1, true},
    {"VDIM", false, 1, 1, 1, true},
    {"VEMB", false, 1, 1, 1, true},
    {"VGETATTR", false, 1, 1, 1, true},
    {"VINFO", false, 1, 1, 1, true},
    {"VISMEMBER", false, 1, 1, 1, true},
    {"VLINKS", false, 1, 1, 1, true},
    {"VRANDMEMBER", false, 1, 1, 1, true},
};

// Where a declaration knowingly says something else.
constexpr std::string_view with_more_keys[] = {
    "CMS.MERGE", "TDIGEST.MERGE",  // the sources too
    "JSON.MGET",                   // all but the path
};

template <class Range>
bool is_in(std::string_view name, const Range& range) {
    return std::find(std::begin(range), std::end(range), name) != std::end(range);
}

}  // namespace

TEST_CASE("module_commands: no two commands have the same name, and all are sound", "[testing]") {
    std::set<std::string> names;
    testing::for_each_module_command([&names](const auto& command) {
        using command_type = std::remove_cvref_t<decltype(command)>;
        const facts& known = command_type::facts;
        INFO(command_type::name);
        CHECK(names.insert(std::string(command_type::name)).second);
        CHECK(command_type::arity != 0);
        CHECK(known.keyless == (command_type::key_specs[0].is == key_spec::kind::none));
        CHECK_FALSE((known.reads && known.writes));
        CHECK_FALSE((known.cacheable && (known.writes || known.keyless)));
        CHECK(known.module.empty() == command_type::name.starts_with('V'));
        CHECK(known.module.empty() == (known.redis >= server_version{8}));
        CHECK(known.module.empty() != (known.module_version > server_version{}));
    });
    CHECK(names.size() == 147);
    for (const recorded& other : facts_of_redis_8_10) CHECK(names.contains(std::string(other.name)));
}

TEST_CASE("module_commands: writing, keys and what may be cached are as Redis 8.10 has them", "[testing]") {
    std::size_t held = 0;
    testing::for_each_module_command([&held](const auto& command) {
        using command_type = std::remove_cvref_t<decltype(command)>;
        const auto other = std::find_if(std::begin(facts_of_redis_8_10), std::end(facts_of_redis_8_10),
                                        [](const recorded& one) { return one.name == command_type::name; });
        if (other == std::end(facts_of_redis_8_10)) return;
        ++held;
        INFO(command_type::name);
        const facts& known = command_type::facts;
        CHECK(known.writes == other->writes);
        CHECK(known.reads == !other->writes);
        if (known.cacheable) CHECK(other->cacheable);
        if (other->first == 0) {
            CHECK(known.keyless);
            return;
        }
        // Keys that are declared one by one are one range there.
        const auto& specs = command_type::key_specs;
        CHECK(specs[0].is == key_spec::kind::range);
        CHECK(specs[0].first == other->first);
        CHECK(specs[0].step == other->step);
        if (is_in(command_type::name, with_more_keys)) return;
        if (other->last < 0) CHECK(specs[0].last == other->last);
        else CHECK((specs[0].last == 0 && (specs[1].is == key_spec::kind::range) == (other->last > other->first)));
    });
    CHECK(held == std::size(facts_of_redis_8_10));
}
