// expect: the command requires one of these options
#include <hibana/command/management.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::hotkeys::start(opt::count(5));
#else
auto request = cmd::hotkeys::start(opt::metrics(opt::cpu), opt::count(5));
#endif
