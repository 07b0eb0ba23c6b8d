// expect: this option works only together with another one (the first needs one of the others)
#include <hibana/command/search.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::ft::search("i", "q", opt::search::inorder);
#else
auto request = cmd::ft::search("i", "q", opt::search::inorder, opt::search::slop(0));
#endif
