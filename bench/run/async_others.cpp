// SPDX-License-Identifier: BSL-1.0
#include "../support/bare.hpp"
#include "../support/hiredis.hpp"
#include "async.hpp"

#include <cstdio>
#include <hiredis/async.h>
#include <memory>
#include <sys/epoll.h>

namespace bench {

std::vector<std::string> async_keys(std::size_t count) {
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < count; ++i) {
        char text[32];
        std::snprintf(text, sizeof text, "key:%06zu", i);
        keys.emplace_back(text);
    }
    return keys;
}

std::string async_of(std::size_t callers, const char* who) {
    return std::string("async/").append(std::to_string(callers)).append("/").append(who);
}

namespace {

// One descriptor under epoll, as an event loop has it: level-triggered reading all the time, writing where it is asked for.
class loop {
public:
    explicit loop(int descriptor) : epoll_(::epoll_create1(EPOLL_CLOEXEC)), descriptor_(descriptor) {
        epoll_event event{};
        event.events = EPOLLIN;
        if (epoll_ < 0 || ::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor_, &event) != 0) fail("epoll");
    }
    loop(const loop&) = delete;
    loop& operator=(const loop&) = delete;
    ~loop() { ::close(epoll_); }

    void watch(unsigned events) {
        epoll_event event{};
        event.events = events;
        ::epoll_ctl(epoll_, EPOLL_CTL_MOD, descriptor_, &event);
    }
    unsigned wait() {
        epoll_event event{};
        return ::epoll_wait(epoll_, &event, 1, -1) == 1 ? event.events : 0u;
    }

private:
    int epoll_;
    int descriptor_;
};

// One caller and nothing but its system calls: send, epoll_wait, recv.
class bare_caller {
public:
    explicit bare_caller(const std::string& path) : descriptor_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
        if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) fail("bare: cannot connect");
        loop_ = std::make_unique<loop>(descriptor_);
    }
    ~bare_caller() { ::close(descriptor_); }

    void round_trip(std::string_view bytes, std::size_t expected) {
        if (::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size())) fail("bare: send failed");
        for (std::size_t received = 0; received < expected;) {
            if (loop_->wait() == 0) fail("bare: epoll_wait failed");
            const ssize_t got = ::recv(descriptor_, buffer_, sizeof buffer_, 0);
            if (got <= 0) fail("bare: recv failed");
            received += static_cast<std::size_t>(got);
        }
    }

private:
    int descriptor_;
    std::unique_ptr<loop> loop_;
    char buffer_[65536];
};

// hiredis' asynchronous interface in a loop of its own; its callbacks call again.
class hiredis_crowd {
public:
    hiredis_crowd(const std::string& path, std::size_t callers) : connection_(redisAsyncConnectUnix(path.c_str())) {
        if (!connection_ || connection_->err != 0) hiredis::fail("cannot connect");
        loop_ = std::make_unique<loop>(connection_->c.fd);
        connection_->ev.data = this;
        connection_->ev.addRead = [](void*) {};
        connection_->ev.delRead = [](void*) {};
        connection_->ev.addWrite = [](void* self) { static_cast<hiredis_crowd*>(self)->wants_to_write(true); };
        connection_->ev.delWrite = [](void* self) { static_cast<hiredis_crowd*>(self)->wants_to_write(false); };
        connection_->ev.cleanup = [](void*) {};
        wants_to_write(true);
        for (const std::string& key : async_keys(callers)) all_.push_back({this, key});
        for (one& each : all_) call(each);
    }
    hiredis_crowd(const hiredis_crowd&) = delete;
    hiredis_crowd& operator=(const hiredis_crowd&) = delete;
    ~hiredis_crowd() {
        is_over_ = true;
        redisAsyncFree(connection_);
    }

    void run(std::size_t commands) {
        for (left_ = commands; left_ != 0;) {
            // a loop writes what it can before it sleeps: nothing is gained by asking whether it may
            if (writes_) redisAsyncHandleWrite(connection_);
            if (loop_->wait() & (EPOLLIN | EPOLLHUP)) redisAsyncHandleRead(connection_);
        }
    }

private:
    struct one {
        hiredis_crowd* all;
        std::string key;
    };

    void wants_to_write(bool does) { writes_ = does; }
    void call(one& who) {
        hiredis::arguments<2> command({"GET", who.key});
        redisAsyncCommandArgv(connection_, &hiredis_crowd::came, &who, 2, command.texts, command.sizes);
    }
    static void came(redisAsyncContext*, void* reply, void* data) {
        one& who = *static_cast<one*>(data);
        hiredis_crowd& all = *who.all;
        if (all.is_over_) return;
        if (reply == nullptr || static_cast<redisReply*>(reply)->len != 16) hiredis::fail("another reply was expected");
        if (all.left_ != 0) --all.left_;
        all.call(who);
    }

    redisAsyncContext* connection_;
    std::unique_ptr<loop> loop_;
    std::vector<one> all_;
    std::size_t left_ = 0;
    bool writes_ = false;
    bool is_over_ = false;
};

}  // namespace

void add_bare_loop(std::vector<subject>& subjects, const std::string& socket) {
    bare_connection filling(socket);
    for (const std::string& key : async_keys(crowds[2])) {
        const std::string set = "*3\r\n$3\r\nSET\r\n$10\r\n" + key + "\r\n$16\r\nvalue-0123456789\r\n";
        if (filling.round_trip(set, 5) != "+OK\r\n") fail("bare: SET was refused");
    }
    auto one = std::make_shared<bare_caller>(socket);
    constexpr std::string_view bytes = "*2\r\n$3\r\nGET\r\n$10\r\nkey:000000\r\n";
    constexpr std::size_t expected = std::string_view("$16\r\nvalue-0123456789\r\n").size();
    subjects.push_back(repeated(async_of(1, "bare"), units_of(1), [one, bytes] {
        for (double n = 0; n < units_of(1); ++n) one->round_trip(bytes, expected);
    }));
}

void add_async_hiredis(std::vector<subject>& subjects, const std::string& socket) {
    for (const std::size_t callers : crowds) {
        auto all = std::make_shared<hiredis_crowd>(socket, callers);
        const auto units = static_cast<std::size_t>(units_of(callers));
        subjects.push_back({async_of(callers, "hiredis"), units_of(callers), [all, units](std::size_t passes) { all->run(passes * units); }});
    }
}

}  // namespace bench
