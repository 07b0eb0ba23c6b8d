// SPDX-License-Identifier: BSL-1.0
#include <hibana/multiplex/side_queues.hpp>

#include "catch.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

struct caller {
    struct kind {
        void (*drop)(caller& self) noexcept;
    };
    static constexpr std::uint64_t nowhere = ~std::uint64_t{0};
    static const kind how;
    const kind* does = &how;
    std::uint64_t ticket = nowhere;
    bool is_dropped = false;
};

const caller::kind caller::how{[](caller& self) noexcept { self.is_dropped = true; }};

void park(hibana::detail::departures<caller>& all, caller& one, std::uint32_t due, std::string_view bytes) {
    hibana::protocol::send_buffer request;
    request.append(bytes);
    all.park(one, due, std::move(request));
}

}  // namespace

TEST_CASE("departures: those that wait for room get it in the order they came", "[session]") {
    hibana::detail::departures<caller> all;
    caller a, b, c;
    park(all, a, 1, "A");
    park(all, b, 2, "B");
    park(all, c, 3, "C");
    CHECK(all.parked() == 3);
    CHECK(all.is_parked(b));
    CHECK(all.forget(b));
    CHECK_FALSE(all.forget(b));
    std::string admitted;
    while (all.parked() != 0) all.admit([&](caller&, std::uint32_t, std::string_view bytes) { admitted += bytes; });
    CHECK(admitted == "AC");
}

TEST_CASE("departures: those that are late end, and the others stay", "[session]") {
    using hibana::errc;
    hibana::detail::departures<caller> all;
    caller a, b;
    park(all, a, 1, "A");
    park(all, b, 9, "B");
    std::vector<caller*> ended;
    all.note_late(hibana::error(errc::timeout), [](std::uint32_t due) { return due < 5; });
    CHECK(ended.empty());
    all.end_all([&](caller& one, const hibana::error& why) {
        CHECK(why == errc::timeout);
        ended.push_back(&one);
    });
    CHECK(ended == std::vector<caller*>{&a});
    CHECK(a.ticket == caller::nowhere);
    CHECK(all.parked() == 1);
}

TEST_CASE("departures: each ends once, with its error, and may make others leave meanwhile", "[session]") {
    using hibana::errc;
    hibana::detail::departures<caller> all;
    caller a, b, c;
    park(all, a, 1, "A");
    all.note(b, hibana::error(errc::timeout));
    all.note(c, hibana::error(errc::cancelled));
    all.note_parked(hibana::error(errc::connection_lost));
    CHECK(all.has_left(a));
    std::vector<errc> ended;
    all.end_all([&](caller& one, const hibana::error& why) {
        ended.push_back(why.condition());
        if (&one == &b) CHECK(all.forget(c));
    });
    CHECK(ended == std::vector<errc>{errc::timeout, errc::connection_lost});
    CHECK(all.empty());
}

TEST_CASE("departures: where the loop is gone they are dropped", "[session]") {
    hibana::detail::departures<caller> all;
    caller a, b;
    park(all, a, 1, "A");
    all.note(b, hibana::error(hibana::errc::timeout));
    all.drop_all();
    CHECK((a.is_dropped && b.is_dropped));
    CHECK(all.empty());
}
