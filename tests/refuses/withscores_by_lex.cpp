// expect: these options exclude each other (the first one cannot be combined with the others)
#include <hibana/command/sorted_set.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::zrange("z", "-", "+", opt::bylex, opt::withscores);
#else
auto request = cmd::zrange("z", "-", "+", opt::bylex);
#endif
