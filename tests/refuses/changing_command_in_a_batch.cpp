// expect: this command changes its connection; run it by itself on a connection of your own, by pin()
#include <hibana/client.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/string.hpp>

void use(hibana::client<>& db) {
#ifdef HIBANA_WRONG
    hibana::batch all(hibana::cmd::select(3));
#else
    hibana::batch all(hibana::cmd::set("k", "v"));
#endif
    db(all);
}
