// expect: the server that this client is written for does not have the command with these options
#include <hibana/client.hpp>
#include <hibana/command/any_request.hpp>
#include <hibana/command/modules/vector_set.hpp>

void use(hibana::client<hibana::valkey_server<8, 0>>& db) {
#ifdef HIBANA_WRONG
    db(hibana::cmd::vcard("v"));
#else
    db(hibana::any_request("VCARD", "v"));
#endif
}
