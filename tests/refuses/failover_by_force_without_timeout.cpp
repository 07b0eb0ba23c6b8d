// expect: this option works only together with another one (the first needs one of the others)
#include <hibana/command/management.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::failover(opt::to("h", 1, opt::force));
#else
auto request = cmd::failover(opt::to("h", 1, opt::force), opt::timeout(1s));
#endif
