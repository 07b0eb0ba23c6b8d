// SPDX-License-Identifier: BSL-1.0
/// \file  A client in C++23, where a result also converts to std::expected.
#include <hibana/client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/retry/no_retry.hpp>
#include <hibana/transport/unix_transport.hpp>

#include <optional>
#include <string>
#include <version>

int main() {
    using namespace hibana;
    client db{unix_transport{.path = "/nonexistent/socket"}, no_retry{}, return_errors{}};

    const result<std::optional<std::string>> reply = db(cmd::get("key"));
    if (reply || reply.error() != errc::connect_failed) return 1;

#if defined(__cpp_lib_expected)
    const std::expected<std::optional<std::string>, error> converted = reply;
    if (converted || converted.error() != reply.error()) return 2;
    const std::expected<int, error> value = result<int>(3);
    if (!value || *value != 3) return 3;
#endif
    return 0;
}
