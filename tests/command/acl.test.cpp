// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "decoded.hpp"
#include "encoded.hpp"

#include <hibana/command/acl.hpp>

using namespace hibana;
using namespace hibana::notation;
using test::decoded;
using test::encoded_text;
using test::has_reply;

TEST_CASE("acl: users and rules are encoded", "[command]") {
    CHECK(encoded_text(cmd::acl::cat()) == "ACL CAT");
    CHECK(encoded_text(cmd::acl::cat("read")) == "ACL CAT read");
    CHECK(encoded_text(cmd::acl::deluser("a", "b")) == "ACL DELUSER a b");
    CHECK(encoded_text(cmd::acl::dryrun("ann", "get", "k")) == "ACL DRYRUN ann get k");
    CHECK(encoded_text(cmd::acl::genpass()) == "ACL GENPASS");
    CHECK(encoded_text(cmd::acl::genpass(128)) == "ACL GENPASS 128");
    CHECK(encoded_text(cmd::acl::getuser("ann")) == "ACL GETUSER ann");
    CHECK(encoded_text(cmd::acl::help()) == "ACL HELP");
    CHECK(encoded_text(cmd::acl::list()) == "ACL LIST");
    CHECK(encoded_text(cmd::acl::load()) == "ACL LOAD");
    CHECK(encoded_text(cmd::acl::log()) == "ACL LOG");
    CHECK(encoded_text(cmd::acl::log(5)) == "ACL LOG 5");
    CHECK(encoded_text(cmd::acl::log(opt::reset)) == "ACL LOG RESET");
    CHECK(encoded_text(cmd::acl::save()) == "ACL SAVE");
    CHECK(encoded_text(cmd::acl::setuser("ann", "on", ">x", "~a*", "+get")) == "ACL SETUSER ann on >x ~a* +get");
    CHECK(encoded_text(cmd::acl::users()) == "ACL USERS");
    CHECK(encoded_text(cmd::acl::whoami()) == "ACL WHOAMI");
    CHECK(has_reply<ok>(cmd::acl::log(opt::reset)));
    CHECK(has_reply<array<named<replies::acl_log_entry>>>(cmd::acl::log()));
}
