// expect: these options exclude each other (the first one cannot be combined with the others)
#include <hibana/command/management.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::failover(opt::to("h", 1), opt::abort);
#else
auto request = cmd::failover(opt::to("h", 1));
#endif
