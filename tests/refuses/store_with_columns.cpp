// expect: these options exclude each other (the first one cannot be combined with the others)
#include <hibana/command/geo.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::georadius("g", 1, 2, 3, opt::km, opt::store("d"), opt::withdist);
#else
auto request = cmd::georadius("g", 1, 2, 3, opt::km, opt::withdist);
#endif
