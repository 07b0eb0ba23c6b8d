// expect: a search for neighbours cannot be combined; pass the condition to query::neighbours
#include <hibana/command/modules/search_query.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto wanted = query::neighbours(query::all(), 3, "v", "blob") && query::tag("kind", "book");
#else
auto wanted = query::neighbours(query::tag("kind", "book"), 3, "v", "blob");
#endif
