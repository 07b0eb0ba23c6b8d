// expect: a scan uses its client for every page; pass a client that outlives the expression
#include <hibana/client.hpp>
#include <hibana/recipe/scan.hpp>

void use(hibana::client<>& db) {
#ifdef HIBANA_WRONG
    static_cast<void>(hibana::scan(hibana::client<>()));
#endif
    static_cast<void>(hibana::scan(db));
}
