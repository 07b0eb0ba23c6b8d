// SPDX-License-Identifier: BSL-1.0
/// \file  The error of a call, with the fate of its command.
#pragma once

#include <hibana/core/errc.hpp>
#include <hibana/core/ref_count.hpp>
#include <hibana/core/text.hpp>

#include <cstddef>
#include <cstdio>
#include <cstring>
#include <initializer_list>
#include <new>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>

namespace hibana {

/// How far a command came before its error.
enum class fate : unsigned char {
    not_sent,  ///< none of its bytes were sent
    unknown,   ///< it was sent in whole or in part, and no reply was received
    answered,  ///< the server replied
};

/// An answer to "was the command executed?".
enum class tristate : unsigned char { no, yes, unknown };

namespace detail {

// Its address stands for the type.
template <class T>
inline constexpr char type_tag = 0;

/// An object of any type attached to an error.
struct attached_object {
    const void* type = nullptr;
    const void* object = nullptr;
    void (*destroy)(const void* object) = nullptr;
};

/// One detail of an error in addition to its code and fate.
///
/// The records of an error are a list, the latest first. Copies of an error share them; each prepends its own.
struct detail_record {
    enum class kind : unsigned char { text, command, endpoint, handshake_step, attempts, cause, object };

    ref_count refs{};
    kind subject;
    detail_record* next;
    std::size_t size;  // of the bytes that follow the record, without their terminating zero

    [[nodiscard]] char* bytes() noexcept { return reinterpret_cast<char*>(this + 1); }
};

}  // namespace detail

/// An error: a code, the fate of the command, and details.
///
/// Two words, cheap to copy and to move: copies share details, and a detail that is added to a copy belongs to that copy. A
/// default-constructed error means success. Distinct objects may be used by different threads.
class error {
public:
    constexpr error() noexcept = default;

    /// An error without a text; allocates nothing.
    constexpr explicit error(errc condition, hibana::fate fate = hibana::fate::not_sent) noexcept
        : condition_{condition}, fate_{fate} {}

    /// An error with a text; for a server error, the whole line including its prefix.
    [[gnu::cold, gnu::noinline]] error(errc condition, hibana::fate fate, std::string_view text)
        : condition_{condition}, fate_{fate} {
        if (!text.empty()) {
            add(detail::detail_record::kind::text, {text});
        }
    }
    /// The same, with a text that is put together from these parts.
    [[gnu::cold, gnu::noinline]] error(errc condition, hibana::fate fate, std::initializer_list<std::string_view> parts)
        : condition_{condition}, fate_{fate} {
        add(detail::detail_record::kind::text, parts);
    }

    error(const error& other) noexcept : records_{other.records_}, condition_{other.condition_}, fate_{other.fate_} {
        if (records_ != nullptr) {
            records_->refs.add();
        }
    }

    constexpr error(error&& other) noexcept
        : records_{std::exchange(other.records_, nullptr)}, condition_{other.condition_}, fate_{other.fate_} {}

    error& operator=(const error& other) noexcept {
        error copy{other};
        swap(copy);
        return *this;
    }

    constexpr error& operator=(error&& other) noexcept {
        swap(other);
        return *this;
    }

    constexpr ~error() {
        if (records_ != nullptr) {
            release(records_);
        }
    }

    constexpr void swap(error& other) noexcept {
        std::swap(records_, other.records_);
        std::swap(condition_, other.condition_);
        std::swap(fate_, other.fate_);
    }

    /// Adds which command failed: its name, never its arguments.
    [[gnu::cold, gnu::noinline]] error& with_command(std::string_view name) & {
        return add(detail::detail_record::kind::command, {name}), *this;
    }
    error&& with_command(std::string_view name) && { return std::move(with_command(name)); }

    /// Adds which server it was.
    [[gnu::cold, gnu::noinline]] error& with_endpoint(std::string_view name) & {
        return add(detail::detail_record::kind::endpoint, {name}), *this;
    }
    error&& with_endpoint(std::string_view name) && { return std::move(with_endpoint(name)); }

    /// Adds the request of the handshake that failed.
    error& with_handshake_step(std::string_view name) & {
        return add(detail::detail_record::kind::handshake_step, {before_step, name, "): "}), *this;
    }

    /// Adds the number of attempts and their total time.
    [[gnu::cold, gnu::noinline]] error& with_attempts(unsigned count, long long milliseconds) & {
        char text[64];
        const int size = std::snprintf(text, sizeof text, ", after %u attempts in %lld ms", count, milliseconds);
        return add(detail::detail_record::kind::attempts, {{text, static_cast<std::size_t>(size)}}), *this;
    }

    /// Adds the error of the layer below.
    [[gnu::cold, gnu::noinline]] error& with_cause(std::error_code cause) & {
        return add(detail::detail_record::kind::cause, {{reinterpret_cast<const char*>(&cause), sizeof cause}}), *this;
    }
    error&& with_cause(std::error_code cause) && { return std::move(with_cause(cause)); }

    constexpr error& with_fate(hibana::fate fate) & noexcept { return fate_ = fate, *this; }
    constexpr error&& with_fate(hibana::fate fate) && noexcept { return std::move(with_fate(fate)); }

    /// Attaches an object, such as the results of a failed batch.
    template <class T>
    error& attach(T object) & {
        detail::attached_object none;
        char* const place = add(detail::detail_record::kind::object, {{reinterpret_cast<const char*>(&none), sizeof none}});
        const detail::attached_object held{&detail::type_tag<T>, new T(std::move(object)),
                                          [](const void* attached) { delete static_cast<const T*>(attached); }};
        std::memcpy(place, &held, sizeof held);
        return *this;
    }
    /// Returns the attached object if it has this type, otherwise null.
    template <class T>
    [[nodiscard]] const T* attachment() const noexcept {
        const auto held = get<detail::attached_object>(detail::detail_record::kind::object);
        return held.type == &detail::type_tag<T> ? static_cast<const T*>(held.object) : nullptr;
    }

    /// True if this is an error.
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return condition_ != errc::none; }

    [[nodiscard]] constexpr errc condition() const noexcept { return condition_; }
    [[nodiscard]] std::error_code code() const noexcept { return make_error_code(condition_); }
    [[nodiscard]] constexpr hibana::fate fate() const noexcept { return fate_; }

    /// Whether the command had, or may have had, its effect.
    [[nodiscard]] tristate executed() const noexcept;

    /// Returns the original text, which may contain any byte. A zero follows its last byte.
    [[nodiscard]] std::string_view text() const noexcept { return find(detail::detail_record::kind::text); }

    /// Returns the first word of a server error, such as `WRONGTYPE`; empty for other errors.
    [[nodiscard]] std::string_view prefix() const noexcept {
        return is_server_error(condition_) ? text().substr(0, text().find(' ')) : std::string_view{};
    }

    [[nodiscard]] std::string_view command() const noexcept { return find(detail::detail_record::kind::command); }
    [[nodiscard]] std::string_view endpoint() const noexcept { return find(detail::detail_record::kind::endpoint); }
    /// Returns the request of the handshake that failed, such as `SELECT`; empty for other errors.
    [[nodiscard]] std::string_view handshake_step() const noexcept {
        const std::string_view record = find(detail::detail_record::kind::handshake_step);
        return record.empty() ? record : record.substr(before_step.size(), record.size() - before_step.size() - 3);
    }
    /// Returns for example `4 attempts in 3402 ms`; empty after a single attempt.
    [[nodiscard]] std::string_view attempts() const noexcept {
        const std::string_view record = find(detail::detail_record::kind::attempts);
        return record.empty() ? record : record.substr(sizeof ", after " - 1);
    }
    [[nodiscard]] std::error_code cause() const noexcept { return get<std::error_code>(detail::detail_record::kind::cause); }

    /// One line to display: printable ASCII, at most `message_limit` characters, whatever the server sent.
    [[nodiscard]] std::string message() const;

    static constexpr std::size_t message_limit = 512;

    /// Two errors are equal when code, fate and text are.
    [[nodiscard]] friend bool operator==(const error& left, const error& right) noexcept {
        return left.condition_ == right.condition_ && left.fate_ == right.fate_ && left.text() == right.text();
    }

    [[nodiscard]] friend constexpr bool operator==(const error& left, errc right) noexcept {
        return left.condition_ == right;
    }

private:
    static constexpr std::string_view before_step = "while connecting (";

    /// Adds a record and returns its bytes.
    [[gnu::cold, gnu::noinline]] char* add(detail::detail_record::kind subject, std::initializer_list<std::string_view> parts) {
        const std::size_t size = detail::size_of(parts);
        records_ = ::new (::operator new(sizeof(detail::detail_record) + size + 1)) detail::detail_record{{}, subject, records_, size};
        *detail::append_all(records_->bytes(), parts) = '\0';
        return records_->bytes();
    }

    /// The latest record of a kind, or an empty text.
    [[nodiscard, gnu::cold, gnu::noinline]] std::string_view find(detail::detail_record::kind subject) const noexcept {
        for (detail::detail_record* each = records_; each != nullptr; each = each->next) {
            if (each->subject == subject) {
                return {each->bytes(), each->size};
            }
        }
        return "";
    }
    template <class T>
    [[nodiscard]] T get(detail::detail_record::kind subject) const noexcept {
        static_assert(std::is_trivially_copyable_v<T>);
        T found;
        if (const std::string_view bytes = find(subject); !bytes.empty()) {
            std::memcpy(static_cast<void*>(&found), bytes.data(), sizeof found);
        }
        return found;
    }

    [[gnu::cold, gnu::noinline]] static void release(detail::detail_record* latest) noexcept {
        while (latest != nullptr && latest->refs.release()) {
            detail::detail_record* const next = latest->next;
            if (latest->subject == detail::detail_record::kind::object) {
                detail::attached_object held;
                std::memcpy(&held, latest->bytes(), sizeof held);
                if (held.destroy != nullptr) {
                    held.destroy(held.object);
                }
            }
            ::operator delete(latest);
            latest = next;
        }
    }

    detail::detail_record* records_ = nullptr;
    errc condition_ = errc::none;
    hibana::fate fate_ = hibana::fate::not_sent;
};

[[gnu::cold]] inline tristate error::executed() const noexcept {
    if (fate_ != hibana::fate::answered) {
        return fate_ == hibana::fate::not_sent ? tristate::no : tristate::unknown;
    }
    switch (condition_) {
    // A reply was received, but it could not be decoded, or not as the expected type.
    default: return tristate::yes;

    case errc::server_error:
    case errc::io_error: return tristate::unknown;

    // A script that is stopped by one of these may have written before.
    case errc::wrong_type:
    case errc::no_permission:
    case errc::busy_key:
    case errc::busy_group:
    case errc::no_group:
    case errc::unknown_command:
        return detail::find_substring("user_script", text()) != std::string_view::npos
                       || detail::find_substring("user_function", text()) != std::string_view::npos
                   ? tristate::unknown
                   : tristate::no;

    case errc::watch_conflict:
    case errc::no_script:
    case errc::out_of_memory:
    case errc::read_only:
    case errc::no_auth:
    case errc::wrong_password:
    case errc::loading:
    case errc::busy:
    case errc::no_replicas:
    case errc::misconfigured:
    case errc::moved:
    case errc::ask:
    case errc::try_again:
    case errc::cluster_down:
    case errc::cross_slot:
    case errc::master_down:
    case errc::not_busy:
    case errc::unkillable:
    case errc::unblocked:
    case errc::no_protocol:
    case errc::in_progress:
    case errc::too_many_clients:
    case errc::module_error:
    case errc::no_such_fieldset:
    case errc::transaction_aborted:
    case errc::wrong_auth_arguments:
    case errc::no_password_set:
    case errc::external_auth_failed:
    case errc::protected_mode:
    case errc::no_quorum:
    case errc::no_good_replica:
    case errc::redirected:
    case errc::no_master_link: return tristate::no;
    }
}

[[gnu::cold]] inline std::string error::message() const {
    const std::string_view name = command();
    const std::string_view where = endpoint();
    std::string_view ending;
    if (fate_ == hibana::fate::unknown) {
        ending = " (the command may have been executed)";
    } else if (fate_ == hibana::fate::not_sent && !name.empty()) {
        ending = " (the command was not sent)";
    }
    const std::string_view effort = find(detail::detail_record::kind::attempts);
    const std::error_code below = cause();
    const std::string why = below ? below.message() : std::string();
    const std::string what = detail::concat({text().empty() ? describe(condition_) : text(), below ? ": " : "", why});

    char line[message_limit];
    char* at = detail::put_printable(line, name, 64);
    at = detail::append_all(at, {name.empty() || where.empty() ? "" : " on "});
    at = detail::put_printable(at, where, 128);
    at = detail::append_all(at, {at == line ? "" : ": ", find(detail::detail_record::kind::handshake_step)});
    at = detail::put_printable(at, what, static_cast<std::size_t>(line + message_limit - at) - effort.size() - ending.size());
    at = detail::append_all(at, {effort, ending});
    return detail::concat({{line, static_cast<std::size_t>(at - line)}});
}

}  // namespace hibana
