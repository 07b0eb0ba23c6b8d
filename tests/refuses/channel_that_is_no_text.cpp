// expect: a channel or pattern is text, or a range of texts
#include <hibana/messaging/topics.hpp>

#ifdef HIBANA_WRONG
const auto wanted = hibana::channels(7);
#else
const auto wanted = hibana::channels("7");
#endif
