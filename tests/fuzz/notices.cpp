// SPDX-License-Identifier: BSL-1.0
/// \file  Fuzz target of pub/sub events and monitor lines: parsing is repeatable, and results refer to the input.
///
/// The first byte of an input chooses how the rest is read.
#include <hibana/messaging/keyspace.hpp>
#include <hibana/messaging/message.hpp>
#include <hibana/messaging/monitor_record.hpp>
#include <hibana/messaging/pubsub_event.hpp>
#include <hibana/protocol/canonical.hpp>
#include <hibana/protocol/receive_buffer.hpp>
#include <hibana/protocol/scan.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace hibana;

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

bool lies_in(std::string_view part, std::string_view whole) {
    return part.data() == nullptr || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void read_message(std::string_view whole) {
    const pubsub_event sent = read_pubsub_event(whole);
    require(lies_in(sent.name, whole) && lies_in(sent.channel, whole), "a notice views the message");
    if (sent.kind != pubsub_event_kind::message) return;
    require(sent.payload.at > whole.data() && sent.payload.end == whole.data() + whole.size(), "a payload is a part of the message");
    const auto pin = [] { return protocol::pin(); };
    const auto text = message_reader<>::read(sent, pin);
    const auto viewed = message_reader<std::string_view>::read(sent, pin);
    require(text.has_value() == viewed.has_value(), "a payload is a text or none");
    if (text) require(*viewed->payload == text->payload && text->channel == sent.channel, "a text is its bytes");
    static_cast<void>(message_reader<int>::read(sent, pin));
    const auto happened = keyspace_reader::read(sent, pin);
    if (happened) require(sent.channel.starts_with("__key"), "an event comes by its channel");
}

void read_stream(std::string_view bytes, bool resp3) {
    protocol::scanner scanner({}, resp3);
    protocol::receive_buffer plain;
    for (protocol::cursor at{bytes.data(), bytes.data() + bytes.size()}; at.at != at.end;) {
        const char* const from = at.at;
        if (scanner.scan(at) != protocol::status::done) return;
        const std::string_view whole(from, scanner.size());
        if (!scanner.irregular()) {
            read_message(whole);
        } else {
            plain.clear();
            protocol::canonicalise(whole, plain);
            read_message(plain.unread());
        }
    }
}

/// Writes a record as the server does.
std::string line_of(const monitor_record& record) {
    std::string line = "1.000001 [0 lua]";
    for (const std::string& argument : record.arguments) {
        line += " \"";
        for (const char character : argument) {
            char escaped[5];
            std::snprintf(escaped, sizeof escaped, "\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(character)));
            line += escaped;
        }
        line += '"';
    }
    return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    if (data[0] == 'm') {
        const auto record = read_monitor_line(bytes);
        if (!record) return 0;
        require(!record->arguments.empty(), "a record has a command");
        const auto again = read_monitor_line(line_of(*record));
        require(again && again->arguments == record->arguments, "escapes that are undone are the same when they are made again");
    } else {
        read_stream(bytes, data[0] != '2');
    }
    return 0;
}
