// expect: this option requires another one (the first requires one of the others)
#include <hibana/command/string.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::increx("k", opt::enx);
#else
auto request = cmd::increx("k", opt::enx, opt::ex(std::chrono::seconds(60)));
#endif
