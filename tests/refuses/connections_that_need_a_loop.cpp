// expect: these connections need an event loop
#include <hibana/client.hpp>

struct my_connections : hibana::single_connection {
#ifdef HIBANA_WRONG
    static constexpr bool needs_concurrency = true;
#endif
};

void use() {
    hibana::client<my_connections> db;
    db.close();
}
