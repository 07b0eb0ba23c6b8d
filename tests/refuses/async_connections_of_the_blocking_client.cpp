// expect: these connections belong to the blocking client
#include <hibana/async_client.hpp>
#include <hibana/pool/connection_pool.hpp>

void use(hibana::asio::io_context& loop) {
#ifdef HIBANA_WRONG
    hibana::async_client<hibana::connection_pool> db(loop);
#else
    hibana::async_client<hibana::multiplexed> db(loop);
#endif
}
