// expect: into() cannot decode into views, which would dangle; use as<T>(), or into() with an object of type hibana::borrowed<T>
#include <hibana/client.hpp>
#include <hibana/command/list.hpp>

#include <vector>

using namespace hibana;

#ifdef HIBANA_WRONG
using views = std::vector<std::string_view>;
#else
using views = borrowed<std::vector<std::string_view>>;
#endif

void use(client<>& db, views& filled) {
    db(cmd::lrange("k", 0, -1).into(filled));
}
