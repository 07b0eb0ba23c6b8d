// expect: the function passed to watch() must return multi(...), which is executed if the keys are unchanged
#include <hibana/client.hpp>
#include <hibana/command/string.hpp>

void use(hibana::client<>& db) {
    db.watch(hibana::keys("k"), [](auto& connection) {
#ifdef HIBANA_WRONG
        return connection(hibana::cmd::incr("k"));
#else
        static_cast<void>(connection(hibana::cmd::get("k")));
        return hibana::multi(hibana::cmd::incr("k"));
#endif
    });
}
