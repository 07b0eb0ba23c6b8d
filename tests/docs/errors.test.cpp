// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/core/exceptions.hpp>
#include <hibana/retry/retry_all.hpp>
#include <hibana/retry/retry_safe.hpp>

#include <cstdlib>
#include <cxxabi.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <typeinfo>

using namespace hibana;

namespace {

// The rows of the tables in docs/errors.md, keyed by the second column, the message.
std::map<std::string, std::string> rows_of_the_page() {
    const auto project = std::filesystem::path(__FILE__).parent_path().parent_path().parent_path();
    std::ifstream page(project / "docs" / "errors.md");
    std::map<std::string, std::string> rows;
    bool in_tables = false;
    for (std::string line; std::getline(page, line);) {
        const bool is_header = line.starts_with("| `errc`");
        in_tables = in_tables || is_header;
        if (!in_tables || is_header || !line.starts_with("| `")) continue;
        const auto start = line.find(" | ", 2) + 3;
        rows[line.substr(start, line.find(" | ", start) - start)] = line;
    }
    return rows;
}

std::string exception_of(const error& thrown) {
    try {
        throw_error(thrown);
    } catch (const redis_error& caught) {
        const std::unique_ptr<char, void (*)(void*)> name(
            abi::__cxa_demangle(typeid(caught).name(), nullptr, nullptr, nullptr), &std::free);
        return std::string(name.get()).substr(std::string("hibana::").size());
    }
}

std::string to_text(const auto& policy, const error& failed) {
    if (policy.should_retry(failed, false)) return "yes";
    return policy.should_retry(failed, true) ? "if it is idempotent" : "no";
}

// The columns of a row after name, message and meaning.
std::string facts_of(errc condition) {
    std::ostringstream facts;
    const error answered(condition, fate::answered);
    facts << " | `" << exception_of(answered) << "` | ";
    if (is_server_error(condition)) {
        const tristate executed = answered.executed();
        facts << (executed == tristate::no    ? "no"
                  : executed == tristate::yes ? "yes"
                                               : "unknown")
              << " | " << to_text(retry_safe{}, answered) << " | " << to_text(retry_all{}, answered) << " |";
    } else {
        const std::string unsent = to_text(retry_safe{}, error(condition, fate::not_sent));
        const std::string unknown = to_text(retry_safe{}, error(condition, fate::unknown));
        facts << (unsent == unknown ? unsent : "not sent: " + unsent + "; unknown: " + unknown) << " | "
              << to_text(retry_all{}, error(condition, fate::unknown)) << " |";
    }
    return facts.str();
}

}  // namespace

TEST_CASE("errors: docs/errors.md has a correct row for each error", "[docs]") {
    auto rows = rows_of_the_page();
    for (int value = 1; value != 2'000; ++value) {
        const auto condition = static_cast<errc>(value);
        if (describe(condition) == "unknown error") continue;
        const std::string row = rows[std::string(describe(condition))];
        INFO(describe(condition));
        CHECK_THAT(row, Catch::EndsWith(facts_of(condition)));
        rows.erase(std::string(describe(condition)));
    }
    for (const auto& [message, row] : rows) FAIL_CHECK("no error has this message: " << row);
}
