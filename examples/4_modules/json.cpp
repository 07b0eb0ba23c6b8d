// SPDX-License-Identifier: BSL-1.0
/// \file  JSON documents: types of the program in and out, by the library that the program reads JSON with, and paths. Needs the module ReJSON.
#include "play.hpp"

#include <hibana/command/modules/json.hpp>

#if __has_include(<boost/json/src.hpp>)
#include <boost/describe.hpp>
#include <boost/json/src.hpp>

//[types
struct address {
    std::string street;
    std::string town;
    friend bool operator==(const address&, const address&) = default;
};
BOOST_DESCRIBE_STRUCT(address, (), (street, town))

struct account {
    std::string name;
    int age = 0;
    std::vector<address> homes;
    friend bool operator==(const account&, const account&) = default;
};
BOOST_DESCRIBE_STRUCT(account, (), (name, age, homes))
//]

//[mapping
// What the library can describe is JSON, and so is a vector of it, which is what a path with $ leads to.
template <class T>
inline constexpr bool is_described = boost::describe::has_describe_members<T>::value;
template <class T>
inline constexpr bool is_described<std::vector<T>> = is_described<T>;

template <class T>
    requires is_described<T>
struct hibana::json_value<T> {
    static std::string to(const T& object) { return boost::json::serialize(boost::json::value_from(object)); }
    static std::optional<T> from(std::string_view text) {
        boost::system::error_code err;
        const auto read = boost::json::parse(text, err);
        if (err) return std::nullopt;
        auto object = boost::json::try_value_to<T>(read);
        if (!object) return std::nullopt;
        return *std::move(object);
    }
};
//]

using namespace hibana;

namespace {

template <class Client>
bool documents(Client& db) {
    //[set
    const account ann{"Ann", 36, {{"Main St 1", "Bern"}}};
    bool is_new = db(cmd::json::set("example:ann", "$", ann, opt::nx));  // false where there is one already

    db(cmd::json::set("example:ann", "$.age", 37));                         // a number, a bool, nullptr
    db(cmd::json::set("example:ann", "$.name", json_string("Ann \"A\"")));  // text is JSON text, so a string has quotes
    db(cmd::json::merge("example:ann", "$.homes[0]", R"({"street": "Main St 2"})"));
    //]

    //[get
    // Without a path it is the document.
    std::optional<std::string> text = db(cmd::json::get("example:ann"));
    auto whole = db(cmd::json::get("example:ann").as<std::optional<account>>());

    // A path that begins with $ may lead to many places, and gives a list of what stands there.
    auto homes = db(cmd::json::get("example:ann", "$.homes[*]").as<std::vector<address>>());
    auto numbers = db(cmd::json::get("example:ann", "$..age").as<std::vector<int>>());
    int age = db(cmd::json::get("example:ann", "$.age").as<int>());  // of a list of one
    //]

    //[places
    // What a command did at each place: nothing where it does not apply.
    std::vector<std::optional<double>> older = db(cmd::json::numincrby("example:ann", "$.age", 1));
    std::vector<std::optional<std::int64_t>> lengths =
        db(cmd::json::arrappend("example:ann", "$.homes", address{"Quai 7", "Basel"}));
    auto moved_out = db(cmd::json::arrpop("example:ann", "$.homes", 0).as<std::vector<address>>());
    //]

    //[several
    const account ben{"Ben", 41, {}};
    db(cmd::json::mset(std::tuple("{example}:1", "$", ann), std::tuple("{example}:2", "$", ben)));
    auto found =
        db(cmd::json::mget("{example}:1", "{example}:2", "{example}:3", ".").as<std::vector<std::optional<account>>>());
    //]
    db(cmd::json::del("example:ann"));
    db(cmd::del("{example}:1", "{example}:2"));

    const account stored{"Ann \"A\"", 37, {{"Main St 2", "Bern"}}};
    return is_new && text && whole == stored && homes == stored.homes && numbers == std::vector{37} && age == 37
           && older.at(0) == 38 && lengths.at(0) == 2 && moved_out == stored.homes && found.size() == 3
           && found[0] == ann && found[1] == ben && !found[2];
}

testing::script of_documents() {
    testing::script script;
    const sent call{script};
    const std::string ann = R"({"name":"Ann","age":36,"homes":[{"street":"Main St 1","town":"Bern"}]})";
    const std::string home = R"({"street":"Main St 2","town":"Bern"})", homes = '[' + home + ']';
    const std::string stored = R"({"name":"Ann \"A\"","age":37,"homes":)" + homes + '}';

    call("+OK\r\n", "JSON.SET", "example:ann", "$", ann, "NX");
    call("+OK\r\n", "JSON.SET", "example:ann", "$.age", "37");
    call("+OK\r\n", "JSON.SET", "example:ann", "$.name", R"("Ann \"A\"")");
    call("+OK\r\n", "JSON.MERGE", "example:ann", "$.homes[0]", R"({"street": "Main St 2"})");
    call(bulk(stored), "JSON.GET", "example:ann");
    call(bulk(stored), "JSON.GET", "example:ann");
    call(bulk(homes), "JSON.GET", "example:ann", "$.homes[*]");
    call(bulk("[37]"), "JSON.GET", "example:ann", "$..age");
    call(bulk("[37]"), "JSON.GET", "example:ann", "$.age");
    call(bulk("[38]"), "JSON.NUMINCRBY", "example:ann", "$.age", "1");
    call("*1\r\n:2\r\n", "JSON.ARRAPPEND", "example:ann", "$.homes", R"({"street":"Quai 7","town":"Basel"})");
    call("*1\r\n" + bulk(home), "JSON.ARRPOP", "example:ann", "$.homes", "0");
    const std::string ben = R"({"name":"Ben","age":41,"homes":[]})";
    call("+OK\r\n", "JSON.MSET", "{example}:1", "$", ann, "{example}:2", "$", ben);
    call("*3\r\n" + bulk(ann) + bulk(ben) + "$-1\r\n", "JSON.MGET", "{example}:1", "{example}:2", "{example}:3", ".");
    call(":1\r\n", "JSON.DEL", "example:ann");
    call(":2\r\n", "DEL", "{example}:1", "{example}:2");
    return script;
}

}  // namespace

int main(int count, char** arguments) try {
    const auto program = [](auto& db) { return documents(db); };
    if (!play(of_documents(), program)) return 1;

    auto db = from_url<client<>>(count > 1 ? arguments[1] : "redis://localhost");
    if (module_version(db, "ReJSON") == 0) return without("module ReJSON");
    return program(db) ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}

#else

int main() {
    std::cout << "skipped: Boost.JSON is not here\n";
    return 77;
}

#endif
