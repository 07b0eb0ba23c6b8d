// expect: a shared_connection cannot be pinned
#include <hibana/client.hpp>
#include <hibana/pool/blocking_connection_pool.hpp>
#include <hibana/pool/shared_connection.hpp>

#ifdef HIBANA_WRONG
using many_threads = hibana::client<hibana::shared_connection>;
#else
using many_threads = hibana::client<hibana::blocking_connection_pool>;
#endif

void use(many_threads& db) {
    static_cast<void>(db.pin());
}
