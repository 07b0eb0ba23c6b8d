// expect: tokens would cross the network in clear text
#include <hibana/auth/in_clear_text.hpp>
#include <hibana/client.hpp>

#include <optional>

struct my_token_auth {
    using plays = hibana::role::auth;
    static constexpr bool needs_encryption = true;
    std::optional<hibana::credentials> credentials() const { return std::nullopt; }
};

#ifdef HIBANA_WRONG
using auth = my_token_auth;
#else
using auth = hibana::in_clear_text<my_token_auth>;
#endif

void use() {
    hibana::client<auth> db;
    db.close();
}
