// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "testing/called_modules.hpp"

#include <hibana/command/reply.hpp>
#include <hibana/protocol/value.hpp>
#include <hibana/testing/module_commands.hpp>

#include <algorithm>
#include <cstdlib>
#include <cxxabi.h>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <typeinfo>

using namespace hibana;

// docs/module_commands.md is what the declarations say. HIBANA_WRITE_PAGES=1 writes it anew.

namespace {

void replace_all(std::string& text, std::string_view what, std::string_view with) {
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + with.size())) text.replace(at, what.size(), with);
}

template <class T>
std::string type_name() {
    const std::unique_ptr<char, void (*)(void*)> made(abi::__cxa_demangle(typeid(T).name(), nullptr, nullptr, nullptr), &std::free);
    std::string name = made.get();
    replace_all(name, "std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >", "std::string");
    replace_all(name, "std::chrono::time_point<std::chrono::_V2::system_clock, std::chrono::duration<long, std::ratio<1l, 1000l> > >",
                "replies::series_time");
    // The allocator of a vector says its elements once more.
    for (auto at = name.find(", std::allocator<"); at != name.npos; at = name.find(", std::allocator<")) {
        auto end = at + 17;
        for (int depth = 1; depth != 0; ++end) depth += name[end] == '<' ? 1 : name[end] == '>' ? -1 : 0;
        name.erase(at, end - at);
    }
    replace_all(name, " >", ">");
    replace_all(name, "long", "std::int64_t");
    for (const std::string_view outer : {"of_series<std::string, std::int64_t, double>::", "of_search<std::string, std::int64_t, double>::",
                                         "of_vector_sets<std::string, std::int64_t, double>::", "of_filters<std::string, std::int64_t>::",
                                         "of_bloom_filters<std::int64_t>::"})
        replace_all(name, outer, "");
    replace_all(name, "hibana::", "");
    replace_all(name, "replies::basic_search_results<std::vector<std::pair<std::string, std::string>>, std::string>", "replies::search_results");
    replace_all(name, "<std::vector<std::pair<std::string, value>>, std::string>", "<>");
    for (const std::string_view each : {"aggregation_page", "aggregation", "hybrid_results"})
        replace_all(name, "basic_" + std::string(each) + "<>", each);
    replace_all(name, "replies::basic_series<std::vector<replies::series_sample>, std::string>", "replies::series");
    replace_all(name, "replies::basic_series<std::optional<replies::series_sample>, std::string>", "replies::latest_of_series");
    return name;
}

std::string version(server_version of) {
    return std::to_string(of.major) + '.' + std::to_string(of.minor) + (of.patch == 0 ? "" : '.' + std::to_string(of.patch));
}

template <class Command>
std::string row_of() {
    std::string call = "cmd::";
    if (Command::name.find('.') == std::string_view::npos) call += Command::name;
    else call.append(Command::name);
    for (char& letter : call)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    replace_all(call, ".", "::");
    replace_all(call, " ", "::");
    using kind = typename Command::declared::signatures::template at<0>::reply;
    using plain = typename grammar::with_columns<kind>::type;
    const facts& known = Command::facts;
    const bool called = std::any_of(std::begin(test::called_commands), std::end(test::called_commands),
                                    [](const test::called_command& one) { return one.name == Command::name; });
    std::ostringstream row;
    row << "| " << Command::name << " | `" << call << "` | `" << type_name<typename reply_of<plain>::type>() << "` | "
        << (known.module.empty() ? "Redis " + version(known.redis) : std::string(known.module) + ' ' + version(known.module_version))
        << " | " << (known.writes ? "writes" : "reads") << (known.cacheable ? ", may be cached" : "") << " | "
        << (known.keyless ? known.request == request_policy::special ? "the node that began it" : "any node" : "the node of its keys")
        << " | " << (called ? "a server" : "what is written") << " |";
    return row.str();
}

std::string page() {
    std::ostringstream text;
    std::size_t all = 0, called = std::size(test::called_commands);
    std::ostringstream rows;
    testing::for_each_module_command([&](const auto& command) {
        ++all;
        rows << row_of<std::remove_cvref_t<decltype(command)>>() << '\n';
    });
    text << "# Commands of modules, and of vector sets\n\n"
         << "Made from the declarations. The reply is that of a call without options; options may change it. `since` is the first\n"
         << "version of the module, which from 8.0 on is that of Redis, or of Redis itself. Held against a server are the " << called
         << " that\n"
         << "Redis 8.0, or Redis 7.0 with RediSearch 1.2, answers in the tests, over RESP2 and RESP3; the other " << all - called
         << " are held\n"
         << "against what is written of them: their bytes, replies as they are documented for both protocols, and what `COMMAND` of\n"
         << "Redis 8.10 says of them.\n\n"
         << "| command | call | reply | since | | in a cluster goes to | held against |\n|---|---|---|---|---|---|---|\n"
         << rows.str();
    return text.str();
}

}  // namespace

TEST_CASE("module_commands: the page says what the declarations say", "[docs]") {
    const auto path = std::filesystem::path(__FILE__).parent_path().parent_path().parent_path() / "docs" / "module_commands.md";
    if (std::getenv("HIBANA_WRITE_PAGES")) std::ofstream(path) << page();
    std::ifstream file(path);
    std::stringstream written;
    written << file.rdbuf();

    CHECK(written.str() == page());
}
