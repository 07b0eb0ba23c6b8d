// expect: the command requires one of these options
#include <hibana/command/modules/search_index.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto field = opt::search::flat(opt::search::type(opt::search::float32), opt::search::distance_metric(opt::search::l2));
#else
auto field = opt::search::flat(opt::search::type(opt::search::float32), opt::search::dim(3), opt::search::distance_metric(opt::search::l2));
#endif
