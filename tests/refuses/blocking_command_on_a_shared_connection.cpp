// expect: this command blocks or changes its connection, which all threads of a shared_connection use
#include <hibana/client.hpp>
#include <hibana/command/list.hpp>
#include <hibana/pool/shared_connection.hpp>

void use(hibana::client<hibana::shared_connection>& db) {
#ifdef HIBANA_WRONG
    db(hibana::cmd::blpop("jobs", std::chrono::seconds(1)));
#else
    db(hibana::cmd::lpop("jobs"));
#endif
}
