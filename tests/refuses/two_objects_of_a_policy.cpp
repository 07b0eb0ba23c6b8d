// expect: two objects are passed for one policy; keep one of them
#include <hibana/client.hpp>

void use() {
#ifdef HIBANA_WRONG
    hibana::client<> db{hibana::session_settings{.database = 1}, hibana::tcp_transport{}, hibana::session_settings{.database = 2}};
#else
    hibana::client<> db{hibana::session_settings{.database = 1}, hibana::tcp_transport{}};
#endif
    db.close();
}
