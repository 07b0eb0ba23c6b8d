// expect: the answers to this command are pushes, which a request and reply client cannot give
#include <hibana/client.hpp>

namespace user {
using namespace hibana::notation;
#ifdef HIBANA_WRONG
inline constexpr hibana::descriptor<"SUBSCRIBE", ok(some<bulk>), in_pubsub> listen;
#else
inline constexpr hibana::descriptor<"PUBLISH", integer(bulk)> listen;
#endif
}  // namespace user

void use(hibana::client<>& db) {
    db(user::listen("channel"));
}
