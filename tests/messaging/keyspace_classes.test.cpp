// SPDX-License-Identifier: BSL-1.0
#include <hibana/messaging/keyspace_classes.hpp>

#include "catch.hpp"

using namespace hibana;

TEST_CASE("keyspace_classes: A stands for the same classes as on the server", "[messaging]") {
    constexpr keyspace_classes all("AKE");

    STATIC_REQUIRE(all.covers(keyspace_classes("g$lshztdxeKE")));
    STATIC_REQUIRE_FALSE(all.has('m'));
    STATIC_REQUIRE_FALSE(all.has('n'));
    STATIC_REQUIRE(keyspace_classes("KEg$lshztdxe") == all);
}

TEST_CASE("keyspace_classes: notifications need a kind of channel and an event class", "[messaging]") {
    CHECK(keyspace_classes("Kx").sends_anything());
    CHECK(keyspace_classes("Em").sends_anything());
    CHECK_FALSE(keyspace_classes("").sends_anything());
    CHECK_FALSE(keyspace_classes("KE").sends_anything());
    CHECK_FALSE(keyspace_classes("A").sends_anything());
}

TEST_CASE("keyspace_classes: classes can be added, removed and formatted", "[messaging]") {
    CHECK((keyspace_classes("Kx") | keyspace_classes("Eg")) == keyspace_classes("gxEK"));
    CHECK(keyspace_classes("KEx").without(keyspace_classes("Ex")) == keyspace_classes("K"));
    CHECK(keyspace_classes(keyspace_classes("$gEKo~").text()) == keyspace_classes("$gEKo~"));
    CHECK(keyspace_classes("K \n\x80").text() == "K");
    CHECK(keyspace_classes().text().empty());
}

TEST_CASE("keyspace_classes: the class of an event is found by its whole name", "[messaging]") {
    STATIC_REQUIRE(keyspace_class_of("expired") == 'x');
    STATIC_REQUIRE(keyspace_class_of("expire") == 'g');
    STATIC_REQUIRE(keyspace_class_of("set") == '$');
    STATIC_REQUIRE(keyspace_class_of("hset") == 'h');
    STATIC_REQUIRE(keyspace_class_of("xgroup-create") == 't');
    STATIC_REQUIRE(keyspace_class_of("new") == 'n');
    for (const std::string_view name : {"zpopmin", "zpopmax", "georadiusstore", "zrangestore"}) CHECK(keyspace_class_of(name) == 'z');
    for (const std::string_view name : {"setbit", "pfadd", "incrbyfloat"}) CHECK(keyspace_class_of(name) == '$');
    STATIC_REQUIRE(keyspace_class_of("overwritten") == 'o');
    STATIC_REQUIRE(keyspace_class_of("type_changed") == 'c');
    STATIC_REQUIRE(keyspace_class_of("pop") == 0);
    STATIC_REQUIRE(keyspace_class_of("") == 0);
    STATIC_REQUIRE(keyspace_class_of("json.set") == 0);
}
