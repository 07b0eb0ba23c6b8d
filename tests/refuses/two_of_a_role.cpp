// expect: two policies play the same role; keep one of them
#include <hibana/client.hpp>
#include <hibana/retry/constant_backoff.hpp>

#ifdef HIBANA_WRONG
//[wrong
using db_type = hibana::client<hibana::constant_backoff, hibana::no_auth, hibana::exponential_jitter_backoff>;
//]
#else
using db_type = hibana::client<hibana::constant_backoff, hibana::no_auth>;
#endif

void use() {
    db_type db;
    db.close();
}
