// expect: the execution of the blocking client is fixed
#include <hibana/client.hpp>

#ifdef HIBANA_WRONG
struct my_policy {
    using plays = hibana::role::execution;
};
#else
using my_policy = hibana::no_auth;
#endif

void use() {
    hibana::client<my_policy> db;
    db.close();
}
