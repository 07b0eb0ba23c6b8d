// expect: a command here is not allowed inside of a transaction
#include <hibana/client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/command/transaction.hpp>

void use(hibana::client<>& db) {
#ifdef HIBANA_WRONG
    //[wrong
    db(hibana::multi(hibana::cmd::get("k"), hibana::cmd::watch("k")));
    //]
#else
    db(hibana::multi(hibana::cmd::get("k"), hibana::cmd::get("k")));
#endif
}
