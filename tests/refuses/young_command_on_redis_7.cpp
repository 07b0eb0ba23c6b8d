// expect: the server that this client is written for does not have the command with these options
#include <hibana/client.hpp>
#include <hibana/command/hash.hpp>

void use(hibana::client<hibana::redis_server<7, 0>>& db) {
#ifdef HIBANA_WRONG
    db(hibana::cmd::hgetex("h", "f"));
#else
    db(hibana::cmd::hget("h", "f"));
#endif
}
