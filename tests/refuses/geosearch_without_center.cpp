// expect: the command requires one of these options
#include <hibana/command/geo.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::geosearch("g", opt::byradius(4, opt::km));
#else
auto request = cmd::geosearch("g", opt::byradius(4, opt::km), opt::frommember("a"));
#endif
