// SPDX-License-Identifier: BSL-1.0
// The first program, where another file compiles the cold path of its client.
#include <hibana/client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/transport/tcp_transport.hpp>

extern template struct hibana::cold_path<hibana::client<hibana::tcp_transport>::connection_type>;

int main() {
    hibana::client db{hibana::tcp_transport{.host = "localhost"}};
    db(hibana::cmd::set("greeting", "hello"));
    const auto greeting = db(hibana::cmd::get("greeting"));
    return greeting ? 0 : 1;
}
