// SPDX-License-Identifier: BSL-1.0
/// \file  A job queue on lists: no job is lost when a worker dies while it handles one.
#include <hibana/hibana.hpp>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <thread>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

const std::string waiting = "example:jobs";

//[worker
/// Takes jobs from the queue and keeps each in a list of its own until it is done: what is in that list when a worker of this name
/// starts was in the hands of one that died.
template <class Client>
class worker {
public:
    worker(Client& db, std::string_view name) : db_(db), in_hand_("example:jobs:" + std::string(name)) {}

    /// Returns unfinished jobs of a predecessor to the queue; the result is their number.
    int recover() {
        int jobs = 0;
        while (db_(cmd::lmove(in_hand_, waiting, opt::right, opt::left))) ++jobs;
        return jobs;
    }

    /// The next job, which is moved to the worker's list; nothing after the timeout.
    std::optional<std::string> take(std::chrono::milliseconds timeout) {
        return db_(cmd::blmove(waiting, in_hand_, opt::left, opt::right, timeout));
    }

    /// The job is done.
    void finish(std::string_view job) { db_(cmd::lrem(in_hand_, 1, job)); }

private:
    Client& db_;
    std::string in_hand_;
};
//]

}  // namespace

int main(int count, char** arguments) try {
    auto db = from_url<client<blocking_connection_pool>>(count > 1 ? arguments[1] : "redis://localhost");
    db(cmd::del(waiting, "example:jobs:one", "example:jobs:two"));

    std::vector<std::string> jobs;
    for (int n = 0; n != 200; ++n) jobs.push_back("job " + std::to_string(n));
    db(cmd::rpush(waiting, jobs));

    // A worker takes three jobs, finishes one, and then disappears.
    {
        worker dying(db, "one");
        const auto first = dying.take(1s);
        dying.take(1s);
        dying.take(1s);
        dying.finish(first.value());
    }

    //[run
    std::vector<std::vector<std::string>> done(2);
    std::vector<std::thread> threads;
    for (std::size_t n = 0; n != 2; ++n)
        threads.emplace_back([&, n] {
            worker at_work(db, n == 0 ? "one" : "two");
            if (const int left = at_work.recover()) std::cout << left << " jobs were left unfinished\n";
            while (const auto job = at_work.take(200ms)) {
                done[n].push_back(*job);
                at_work.finish(*job);
            }
        });
    for (auto& thread : threads) thread.join();
    //]

    std::vector<std::string> all{"job 0"};
    for (const auto& part : done) all.insert(all.end(), part.begin(), part.end());
    std::sort(all.begin(), all.end());
    std::sort(jobs.begin(), jobs.end());
    std::cout << all.size() << " jobs are done\n";

    const auto left = db(cmd::exists(waiting, "example:jobs:one", "example:jobs:two"));
    return all == jobs && left == 0 ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
