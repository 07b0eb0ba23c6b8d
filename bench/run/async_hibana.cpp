// SPDX-License-Identifier: BSL-1.0
#include "async.hpp"

#include <hibana/async_client.hpp>
#include <hibana/client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/transport/unix_transport.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <optional>

namespace bench {
namespace {

namespace asio = hibana::asio;
using client_type = hibana::async_client<hibana::unix_transport>;

[[noreturn]] void fail_hibana(const char* what) {
    std::fprintf(stderr, "hibana: %s\n", what);
    std::exit(1);
}

// The loop runs until so many replies have come; the callers stay where they are.
struct crowd {
    asio::io_context loop{1};
    client_type db;
    std::size_t left = 0;

    explicit crowd(const std::string& socket) : db(loop, hibana::unix_transport{.path = socket}) {}

    void came(const std::string& value) {
        if (value.size() != 16) [[unlikely]] fail_hibana("another reply was expected");
        if (--left == 0) [[unlikely]] loop.stop();
    }
    void run(std::size_t commands) {
        left = commands;
        loop.restart();
        loop.run();
    }
};

asio::awaitable<void> call_for_ever(crowd& all, std::string key) {
    std::string value;
    for (;;) {
        co_await all.db(hibana::cmd::get(key).into(value));
        all.came(value);
    }
}

struct caller {
    crowd* all;
    std::string key;
    std::string value{};

    void call() {
        all->db(hibana::cmd::get(key).into(value), [this](std::exception_ptr thrown, bool) {
            if (thrown) [[unlikely]] fail_hibana("a call has failed");
            all->came(value);
            call();
        });
    }
};

subject subject_of(std::size_t callers, const char* who, std::shared_ptr<void> held, crowd& all) {
    const auto units = static_cast<std::size_t>(units_of(callers));
    return {async_of(callers, who), units_of(callers), [held, &all, units](std::size_t passes) { all.run(passes * units); }};
}

}  // namespace

void add_async_hibana(std::vector<subject>& subjects, const std::string& socket) {
    for (const std::size_t callers : crowds) {
        auto all = std::make_shared<crowd>(socket);
        for (const std::string& key : async_keys(callers)) asio::co_spawn(all->loop, call_for_ever(*all, key), asio::detached);
        subjects.push_back(subject_of(callers, "hibana, awaitable", all, *all));
    }
    for (const std::size_t callers : crowds) {
        struct kept {
            crowd all;
            std::vector<caller> callers{};
            explicit kept(const std::string& path) : all(path) {}
        };
        auto everything = std::make_shared<kept>(socket);
        everything->callers.reserve(callers);
        for (const std::string& key : async_keys(callers)) {
            everything->callers.push_back({&everything->all, key});
            everything->callers.back().call();
        }
        subjects.push_back(subject_of(callers, "hibana, callback", everything, everything->all));
    }
}

void add_blocking_pipeline(std::vector<subject>& subjects, const std::string& socket) {
    struct pipeline {
        hibana::client<hibana::unix_transport> db;
        std::vector<std::string> keys = async_keys(crowds[2]);
        decltype(hibana::batch(hibana::cmd::get(""))) requests{};
        std::vector<hibana::result<std::optional<std::string>>> outcomes{};

        explicit pipeline(const std::string& path) : db(hibana::unix_transport{.path = path}) {}
        void run() {
            requests.clear();
            for (const std::string& key : keys) requests.add(hibana::cmd::get(key));
            db(requests, outcomes);
            for (const auto& outcome : outcomes)
                if (!outcome || !*outcome || (*outcome)->size() != 16) fail_hibana("another reply was expected");
        }
    };
    auto one = std::make_shared<pipeline>(socket);
    subjects.push_back(repeated("async/pipeline of 1000/hibana", 1000.0, [one] { one->run(); }));
}

}  // namespace bench
