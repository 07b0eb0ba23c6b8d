// expect: this client has read_only_access, and the command writes
#include <hibana/client.hpp>
#include <hibana/command/modules/json.hpp>

void use(hibana::client<hibana::read_only_access>& db) {
#ifdef HIBANA_WRONG
    db(hibana::cmd::json::set("k", "$", 1));
#else
    db(hibana::cmd::json::get("k", "$"));
#endif
}
