// SPDX-License-Identifier: BSL-1.0
/// \file  Vector sets: elements with a vector and attributes, and their nearest neighbours. Needs Redis 8.
#include "play.hpp"

#include <hibana/command/modules/vector_set.hpp>

#include <array>

using namespace hibana;

namespace {

template <class Client>
bool words(Client& db) {
    //[add
    using vector = std::array<float, 3>;
    // A range of floats goes as its bytes; numbers go as they are.
    db(cmd::vadd("example:words", opt::vset::fp32(vector{1, 0, 0}), "king", opt::vset::setattr(R"({"people": true})")),
       cmd::vadd("example:words", opt::vset::values(0.9, 0.1, 0), "queen", opt::vset::setattr(R"({"people": true})")),
       cmd::vadd("example:words", opt::vset::values(0.8, 0.3, 0), "castle"));
    //]

    //[near
    std::vector<std::string> near = db(cmd::vsim("example:words", opt::vset::ele("king"), opt::count(2)));
    auto people = db(cmd::vsim("example:words", opt::vset::fp32(vector{0.7f, 0.3f, 0}), opt::vset::filter(".people"),
                               opt::withscores)
                         .as<std::vector<std::pair<std::string, double>>>());
    for (const auto& [word, score] : people) std::cout << word << ' ' << score << '\n';
    //]
    db(cmd::del("example:words"));
    return near == std::vector<std::string>{"king", "queen"} && people.size() == 2 && people[0].first == "queen"
           && people[0].second > people[1].second;
}

testing::script of_words() {
    testing::script script;
    const sent call{script};
    const std::array<float, 3> king{1, 0, 0}, asked{0.7f, 0.3f, 0};
    const std::string set = "example:words", people = R"({"people": true})";

    call("", "VADD", set, "FP32", float_bytes(king), "king", "SETATTR", people);
    call("", "VADD", set, "VALUES", "3", "0.9", "0.1", "0", "queen", "SETATTR", people);
    call(":1\r\n:1\r\n:1\r\n", "VADD", set, "VALUES", "3", "0.8", "0.3", "0", "castle");
    call("*2\r\n" + bulk("king") + bulk("queen"), "VSIM", set, "ELE", "king", "COUNT", "2");
    call("*4\r\n" + bulk("queen") + bulk("0.98") + bulk("king") + bulk("0.95"), "VSIM", set, "FP32", float_bytes(asked),
         "WITHSCORES", "FILTER", ".people");
    call(":1\r\n", "DEL", set);
    return script;
}

}  // namespace

int main(int count, char** arguments) try {
    const auto program = [](auto& db) { return words(db); };
    if (!play(of_words(), program)) return 1;

    auto db = from_url<client<>>(count > 1 ? arguments[1] : "redis://localhost");
    if (db(any_request("COMMAND INFO", "VADD")).elements()[0].is_null()) return without("vector sets");
    return program(db) ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
