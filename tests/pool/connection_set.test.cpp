// SPDX-License-Identifier: BSL-1.0
#include <hibana/pool/connection_set.hpp>

#include "catch.hpp"

#include <sys/wait.h>
#include <unistd.h>

namespace {

struct context {
    int made = 0;
};
struct connection {
    explicit connection(context& of) : number(++of.made) {}
    void close() { is_open_ = false; }
    bool is_open() const { return is_open_; }
    int number;

private:
    bool is_open_ = true;
};
using source = hibana::detail::connection_set<connection>;

}  // namespace

TEST_CASE("connection_set: connections are made on demand, and at most as many as its size", "[pool]") {
    context of;
    source pool(2);
    CHECK(of.made == 0);

    auto* one = pool.acquire(of);
    auto* two = pool.acquire(of);

    REQUIRE(one);
    REQUIRE(two);
    CHECK(one != two);
    CHECK(pool.acquire(of) == nullptr);
    CHECK(of.made == 2);
    CHECK(pool.stats().idle == 0);
    CHECK(pool.stats().open == 2);
    CHECK(pool.stats().max == 2);
}

TEST_CASE("connection_set: the connection that was released last is acquired first", "[pool]") {
    context of;
    source pool(3);
    auto* one = pool.acquire(of);
    auto* two = pool.acquire(of);
    pool.release(*one);
    pool.release(*two);

    CHECK(pool.acquire(of) == two);
    CHECK(pool.acquire(of) == one);
    CHECK(of.made == 2);
}

TEST_CASE("connection_set: a set of size zero has no connections", "[pool]") {
    context of;
    source pool(0);

    CHECK(pool.acquire(of) == nullptr);
}

TEST_CASE("connection_set: while no connection can be opened, the error of an exhausted set is that of connecting", "[pool]") {
    context of;
    source pool(1);
    auto* one = pool.acquire(of);
    CHECK(pool.exhausted_error("are in use").text() == "all 1 connections of the pool are in use");

    pool.on_connect_failed(hibana::error(hibana::errc::connect_failed, hibana::fate::unknown, "refused"));
    CHECK(pool.exhausted_error("are in use") == hibana::error(hibana::errc::connect_failed, hibana::fate::not_sent, "refused"));

    one->close();
    pool.release(*one);
    CHECK(pool.exhausted_error("are in use") == hibana::errc::connect_failed);
}

TEST_CASE("connection_set: a connection that is open when it is released ends the error of connecting", "[pool]") {
    context of;
    source pool(1);
    auto* one = pool.acquire(of);
    pool.on_connect_failed(hibana::error(hibana::errc::connect_failed));
    pool.release(*one);

    CHECK(pool.exhausted_error("are in use") == hibana::errc::pool_exhausted);
}

TEST_CASE("connection_set: close() closes idle connections, and not those in use", "[pool]") {
    context of;
    source pool(2);
    auto* used = pool.acquire(of);
    auto* back = pool.acquire(of);
    pool.release(*back);

    pool.close_idle();

    CHECK(used->is_open());
    CHECK_FALSE(back->is_open());
    CHECK(pool.stats().idle == 1);
}

TEST_CASE("connection_set: connections of the parent's threads do not count in a child, and are not acquired again", "[pool]") {
    hibana::detail::watch_for_forks();
    context of;
    source pool(2);
    auto* used = pool.acquire(of);
    auto* back = pool.acquire(of);
    pool.release(*back);
    CHECK_FALSE(pool.reset_after_fork());

    const ::pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        bool is_well = pool.reset_after_fork() && !pool.reset_after_fork();
        is_well = is_well && pool.stats().open == 1 && pool.stats().idle == 1;
        pool.release(*used);  // by the thread that has forked
        is_well = is_well && !used->is_open() && pool.stats().idle == 1;
        const auto* first = pool.acquire(of);
        const auto* second = pool.acquire(of);
        ::_exit(is_well && first == back && second && second != used && !pool.acquire(of) ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);

    CHECK(status == 0);
    CHECK(used->is_open());
    CHECK(pool.stats().open == 2);
}
