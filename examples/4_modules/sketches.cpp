// SPDX-License-Identifier: BSL-1.0
/// \file  Sketches: approximate membership, counts, top elements and quantiles in little memory. Needs the module bf.
#include "play.hpp"

#include <hibana/command/modules/bloom.hpp>
#include <hibana/command/modules/count_min.hpp>
#include <hibana/command/modules/t_digest.hpp>
#include <hibana/command/modules/top_k.hpp>

using namespace hibana;

namespace {

template <class Client>
bool sketches(Client& db) {
    //[bloom
    db(cmd::bf::reserve("example:seen", 0.01, 100'000));  // one in a hundred is held for seen that was not
    bool is_new = db(cmd::bf::add("example:seen", "ann"));
    std::vector<bool> seen = db(cmd::bf::mexists("example:seen", "ann", "ben"));
    //]

    //[count
    db(cmd::cms::initbyprob("example:hits", 0.001, 0.01));
    db(cmd::cms::incrby("example:hits", "/", 2, "/about", 1));
    std::vector<std::int64_t> hits = db(cmd::cms::query("example:hits", "/", "/nowhere"));

    db(cmd::topk::reserve("example:most", 2));
    // The elements that were removed for each, if any.
    std::vector<std::optional<std::string>> gone = db(cmd::topk::add("example:most", "/", "/", "/about"));
    auto most = db(cmd::topk::list("example:most", opt::topk::withcount));
    //]

    //[digest
    db(cmd::tdigest::create("example:times"));
    db(cmd::tdigest::add("example:times", 12.5, 14, 80));
    auto quantiles = db(cmd::tdigest::quantile("example:times", 0.5, 0.99).as<std::array<double, 2>>());
    //]
    db(cmd::del("example:seen", "example:hits", "example:most", "example:times"));
    return is_new && seen == std::vector{true, false} && hits == std::vector<std::int64_t>{2, 0} && gone.size() == 3
           && most.size() == 2 && most[0].first == "/" && most[0].second == 2 && quantiles == std::array{14., 80.};
}

testing::script of_sketches() {
    testing::script script;
    const sent call{script};

    call("+OK\r\n", "BF.RESERVE", "example:seen", "0.01", "100000");
    call(":1\r\n", "BF.ADD", "example:seen", "ann");
    call("*2\r\n:1\r\n:0\r\n", "BF.MEXISTS", "example:seen", "ann", "ben");
    call("+OK\r\n", "CMS.INITBYPROB", "example:hits", "0.001", "0.01");
    call("*2\r\n:2\r\n:1\r\n", "CMS.INCRBY", "example:hits", "/", "2", "/about", "1");
    call("*2\r\n:2\r\n:0\r\n", "CMS.QUERY", "example:hits", "/", "/nowhere");
    call("+OK\r\n", "TOPK.RESERVE", "example:most", "2");
    call("*3\r\n$-1\r\n$-1\r\n$-1\r\n", "TOPK.ADD", "example:most", "/", "/", "/about");
    call("*4\r\n" + bulk("/") + ":2\r\n" + bulk("/about") + ":1\r\n", "TOPK.LIST", "example:most", "WITHCOUNT");
    call("+OK\r\n", "TDIGEST.CREATE", "example:times");
    call("+OK\r\n", "TDIGEST.ADD", "example:times", "12.5", "14", "80");
    call("*2\r\n" + bulk("14") + bulk("80"), "TDIGEST.QUANTILE", "example:times", "0.5", "0.99");
    call(":4\r\n", "DEL", "example:seen", "example:hits", "example:most", "example:times");
    return script;
}

}  // namespace

int main(int count, char** arguments) try {
    const auto program = [](auto& db) { return sketches(db); };
    if (!play(of_sketches(), program)) return 1;

    auto db = from_url<client<>>(count > 1 ? arguments[1] : "redis://localhost");
    if (module_version(db, "bf") == 0) return without("module bf");
    return program(db) ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
