// expect: these options exclude each other (the first one cannot be combined with the others)
#include <hibana/command/modules/cuckoo.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::cf::insert("k", "a", opt::cf::nocreate, opt::cf::capacity(9));
#else
auto request = cmd::cf::insert("k", "a", opt::cf::capacity(9));
#endif
