// expect: a call takes requests, such as cmd::get
#include <hibana/client.hpp>
#include <hibana/command/string.hpp>

void use(hibana::client<>& db) {
#ifdef HIBANA_WRONG
    db(hibana::multi(hibana::cmd::incr("n")), hibana::cmd::get("k"));
#else
    db(hibana::multi(hibana::cmd::incr("n"), hibana::cmd::get("k")));
#endif
}
