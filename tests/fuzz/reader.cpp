// SPDX-License-Identifier: BSL-1.0
/// \file  Fuzz target that compares the reader, the scanner, the canonical form and the typed decoder on any bytes in any pieces.
///
/// The first byte of an input chooses the protocol and how the rest is cut.
#include <hibana/command/reply/reply.hpp>
#include <hibana/protocol/canonical.hpp>
#include <hibana/protocol/element.hpp>
#include <hibana/protocol/push.hpp>
#include <hibana/protocol/reader.hpp>
#include <hibana/protocol/resp2_parser.hpp>
#include <hibana/protocol/resp3_parser.hpp>
#include <hibana/protocol/value_read.hpp>
#include <hibana/protocol/value_text.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using namespace hibana;
using namespace hibana::protocol;
namespace n = hibana::notation;

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

// ---- the reader: however a stream is cut, it is the same

struct seen {
    std::vector<value> values;
    errc end = errc::none;
    bool pending = false;

    friend bool operator==(const seen&, const seen&) = default;
};

template <class Parser, class Cut>
seen read_stream(std::string_view bytes, Cut next_size) {
    reader<Parser> r;
    seen s;
    for (;;) {
        for (;;) {
            auto next = r.next();
            if (!next) {
                s.end = next.error().condition();
                require(r.next().error() == next.error(), "a broken stream stays broken");
                return s;
            }
            if (!*next) break;
            s.values.push_back(std::move(**next));
        }
        if (bytes.empty()) break;
        const std::size_t wanted = next_size();
        const std::size_t size = wanted < bytes.size() ? wanted : bytes.size();
        r.feed(bytes.substr(0, size));
        bytes.remove_prefix(size);
    }
    s.pending = r.pending();
    return s;
}

template <class Parser>
void compare_cuts(std::string_view bytes, std::uint8_t choice) {
    const seen whole = read_stream<Parser>(bytes, [&] { return bytes.size(); });
    if (bytes.size() <= 512) {
        require(read_stream<Parser>(bytes, [] { return std::size_t{1}; }) == whole, "byte by byte is as whole");
    }
    if (bytes.size() <= 48) {
        for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
            bool first = true;
            const auto halves = [&] { return std::exchange(first, false) ? cut : bytes.size(); };
            require(read_stream<Parser>(bytes, halves) == whole, "two halves are as whole");
        }
    }
    std::uint32_t state = choice * 2654435761U + 1;
    const auto some = [&] {
        state = state * 1664525U + 1013904223U;
        return std::size_t{1} + (state >> 24) % 32;
    };
    require(read_stream<Parser>(bytes, some) == whole, "pieces are as whole");
}

// ---- the typed decoder: its result equals the value

bool is_text(const value& v) {
    const auto k = v.type();
    return k == value::kind::bulk || k == value::kind::simple || k == value::kind::verbatim;
}
bool is_list(const value& v) {
    return v.type() == value::kind::array || v.type() == value::kind::set;
}
bool is_number(const value& v) {
    return v.type() == value::kind::integer || v.type() == value::kind::real || v.type() == value::kind::big_number;
}

/// A big number is a text, and an integer or a double where it fits: left out of the comparison, at any depth.
bool holds_no_big_number(const value& v) {
    std::vector<const value*> left{&v};
    while (!left.empty()) {
        const value& next = *left.back();
        left.pop_back();
        if (next.type() == value::kind::big_number) return false;
        for (const value& element : next.elements()) left.push_back(&element);
    }
    return true;
}

/// The status of a typed decoder for an element that does not convert.
status mismatch_or_failed(const value& v) {
    return v.is_error() ? status::failed : status::mismatch;
}

/// The expected status of decoding a value as a type; compares the decoded value.
struct agreement {
    static status of(const std::optional<std::string>& read, const value& v) {
        if (v.is_null()) return require(!read, "null is nothing"), status::done;
        if (is_text(v)) return require(read && *read == v.text(), "a text is its bytes"), status::done;
        return is_number(v) ? status::done : mismatch_or_failed(v);
    }
    static status of(std::int64_t read, const value& v) {
        if (v.integer()) return require(read == *v.integer(), "an integer is its number"), status::done;
        if (v.boolean()) return require(read == *v.boolean(), "a boolean is one or zero"), status::done;
        const char* const text = v.text().data();
        return is_text(v) && read_whole_integer(text, text + v.text().size(), read) ? status::done : mismatch_or_failed(v);
    }
    static status of(double read, const value& v) {
        if (v.real()) return require(value(read) == v, "a double is its number, bit by bit"), status::done;
        if (v.integer()) return require(read == static_cast<double>(*v.integer()), "an integer is a double"), status::done;
        const char* const text = v.text().data();
        return is_text(v) && read_whole_real(text, text + v.text().size(), read) ? status::done : mismatch_or_failed(v);
    }
    template <class T>
    static status of(const std::vector<T>& read, const value& v) {
        if (!is_list(v) && v.type() != value::kind::map) return mismatch_or_failed(v);
        for (std::size_t i = 0; i < v.elements().size(); ++i) {
            static const T none{};
            const status s = of(i < read.size() ? read[i] : none, v.elements()[i]);
            if (s != status::done) return s;
        }
        require(read.size() == v.elements().size(), "an array has as many elements");
        return status::done;
    }
};

template <class T>
inline constexpr bool comparable = std::is_arithmetic_v<T> && !std::is_same_v<T, bool>;
template <>
inline constexpr bool comparable<std::optional<std::string>> = true;
template <class T>
inline constexpr bool comparable<std::vector<T>> = comparable<T>;

template <class T>
bool same(const T& a, const T& b) {
    if constexpr (std::is_same_v<T, double>) return value(a) == value(b);
    else return a == b;
}

template <class Kind, class T>
status decode(cursor& c, T& object) {
    const cursor before = c;
    const status s = hibana::detail::read_reply<Kind>(c, object);
    require((s == status::done) == (c.at != before.at), "the cursor moves if it is done, and only then");
    require(c.at <= c.end, "nothing is read that is not there");
    return s;
}

/// Reads bytes that were not scanned.
template <class Kind, class T = hibana::detail::default_type_t<Kind>>
void decode_unseen(std::string_view bytes) {
    cursor c{bytes.data(), bytes.data() + bytes.size()};
    T object{};
    const status s = decode<Kind>(c, object);
    scanner tokens;
    cursor d{bytes.data(), bytes.data() + bytes.size()};
    const status t = tokens.scan(d);
    if (s == status::done) require(t == status::done && c.at == d.at, "what is read is one message");
    if (s == status::more) require(t != status::done || tokens.irregular(), "a whole message does not want more");
    if (s == status::broken) require(t != status::done, "a sound message is not broken");
    require(s != status::over_limit, "limits are left to the scanner");
}

/// Decodes a scanned message; the bytes behind it must have no effect.
template <class Kind>
void decode_seen(std::string_view plain, const value& v) {
    const std::string alone(plain);
    const std::string followed = alone + "$3\r\nfoo\r\n";
    hibana::detail::default_type_t<Kind> object{};
    cursor c{alone.data(), alone.data() + alone.size(), true};
    const status s = decode<Kind>(c, object);
    if constexpr (comparable<hibana::detail::default_type_t<Kind>>) {
        if (holds_no_big_number(v)) require(s == agreement::of(object, v), "the typed decoder reads what the value is");
    } else {
        require(s == status::done || s == status::mismatch || s == status::failed, "a sound message is read or refused");
    }
    if (s == status::done) require(c.at == c.end, "all of it is read");

    hibana::detail::default_type_t<Kind> again{};
    cursor d{followed.data(), followed.data() + followed.size()};
    const status t = decode<Kind>(d, again);
    require(t == s || t == status::irregular, "it ends in the same way whatever is behind it");
    if (t == status::done) require(d.at == followed.data() + alone.size() && same(again, object), "it is the same whatever is behind it");
}

using fields = n::map<n::bulk, n::bulk>;
using scores = n::array<n::pair<n::bulk, n::real>>;
using streams = n::nullable<n::map<n::bulk, n::array<n::pair<n::bulk, n::nullable<fields>>>>>;

void compare_kinds(std::string_view message) {
    const value v = value_of(message);
    receive_buffer copy;
    canonicalise(message, copy);
    const std::string_view plain = copy.unread();
    const value w = value_of(plain);
    require(to_string(w) == to_string(v), "the canonical form is the same value");

    scanner tokens(limits::none());
    cursor c{plain.data(), plain.data() + plain.size()};
    require(tokens.scan(c) == status::done && !tokens.irregular() && c.at == c.end, "the canonical form is plain");
    if (tokens.is_push()) {
        const push p(plain);
        require(p.kind().empty() || p.count() + 1 == w.elements().size(), "a push has its elements");
        return;
    }
    c = {plain.data(), plain.data() + plain.size(), true};
    require(skip(c) == status::done && c.at == c.end, "skip reads over it");
    static_cast<void>(describe(plain));

    decode_seen<n::nullable<n::bulk>>(plain, w);
    decode_seen<n::array<n::nullable<n::bulk>>>(plain, w);
    decode_seen<n::array<n::array<n::nullable<n::bulk>>>>(plain, w);
    decode_seen<n::ok>(plain, w);
    decode_seen<n::applied>(plain, w);
    decode_seen<n::array<n::integer>>(plain, w);
    decode_seen<n::integer>(plain, w);
    decode_seen<n::real>(plain, w);
    decode_seen<n::boolean>(plain, w);
    decode_seen<fields>(plain, w);
    decode_seen<streams>(plain, w);
    decode_seen<n::row<n::bulk, n::array<n::bulk>, n::anything>>(plain, w);
    decode_seen<n::scanned<n::bulk>>(plain, w);

    value read;
    c = {plain.data(), plain.data() + plain.size(), true};
    const status s = decode<n::anything>(c, read);
    require(s == (w.is_error() ? status::failed : status::done) && (w.is_error() || read == w), "anything is the value");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::uint8_t choice = data[0];
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    if (choice % 4 == 2) {
        compare_cuts<resp2_parser>(bytes, choice);
        return 0;
    }
    compare_cuts<resp3_parser>(bytes, choice);

    decode_unseen<n::ok>(bytes);
    decode_unseen<n::applied>(bytes);
    decode_unseen<n::nullable<n::bulk>>(bytes);
    decode_unseen<n::bulk, std::uint64_t>(bytes);
    decode_unseen<n::integer>(bytes);
    decode_unseen<n::integer, std::uint64_t>(bytes);
    decode_unseen<n::nullable<n::real>>(bytes);
    decode_unseen<n::boolean>(bytes);
    decode_unseen<n::array<n::nullable<n::bulk>>>(bytes);
    decode_unseen<fields, std::map<std::string, std::string>>(bytes);
    decode_unseen<scores>(bytes);
    decode_unseen<streams>(bytes);
    decode_unseen<n::row<n::bulk, n::row<n::bulk, n::real>>>(bytes);
    decode_unseen<n::scanned<n::pair<n::bulk, n::bulk>>>(bytes);
    decode_unseen<n::array<n::anything>>(bytes);
    decode_unseen<n::anything>(bytes);

    scanner tokens;
    cursor c{bytes.data(), bytes.data() + bytes.size()};
    while (c.at != c.end) {
        const char* const begin = c.at;
        if (tokens.scan(c) != status::done) break;
        compare_kinds(std::string_view(begin, tokens.size()));
    }
    return 0;
}
