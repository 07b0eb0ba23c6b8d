// expect: this option requires another one (the first requires one of the others)
#include <hibana/command/management.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::failover(opt::to("h", 1, opt::force));
#else
auto request = cmd::failover(opt::to("h", 1, opt::force), opt::timeout(1s));
#endif
