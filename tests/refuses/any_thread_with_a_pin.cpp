// expect: run on the executor of their client, and this one is called from any thread
#include <hibana/asio/any_thread.hpp>
#include <hibana/async_client.hpp>

#ifdef HIBANA_WRONG
using client_type = hibana::async_client<hibana::any_thread<>>;
#else
using client_type = hibana::async_client<>;
#endif

void use(client_type& db) {
    static_cast<void>(db.pin());
}
