// expect: this command changes its connection, which others use too
#include <hibana/client.hpp>
#include <hibana/command/connection.hpp>

void use(hibana::client<>& db) {
#ifdef HIBANA_WRONG
    //[wrong
    db(hibana::cmd::select(3));
    //]
#else
    db.pin()(hibana::cmd::select(3));
#endif
}
