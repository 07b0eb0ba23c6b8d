// SPDX-License-Identifier: BSL-1.0
#include "samples.hpp"

#include <cstdio>
#include <string_view>

namespace bench::samples {
namespace {

// "$16\r\n", "*1000\r\n", ":42\r\n".
std::string line(char type, long long number) {
    std::string text(1, type);
    return text.append(std::to_string(number)).append("\r\n");
}

std::string bulk(std::string_view text) {
    return line('$', static_cast<long long>(text.size())).append(text).append("\r\n");
}

template <class Number>
std::string formatted(const char* format, Number number) {
    char text[64];
    return {text, static_cast<std::size_t>(std::snprintf(text, sizeof text, format, number))};
}

template <class One>
std::string repeated(int count, One one) {
    std::string replies;
    for (int i = 0; i < count; ++i) replies.append(one(i));
    return replies;
}

std::string double_text(int i) { return formatted("%.17g", 3.14159265358979 + i * 0.0123456789); }

std::string pairs(int count) {
    return repeated(count, [](int i) { return bulk(formatted("field:%04d", i)) + bulk(formatted("value-%010d", i)); });
}

std::string entries(int count) {
    return line('*', count) + repeated(count, [](int i) {
               std::string entry = line('*', 2);
               entry += bulk(formatted("1700000%06d-0", i));
               entry += line('*', 4);
               entry += bulk("sensor") + bulk(formatted("s%05d", i));
               entry += bulk("temperature") + bulk(formatted("%05d", i));
               return entry;
           });
}

}  // namespace

std::string statuses(int count) {
    return repeated(count, [](int) { return std::string("+OK\r\n"); });
}
std::string integers(int count) {
    return repeated(count, [](int i) { return line(':', 100'000'000 + i * 7919); });
}
std::string bulks_of_16(int count) {
    return repeated(count, [](int i) { return bulk(formatted("value-%010d", i)); });
}
std::string bulks_of_1024(int count) {
    return repeated(count, [](int i) { return bulk(std::string(1024, static_cast<char>('a' + i % 26))); });
}
std::string doubles_resp2(int count) {
    return repeated(count, [](int i) { return bulk(double_text(i)); });
}
std::string doubles_resp3(int count) {
    return repeated(count, [](int i) { return std::string(1, ',').append(double_text(i)).append("\r\n"); });
}

std::string list(int count) { return line('*', count) + bulks_of_16(count); }

std::string hash_resp2(int count) { return line('*', 2 * count) + pairs(count); }
std::string hash_resp3(int count) { return line('%', count) + pairs(count); }

std::string streams_resp2(int count) {
    return line('*', 1) + line('*', 2) + bulk("stream:measurements") + entries(count);
}
std::string streams_resp3(int count) { return line('%', 1) + bulk("stream:measurements") + entries(count); }

}  // namespace bench::samples
