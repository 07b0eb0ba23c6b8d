// expect: these two options exclude each other; use one of them
#include <hibana/command/stream.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::xtrim("s", opt::maxlen(1000), opt::minid("5-1"));
#else
auto request = cmd::xtrim("s", opt::maxlen(1000));
#endif
