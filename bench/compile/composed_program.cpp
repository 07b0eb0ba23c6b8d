// SPDX-License-Identifier: BSL-1.0
// A client of many policies, none of them the default.
#include <hibana/auth/in_clear_text.hpp>
#include <hibana/auth/password_auth.hpp>
#include <hibana/client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/core/errors.hpp>
#include <hibana/pool/connection_pool.hpp>
#include <hibana/protocol/resp2_parser.hpp>
#include <hibana/retry/full_jitter_backoff.hpp>
#include <hibana/retry/no_retry.hpp>
#include <hibana/transport/unix_transport.hpp>

int main() {
    using namespace hibana;
    using composed = client<unix_transport, resp2_parser, full_jitter_backoff, no_retry, password_auth, connection_pool,
                            return_errors, session_settings>;
    composed db{unix_transport{.path = "/run/redis.sock"}, session_settings{.database = 1}};
    const result<void> set = db(cmd::set("greeting", "hello")).transform([](auto) {});
    const auto greeting = db(cmd::get("greeting"));
    return set && greeting ? 0 : 1;
}
