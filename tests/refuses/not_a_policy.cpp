// expect: this type is not a policy; a policy names its role
#include <hibana/client.hpp>

#ifdef HIBANA_WRONG
struct my_backoff {};
#else
using my_backoff = hibana::exponential_jitter_backoff;
#endif

void use() {
    hibana::client<my_backoff> db;
    db.close();
}
