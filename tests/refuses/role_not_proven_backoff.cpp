// expect: this type plays the backoff role but does not satisfy hibana::policy::backoff
#include <hibana/client.hpp>

struct my_backoff {
    using plays = hibana::role::backoff;
#ifndef HIBANA_WRONG
    template <class Random> hibana::duration delay(unsigned, Random&) const { return {}; }
#endif
};

void use() {
    hibana::client<my_backoff> db;
    db.close();
}
