// expect: this option requires an argument, for example opt::ex(60s)
#include <hibana/command/sorted_set.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::zrange("z", 0, 9, opt::byscore, opt::limit);
#else
auto request = cmd::zrange("z", 0, 9, opt::byscore, opt::limit(0, 5));
#endif
