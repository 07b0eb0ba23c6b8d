// expect: the answers to this command are pushes, which a request and reply client cannot give
#include <hibana/client.hpp>
#include <hibana/command/pubsub.hpp>
#include <hibana/pool/shared_connection.hpp>

void use(hibana::client<hibana::shared_connection>& db) {
#ifdef HIBANA_WRONG
    db(hibana::cmd::subscribe("channel"));
#else
    db(hibana::cmd::publish("channel", "message"));
#endif
}
