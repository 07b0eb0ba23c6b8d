// expect: these options exclude each other (the first one cannot be combined with the others)
#include <hibana/command/modules/bloom.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::bf::insert("k", "a", opt::bf::nocreate, opt::bf::capacity(9));
#else
auto request = cmd::bf::insert("k", "a", opt::bf::nocreate);
#endif
