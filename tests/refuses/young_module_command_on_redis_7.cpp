// expect: the server that this client is written for does not have the command with these options
#include <hibana/client.hpp>
#include <hibana/command/modules/time_series.hpp>

void use(hibana::client<hibana::redis_server<7, 0>>& db) {
#ifdef HIBANA_WRONG
    db(hibana::cmd::ts::querylabels(hibana::opt::ts::labels));
#else
    db(hibana::cmd::ts::queryindex("a=b"));
#endif
}
