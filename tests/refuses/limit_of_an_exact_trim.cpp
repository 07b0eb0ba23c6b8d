// expect: this option requires another one (the first requires one of the others)
#include <hibana/command/stream.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::xadd("s", opt::maxlen(opt::exactly, 1000, opt::limit(50)), "*", "f", "v");
#else
auto request = cmd::xadd("s", opt::maxlen(opt::about, 1000, opt::limit(50)), "*", "f", "v");
#endif
