// expect: a client-side cache needs invalidation pushes
#include <hibana/client.hpp>
#include <hibana/protocol/resp2_parser.hpp>

#include <string_view>

struct my_cache {
    using plays = hibana::role::cache;
    static constexpr bool needs_pushes = true;
    void invalidate(std::string_view) {}
    void clear() {}
};

#ifdef HIBANA_WRONG
using parser = hibana::resp2_parser;
#else
using parser = hibana::resp3_parser;
#endif

void use() {
    hibana::client<my_cache, parser> db;
    db.close();
}
