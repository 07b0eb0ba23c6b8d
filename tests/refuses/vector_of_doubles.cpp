// expect: this argument must be a contiguous range of float, or its bytes
#include <hibana/command/modules/vector_set.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = opt::vset::fp32(std::vector<double>{1, 2});
#else
auto request = opt::vset::fp32(std::vector<float>{1, 2});
#endif
