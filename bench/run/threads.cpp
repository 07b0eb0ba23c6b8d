// SPDX-License-Identifier: BSL-1.0
// GET of a 16-byte value over a Unix socket by many threads at once: a connection for each of them, or one for all.
#include "../support/subjects.hpp"

#include <hibana/client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/pool/blocking_connection_pool.hpp>
#include <hibana/pool/shared_connection.hpp>
#include <hibana/transport/unix_transport.hpp>

#include <barrier>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace {

constexpr std::string_view key = "key:000123";
constexpr std::string_view value = "value-0123456789";
constexpr int rounds = 100;  // of each thread in a pass

// Threads that wait for the next pass, as those of a server do.
template <class Client> class crowd {
public:
    template <class... Policy>
    crowd(int size, Policy... policy) : db_(std::move(policy)...), begin_(size + 1), end_(size + 1) {
        db_(hibana::cmd::set(key, value));
        for (int n = 0; n != size; ++n) threads_.emplace_back([this] { work(); });
    }
    ~crowd() {
        is_over_ = true;
        begin_.arrive_and_wait();
        for (auto& thread : threads_) thread.join();
    }
    void pass() {
        begin_.arrive_and_wait();
        end_.arrive_and_wait();
    }

private:
    void work() {
        for (std::string text;;) {
            begin_.arrive_and_wait();
            if (is_over_) return;
            for (int round = 0; round != rounds; ++round)
                if (!db_(hibana::cmd::get(key).into(text)) || text != value) {
                    std::fputs("threads: another reply was expected\n", stderr);
                    std::exit(1);
                }
            end_.arrive_and_wait();
        }
    }

    Client db_;
    std::barrier<> begin_;
    std::barrier<> end_;
    std::vector<std::thread> threads_;
    bool is_over_ = false;
};

// The threads begin with the first pass, so that those of other subjects are not there.
template <class Connections> bench::subject by(const std::string& name, int size, const std::string& socket, Connections connections) {
    using crowd_type = crowd<hibana::client<hibana::unix_transport, Connections>>;
    return bench::repeated("threads/" + std::to_string(size) + "/" + name, size * rounds, [=, all = std::shared_ptr<crowd_type>()]() mutable {
        if (!all) all = std::make_shared<crowd_type>(size, hibana::unix_transport{.path = socket}, connections);
        all->pass();
    });
}

}  // namespace

int main(int argc, char** argv) {
    const std::string socket = bench::take_socket(argc, argv);
    std::vector<bench::subject> subjects;
    for (const int size : {2, 8, 32}) {
        subjects.push_back(by("pool", size, socket, hibana::blocking_connection_pool{.max_connections = static_cast<std::size_t>(size)}));
        subjects.push_back(by("shared", size, socket, hibana::shared_connection()));
    }
    return bench::measure(argc, argv, subjects, bench::timing::end_to_end);
}
