// expect: these options exclude each other (the first one cannot be combined with the others)
#include <hibana/command/management.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::shutdown(opt::save, opt::abort);
#else
auto request = cmd::shutdown(opt::save, opt::now);
#endif
