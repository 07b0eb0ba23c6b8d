// SPDX-License-Identifier: BSL-1.0
#include <hibana/connection/url.hpp>

#include "catch.hpp"

#include <chrono>
#include <string>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

std::string problem(std::string_view text) {
    const auto parsed = url::parse(text);
    if (parsed) return "";
    CHECK(parsed.error() == errc::invalid_url);
    CHECK(parsed.error().fate() == fate::not_sent);
    const std::string_view text_of_error = parsed.error().text(), subject = "invalid URL: ";
    REQUIRE(text_of_error.starts_with(subject));
    return std::string(text_of_error.substr(subject.size()));
}

}  // namespace

TEST_CASE("url: omitted parts have their defaults or no value", "[connection]") {
    const auto least = url::parse("redis://");
    REQUIRE(least);
    CHECK(least->endpoint == endpoint("localhost", 6379));
    CHECK_FALSE(least->uses_tls);
    CHECK_FALSE(least->credentials);
    CHECK_FALSE(least->database);
    CHECK_FALSE(least->command_timeout);
    CHECK_FALSE(least->verify);

    CHECK(url::parse("redis://:7000")->endpoint == endpoint("localhost", 7000));
    CHECK(url::parse("redis://redis.example:")->endpoint == endpoint("redis.example", 6379));
    CHECK_FALSE(url::parse("redis://redis.example/")->database);
}

TEST_CASE("url: the scheme is case-insensitive and selects the transport", "[connection]") {
    CHECK_FALSE(url::parse("redis://a")->uses_tls);
    CHECK_FALSE(url::parse("valkey://a")->uses_tls);
    CHECK(url::parse("rediss://a")->uses_tls);
    CHECK(url::parse("REDISS://a")->uses_tls);
    CHECK(url::parse("valkeys://a")->uses_tls);
    CHECK(url::parse("unix:///run/redis.sock")->endpoint == endpoint::local("/run/redis.sock"));
    CHECK(problem("http://a") == "the scheme must be redis, rediss, valkey, valkeys or unix");
    CHECK(problem("localhost:6379") == "the scheme and \"://\" are missing");
    CHECK(problem("") == "the scheme and \"://\" are missing");
}

TEST_CASE("url: the host and the port are parsed", "[connection]") {
    CHECK(url::parse("redis://192.0.2.1:7000")->endpoint == endpoint("192.0.2.1", 7000));
    CHECK(url::parse("redis://[2001:db8::1]:7000")->endpoint == endpoint("2001:db8::1", 7000));
    CHECK(url::parse("redis://[::1]")->endpoint == endpoint("::1", 6379));
    CHECK(url::parse("redis://[fe80::1%25eth0]")->endpoint == endpoint("fe80::1%eth0", 6379));
    CHECK(url::parse("redis://h:65535")->endpoint.port() == 65535);
    CHECK(problem("redis://h:0") == "the port must be a number from 1 to 65535");
    CHECK(problem("redis://h:65536") == "the port must be a number from 1 to 65535");
    CHECK(problem("redis://h:+1") == "the port must be a number from 1 to 65535");
    CHECK(problem("redis://h:12x") == "the port must be a number from 1 to 65535");
    CHECK(problem("redis://::1:6379") == "an IPv6 address must be in brackets");
    CHECK(problem("redis://[::1:6379") == "the closing bracket of the address is missing");
    CHECK(problem("redis://[::1]6379") == "only a colon and a port may follow the address in brackets");
    CHECK(problem("redis://[redis.example]") == "the address in brackets is not an IPv6 address");
    CHECK(problem("redis://a%00b") == "the host contains an invalid character");
    CHECK(problem("redis://a%2fb") == "the host contains an invalid character");
}

TEST_CASE("url: user and password are percent-decoded once", "[connection]") {
    const auto both = url::parse("redis://us%3Aer:p%40ss%2525@h");
    REQUIRE(both);
    CHECK(both->credentials->user() == "us:er");
    CHECK(both->credentials->password().view() == "p@ss%25");

    CHECK(url::parse("redis://:secret@h")->credentials->user().empty());
    CHECK(url::parse("redis://:secret@h")->credentials->password().view() == "secret");
    CHECK(url::parse("redis://user:a+b@h")->credentials->password().view() == "a+b");
    CHECK(url::parse("redis://user:a@b@h")->credentials->password().view() == "a@b");
    CHECK(url::parse("redis://user:a:b@h")->credentials->password().view() == "a:b");
    CHECK(url::parse("redis://:%00@h")->credentials->password().view() == std::string_view("\0", 1));
    CHECK(url::parse("redis://user@h")->credentials->user() == "user");
    CHECK(url::parse("redis://user@h")->credentials->password().empty());
    CHECK_FALSE(url::parse("redis://@h")->credentials);
    CHECK_FALSE(url::parse("redis://:@h")->credentials);
    CHECK(url::parse("unix://user:secret@/run/redis.sock")->credentials->user() == "user");
    CHECK(problem("redis://:%4@h") == "a percent sign in the password is not followed by two hexadecimal digits");
    CHECK(problem("redis://%zz:a@h") == "a percent sign in the user name is not followed by two hexadecimal digits");
}

TEST_CASE("url: credentials may be parameters, which have priority", "[connection]") {
    const auto parsed = url::parse("redis://a:b@h?username=c&password=d%26e");
    REQUIRE(parsed);
    CHECK(parsed->credentials->user() == "c");
    CHECK(parsed->credentials->password().view() == "d&e");
}

TEST_CASE("url: the database is the path or the parameter, which has priority", "[connection]") {
    CHECK(url::parse("redis://h/3")->database == 3u);
    CHECK(url::parse("redis://h/3?db=4")->database == 4u);
    CHECK(url::parse("unix:///run/redis.sock?db=5")->database == 5u);
    CHECK(problem("redis://h/x") == "the database in the path is not a number, or too large");
    CHECK(problem("redis://h/1/2") == "the database in the path is not a number, or too large");
    CHECK(problem("redis://h/-1") == "the database in the path is not a number, or too large");
    CHECK(problem("redis://h/99999999999") == "the database in the path is not a number, or too large");
    CHECK(problem("redis://h?db=") == "the parameter db is not a number, or too large");
}

TEST_CASE("url: parameters have types", "[connection]") {
    const auto parsed = url::parse(
        "redis://h?protocol=2&client_name=my%20name&socket_timeout=1.5&socket_connect_timeout=none"
        "&health_check_interval=30&socket_keepalive=No&max_connections=20&");
    REQUIRE(parsed);
    CHECK(parsed->protocol == 2u);
    CHECK(parsed->client_name == "my name");
    CHECK(parsed->command_timeout == 1'500ms);
    CHECK(parsed->connect_timeout == std::chrono::milliseconds::max());
    CHECK(parsed->health_check_interval == 30s);
    CHECK(parsed->keepalive == false);
    CHECK(parsed->max_connections == 20u);

    CHECK(url::parse("redis://h?socket_timeout=0.0001")->command_timeout == 1ms);
    CHECK(problem("redis://h?protocol=4") == "the parameter protocol must be 2 or 3");
    CHECK(problem("redis://h?socket_keepalive=maybe") == "the parameter socket_keepalive must be true or false");
    for (const char* value : {"nan", "inf", "-1", "0", "", "1s", "1e300"})
        CHECK(problem("redis://h?socket_timeout=" + std::string(value)) ==
              "the parameter socket_timeout must be none, or a number of seconds above 0 and up to 1000000000");
}

TEST_CASE("url: TLS parameters require TLS", "[connection]") {
    const auto parsed = url::parse(
        "rediss://h?ssl_ca_certs=/etc/ca.pem&ssl_ca_path=/etc/certs&ssl_certfile=a.pem&ssl_keyfile=b.pem&ssl_password=p%25"
        "&ssl_min_version=TLSv1_3");
    REQUIRE(parsed);
    CHECK(parsed->ca_file == "/etc/ca.pem");
    CHECK(parsed->ca_path == "/etc/certs");
    CHECK(parsed->certificate_file == "a.pem");
    CHECK(parsed->key_file == "b.pem");
    CHECK(parsed->key_password->view() == "p%");
    CHECK(parsed->minimum_version == tls_version::v1_3);
    CHECK_FALSE(parsed->verify);

    CHECK(url::parse("rediss://h?ssl_check_hostname=false")->verify == verification::certificate_only);
    CHECK(url::parse("rediss://h?ssl_check_hostname=true")->verify == verification::full);
    CHECK(url::parse("rediss://h?ssl_cert_reqs=required")->verify == verification::full);
    CHECK(url::parse("rediss://h?ssl_cert_reqs=none")->verify == verification::insecure_none);
    CHECK(url::parse("rediss://h?ssl_cert_reqs=none&ssl_check_hostname=0")->verify == verification::insecure_none);
    CHECK(problem("rediss://h?ssl_cert_reqs=none&ssl_check_hostname=1") ==
          "ssl_check_hostname contradicts ssl_cert_reqs=none");
    CHECK(problem("rediss://h?ssl_cert_reqs=optional") == "the parameter ssl_cert_reqs must be required or none");
    CHECK(problem("rediss://h?ssl_min_version=TLSv1") == "the parameter ssl_min_version must be TLSv1.2 or TLSv1.3");
    CHECK(problem("redis://h?ssl_ca_certs=a") == "TLS parameters (ssl_...) require rediss://");
    CHECK(problem("unix:///a?ssl_check_hostname=false") == "TLS parameters (ssl_...) require rediss://");
}

TEST_CASE("url: the path of a Unix socket must be absolute", "[connection]") {
    CHECK(url::parse("unix:///run/my%20redis.sock")->endpoint.path() == "/run/my redis.sock");
    CHECK(problem("unix://run/redis.sock") == "the path of a Unix socket must be absolute: unix:///path");
    CHECK(problem("unix://") == "the path of a Unix socket must be absolute: unix:///path");
    CHECK(problem("unix:///a%00b") == "the path contains a zero byte");
}

TEST_CASE("url: characters that must be percent-encoded are errors", "[connection]") {
    CHECK(problem("redis://h/0#x") == "'#' must be percent-encoded as %23");
    CHECK(problem("redis://h /0") == "spaces and control characters must be percent-encoded");
    CHECK(problem("redis://h\r\n") == "spaces and control characters must be percent-encoded");
}

TEST_CASE("url: no error contains a misplaced password", "[connection]") {
    for (const char* text : {"redis://user:canary/0@h", "redis://user:can/canary@h", "redis://user:a?canary@h", "redis://user:a#canary@h",
                             "redis://user:%zcanary@h", "redis://h?password=a&canary", "redis://h?password=%zcanary",
                             "redis://h?password=a&canary=b", "redis://user:canary@h:x", "redis://user:canary@h/x", "canary",
                             "canary://h", "redis://h?password=canary&db=canary", "redis://user:1/canary@h"}) {
        const auto parsed = url::parse(text);
        INFO(text);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().message().find("canary") == std::string::npos);
        CHECK(parsed.error().message().find("anary") == std::string::npos);
    }
}

TEST_CASE("url: arbitrary bytes are a URL or an error", "[connection]") {
    const std::string whole = "rediss://us%40er:p%25w@[::1]:6380/3?db=4&socket_timeout=1.5&ssl_cert_reqs=none&client_name=x";
    for (std::size_t size = 0; size <= whole.size(); ++size) static_cast<void>(url::parse(whole.substr(0, size)));
    for (std::size_t at = 0; at < whole.size(); ++at)
        for (int byte = 0; byte < 256; ++byte) {
            std::string changed = whole;
            changed[at] = static_cast<char>(byte);
            static_cast<void>(url::parse(changed));
        }
    SUCCEED("none of them was too much");
}
