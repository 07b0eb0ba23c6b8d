// SPDX-License-Identifier: BSL-1.0
#include <hibana/protocol/scan.hpp>
#include <hibana/protocol/sink.hpp>

#include "catch.hpp"

#include <string>
#include <string_view>

using namespace hibana::protocol;

namespace {

struct log_sink final : sink_of<log_sink> {
    std::string log{};
    void on_scalar(const token& t) { log += std::string("scalar ") + t.type + ", "; }
    void on_open(const token& t, std::size_t) { log += std::string("open ") + t.type + ", "; }
    void on_piece(std::string_view text) { log += "piece " + std::string(text) + ", "; }
    void on_close(std::size_t size, bool streamed) { log += "close " + std::to_string(size) + (streamed ? " streamed, " : ", "); }
    void on_attributes(const token&, bool further) { log += further ? "further attributes, " : "attributes, "; }
    void on_attributed() { log += "attributed, "; }
    void on_attributed_close() { log += "attributed close, "; }
};

}  // namespace

TEST_CASE("sink: each function calls the function of the derived class, with its arguments", "[protocol]") {
    log_sink derived;
    sink& base = derived;
    token array{};
    array.type = '*';
    token integer{};
    integer.type = ':';

    base.open(array, 7);
    base.scalar(integer);
    base.piece("part");
    base.close(2, false);
    base.close(3, true);
    base.attributes(integer, false);
    base.attributes(integer, true);
    base.attributed();
    base.attributed_close();

    CHECK(derived.log == "open *, scalar :, piece part, close 2, close 3 streamed, attributes, further attributes, attributed, attributed close, ");
}

TEST_CASE("sink: has no virtual functions", "[protocol]") {
    STATIC_REQUIRE_FALSE(std::is_polymorphic_v<sink>);
    STATIC_REQUIRE(sizeof(sink) == sizeof(void*));
}
