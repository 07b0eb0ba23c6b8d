// SPDX-License-Identifier: BSL-1.0
// GET of a 16-byte value over a Unix socket by a client that any thread may call: what its inbox costs where the callers are on its own
// executor, and what other threads reach through it.
#include "../support/subjects.hpp"

#include <hibana/asio/any_thread.hpp>
#include <hibana/async_client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/transport/unix_transport.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_future.hpp>

#include <barrier>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace asio = hibana::asio;
using near_client = hibana::async_client<hibana::unix_transport>;
using far_client = hibana::async_client<hibana::unix_transport, hibana::any_thread<>>;

constexpr std::size_t callers = 100;  // of each thread
constexpr std::size_t rounds = 10;    // of each caller in a pass

void check(const std::string& value) {
    if (value.size() == 16) [[likely]] return;
    std::fputs("any_thread: another reply was expected\n", stderr);
    std::exit(1);
}
std::string key_of(std::size_t number) {
    std::string digits = std::to_string(number);
    return "key:" + std::string(6 - digits.size(), '0') + digits;
}

// Coroutines on one event loop, which runs until so many replies have come; they stay where they are.
template <class Client> struct crowd {
    asio::io_context loop{1};
    Client* db = nullptr;
    std::size_t left = 0;

    void call(Client& client) {
        db = &client;
        for (std::size_t number = 0; number != callers; ++number) asio::co_spawn(loop, call_for_ever(key_of(number)), asio::detached);
    }
    asio::awaitable<void> call_for_ever(std::string key) {
        std::string value;
        for (;;) {
            co_await (*db)(hibana::cmd::get(key).into(value));
            check(value);
            if (--left == 0) loop.stop();
        }
    }
    void run(std::size_t commands) {
        left = commands;
        loop.restart();
        loop.run();
    }
};

// Who calls the client is on its own executor.
template <class Client> bench::subject at_home(const char* who, const std::string& socket) {
    struct home {
        crowd<Client> all;
        Client db;
        explicit home(const std::string& path) : db(all.loop, hibana::unix_transport{.path = path}) { all.call(db); }
    };
    return {std::string("any thread/on its executor/") + who, callers * rounds, [one = std::shared_ptr<home>(), socket](std::size_t passes) mutable {
                if (!one) one = std::make_shared<home>(socket);
                one->all.run(passes * callers * rounds);
            }};
}

// A client whose executor has a thread to itself, and threads that wait for the next pass.
class company {
public:
    template <class Work> company(std::size_t size, const std::string& path, Work work)
        : db_(loop_, hibana::unix_transport{.path = path}), begin_(static_cast<std::ptrdiff_t>(size) + 1),
          end_(static_cast<std::ptrdiff_t>(size) + 1), engine_([this] { loop_.run(); }) {
        for (std::size_t n = 0; n != size; ++n)
            threads_.emplace_back([this, work]() mutable {
                for (;;) {
                    begin_.arrive_and_wait();
                    if (is_over_) return;
                    work(db_, passes_);
                    end_.arrive_and_wait();
                }
            });
    }
    ~company() {
        is_over_ = true;
        begin_.arrive_and_wait();
        for (auto& thread : threads_) thread.join();
        loop_.stop();
        engine_.join();
    }
    void run(std::size_t passes) {
        passes_ = passes;
        begin_.arrive_and_wait();
        end_.arrive_and_wait();
    }

private:
    asio::io_context loop_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_ = asio::make_work_guard(loop_);
    far_client db_;
    std::barrier<> begin_;
    std::barrier<> end_;
    std::vector<std::thread> threads_;
    std::size_t passes_ = 0;
    bool is_over_ = false;
    std::thread engine_;
};

template <class Work> bench::subject from_afar(std::size_t size, const char* who, std::size_t units, const std::string& socket, Work work) {
    const std::string name = "any thread/" + std::to_string(size) + "/" + who;
    return {name, static_cast<double>(units), [one = std::shared_ptr<company>(), size, socket, work](std::size_t passes) mutable {
                if (!one) one = std::make_shared<company>(size, socket, work);
                one->run(passes);
            }};
}

// A loop of each thread's own, with its callers.
struct in_coroutines {
    std::shared_ptr<crowd<far_client>> own{};
    void operator()(far_client& db, std::size_t passes) {
        if (!own) {
            own = std::make_shared<crowd<far_client>>();
            own->call(db);
        }
        own->run(passes * callers * rounds);
    }
};
// One call at a time.
struct by_futures {
    std::string value{};
    void operator()(far_client& db, std::size_t passes) {
        for (std::size_t number = passes * rounds; number != 0; --number) {
            db(hibana::cmd::get("key:000001").into(value), asio::use_future).get();
            check(value);
        }
    }
};

}  // namespace

int main(int argc, char** argv) {
    const std::string socket = bench::take_socket(argc, argv);
    {
        asio::io_context loop;
        near_client db(loop, hibana::unix_transport{.path = socket});
        for (std::size_t number = 0; number != callers; ++number) db(hibana::cmd::set(key_of(number), "value-0123456789"), asio::detached);
        loop.run();
    }
    std::vector<bench::subject> subjects;
    subjects.push_back(at_home<near_client>("one_executor", socket));
    subjects.push_back(at_home<far_client>("any_thread", socket));
    for (const std::size_t size : {1u, 2u, 8u}) {
        subjects.push_back(from_afar(size, "coroutines", size * callers * rounds, socket, in_coroutines()));
        subjects.push_back(from_afar(size, "futures", size * rounds, socket, by_futures()));
    }
    return bench::measure(argc, argv, subjects, bench::timing::end_to_end);
}
