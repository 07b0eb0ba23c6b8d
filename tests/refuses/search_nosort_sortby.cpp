// expect: these options exclude each other (the first one cannot be combined with the others)
#include <hibana/command/modules/search_aggregate.hpp>

using namespace hibana;
namespace words = opt::search;

#ifdef HIBANA_WRONG
auto request = cmd::ft::hybrid("i", words::search("q"), words::vsim("@v", "$v"), words::nosort, words::sortby(words::by("@n")));
#else
auto request = cmd::ft::hybrid("i", words::search("q"), words::vsim("@v", "$v"), words::nosort);
#endif
