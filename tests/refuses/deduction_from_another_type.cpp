// expect: this type is not a policy; a policy names its role
#include <hibana/client.hpp>

void use() {
#ifdef HIBANA_WRONG
    hibana::client db{"localhost"};
#else
    hibana::client db{hibana::tcp_transport{.host = "localhost"}};
#endif
    db.close();
}
