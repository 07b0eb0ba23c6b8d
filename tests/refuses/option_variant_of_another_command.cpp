// expect: the command does not have this option
#include <hibana/command/sorted_set.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::zrange("z", 0, 9, opt::byscore, opt::limit(5));
#else
auto request = cmd::zrange("z", 0, 9, opt::byscore, opt::limit(0, 5));
#endif
