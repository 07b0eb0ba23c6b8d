// expect: a TLS session cannot bear
#include <hibana/client.hpp>
#include <hibana/pool/shared_connection.hpp>
#include <hibana/transport/unix_transport.hpp>

struct my_transport : hibana::unix_transport {
#ifdef HIBANA_WRONG
    static constexpr bool is_encrypted = true;
#endif
};

void use() {
    hibana::client<hibana::shared_connection, my_transport> db;
    db.close();
}
