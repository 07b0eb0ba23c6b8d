// expect: the answers to this command are pushes, which a request and reply client cannot give
#include <hibana/client.hpp>
#include <hibana/command/management.hpp>

using namespace hibana;

void use(client<>& db) {
#ifdef HIBANA_WRONG
    db(cmd::monitor());
#else
    db(cmd::time());
#endif
}
