// expect: the command wants one of these options
#include <hibana/command/search_index.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto field = opt::ft::flat(opt::ft::type(opt::ft::float32), opt::ft::distance_metric(opt::ft::l2));
#else
auto field = opt::ft::flat(opt::ft::type(opt::ft::float32), opt::ft::dim(3), opt::ft::distance_metric(opt::ft::l2));
#endif
