// SPDX-License-Identifier: BSL-1.0
/// \file  A user-defined transport that counts the bytes of another one.
#include <hibana/execution/blocking.hpp>
#include <hibana/hibana.hpp>
#include <hibana/testing/laws/transport.hpp>
#include <hibana/testing/manual_clock.hpp>

#include <atomic>
#include <iostream>
#include <memory>
#include <span>

using namespace hibana;

//[traffic
struct traffic {
    std::atomic<std::size_t> connections = 0, sent = 0, received = 0;
};
//]

//[stream
// A stream is what a transport opens: bytes both ways, each operation with a deadline.
template <class Execution, class Inner>
class counted_stream {
public:
    counted_stream() = default;
    counted_stream(Inner inner, traffic* count) : inner_(std::move(inner)), count_(count) {}

    auto write(std::string_view bytes, deadline& until) -> task_of<Execution, result<void>> {
        auto written = co_await inner_.write(bytes, until);
        if (written) count_->sent += bytes.size();
        co_return written;
    }
    auto read_some(std::span<char> into, deadline& until) -> task_of<Execution, result<std::size_t>> {
        auto some = co_await inner_.read_some(into, until);
        if (some) count_->received += *some;
        co_return some;
    }
    bool is_open() const { return inner_.is_open(); }
    bool is_readable() { return inner_.is_readable(); }
    void close() { inner_.close(); }
    void close_after_fork() { inner_.close_after_fork(); }

private:
    Inner inner_;
    traffic* count_ = nullptr;
};
//]

//[transport
template <class Transport>
struct counted {
    using plays = role::transport;
    template <class Execution>
    using stream = counted_stream<Execution, typename Transport::template stream<Execution>>;
    static constexpr bool is_encrypted = Transport::is_encrypted;
    static constexpr bool protects_secrets = Transport::protects_secrets;

    Transport transport{};
    traffic* count = nullptr;

    hibana::endpoint endpoint() const { return transport.endpoint(); }

    template <class Execution>
    auto open(Execution& execution, hibana::endpoint where, deadline until) const
        -> task_of<Execution, result<stream<Execution>>> {
        auto opened = co_await transport.open(execution, where, until);
        if (!opened) co_return std::move(opened).error();
        ++count->connections;
        co_return stream<Execution>(std::move(*opened), count);
    }
};
//]

namespace {

//[laws
// The laws are held against a server that sends every byte back.
class echo : public in_memory_server, public in_memory_connection {
public:
    result<std::unique_ptr<in_memory_connection>> accept(const endpoint&, time_point) override {
        return std::unique_ptr<in_memory_connection>(std::make_unique<echo>());
    }
    result<void> receive(std::string_view bytes, time_point) override { return kept_ += bytes, result<void>(); }
    result<std::size_t> send(std::span<char> into, time_point) override {
        const std::size_t size = kept_.copy(into.data(), into.size());
        kept_.erase(0, size);
        return size;
    }
    time_point sends_at() override { return kept_.empty() ? time_point::max() : time_point::min(); }

private:
    std::string kept_;
};

bool keeps_the_laws() {
    bool holds = true;
    traffic seen;
    const counted<in_memory_transport> transport{{.server = std::make_shared<echo>()}, &seen};
    testing::transport_laws(basic_blocking<testing::manual_clock>(), transport, [&](bool kept, const char* law) {
        if (!kept) std::cout << "broken: " << law << '\n';
        holds = holds && kept;
    });
    return holds && seen.sent == seen.received;
}
//]

}  // namespace

int main(int arguments_count, char** arguments) try {
    const auto where = url::parse(arguments_count > 1 ? arguments[1] : "redis://localhost").value().endpoint;

    //[use
    traffic seen;
    client db{counted<tcp_transport>{{.host = std::string(where.host()), .port = where.port()}, &seen}};

    db(cmd::set("example:text", std::string(1000, 'x')));
    db(cmd::get("example:text"));
    //]
    std::cout << seen.connections << " connection, " << seen.sent << " bytes sent, " << seen.received << " received\n";
    db(cmd::del("example:text"));
    return keeps_the_laws() && seen.connections == 1 && seen.sent > 1000 && seen.received > 1000 ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
