// expect: the type of this object is not a policy of the client
#include <hibana/client.hpp>
#include <hibana/retry/constant_backoff.hpp>

void use() {
#ifdef HIBANA_WRONG
    hibana::client<hibana::tcp_transport> db{hibana::tcp_transport{}, hibana::constant_backoff{}};
#else
    hibana::client<hibana::tcp_transport> db{hibana::tcp_transport{}, hibana::exponential_jitter_backoff{}};
#endif
    db.close();
}
