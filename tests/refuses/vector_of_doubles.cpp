// expect: this argument is a range of float in one block, or its bytes
#include <hibana/command/modules/vector_set.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = opt::vset::fp32(std::vector<double>{1, 2});
#else
auto request = opt::vset::fp32(std::vector<float>{1, 2});
#endif
