// expect: this option requires another one (the first requires one of the others)
#include <hibana/command/sorted_set.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::zrange("z", 0, 9, opt::limit(0, 10));
#else
auto request = cmd::zrange("z", 0, 9, opt::byscore, opt::limit(0, 10));
#endif
