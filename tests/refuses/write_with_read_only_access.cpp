// expect: this client has read_only_access, and the command writes
#include <hibana/client.hpp>
#include <hibana/command/string.hpp>

void use(hibana::client<hibana::read_only_access>& db) {
#ifdef HIBANA_WRONG
    //[wrong
    db(hibana::cmd::set("k", "v"));
    //]
#else
    db(hibana::cmd::get("k"));
#endif
}
