// expect: this command blocks or changes its connection, which all threads of a shared_connection use
#include <hibana/client.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/pool/shared_connection.hpp>

void use(hibana::client<hibana::shared_connection>& db) {
#ifdef HIBANA_WRONG
    db(hibana::cmd::client::reply(hibana::opt::skip));
#else
    db(hibana::cmd::client::info());
#endif
}
