// SPDX-License-Identifier: BSL-1.0
/// \file  What went wrong, and what became of the command.
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
    not_sent,  ///< not one byte of it has left
    unknown,   ///< it has left, wholly or in part, and no answer came
    answered,  ///< the server has answered
};

/// An answer to "was the command executed?".
enum class certainty : unsigned char { no, yes, unknown };

namespace detail {

// Its address stands for the type.
template <class T>
inline constexpr char type_tag = 0;

/// An object of any type that an error carries.
struct carried_object {
    const void* type = nullptr;
    const void* object = nullptr;
    void (*destroy)(const void* object) = nullptr;
};

/// One thing that is known of an error beyond its code and its fate.
///
/// The notes of an error are a list, the latest first. Copies of an error share them, and each adds its own in front.
struct note {
    enum class about : unsigned char { text, command, endpoint, step, attempts, cause, object };

    holders owners{};
    about subject;
    note* older;
    std::size_t size;  // of the bytes that follow it, and after them a zero

    [[nodiscard]] char* bytes() noexcept { return reinterpret_cast<char*>(this + 1); }
};

}  // namespace detail

/// An error: a code, the fate of the command, and what is known beyond.
///
/// Two words, cheap to copy and to move: what is known is shared by the copies, and what is added belongs to one of them. A
/// default-constructed error says that nothing went wrong. Distinct objects may be used by different threads.
class error {
public:
    constexpr error() noexcept = default;

    /// An error without a text of its own; allocates nothing.
    constexpr explicit error(errc condition, hibana::fate fate = hibana::fate::not_sent) noexcept
        : condition_{condition}, fate_{fate} {}

    /// An error with a text; for a server error that is the whole line, prefix included.
    [[gnu::cold, gnu::noinline]] error(errc condition, hibana::fate fate, std::string_view text)
        : condition_{condition}, fate_{fate} {
        if (!text.empty()) {
            add(detail::note::about::text, {text});
        }
    }
    /// The same, with a text that is put together from these parts.
    [[gnu::cold, gnu::noinline]] error(errc condition, hibana::fate fate, std::initializer_list<std::string_view> parts)
        : condition_{condition}, fate_{fate} {
        add(detail::note::about::text, parts);
    }

    error(const error& other) noexcept : notes_{other.notes_}, condition_{other.condition_}, fate_{other.fate_} {
        if (notes_ != nullptr) {
            notes_->owners.add();
        }
    }

    constexpr error(error&& other) noexcept
        : notes_{std::exchange(other.notes_, nullptr)}, condition_{other.condition_}, fate_{other.fate_} {}

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
        if (notes_ != nullptr) {
            release(notes_);
        }
    }

    constexpr void swap(error& other) noexcept {
        std::swap(notes_, other.notes_);
        std::swap(condition_, other.condition_);
        std::swap(fate_, other.fate_);
    }

    /// Adds which command failed: its name, never its arguments.
    [[gnu::cold, gnu::noinline]] error& with_command(std::string_view name) & {
        return add(detail::note::about::command, {name}), *this;
    }
    error&& with_command(std::string_view name) && { return std::move(with_command(name)); }

    /// Adds which server it was.
    [[gnu::cold, gnu::noinline]] error& with_endpoint(std::string_view name) & {
        return add(detail::note::about::endpoint, {name}), *this;
    }
    error&& with_endpoint(std::string_view name) && { return std::move(with_endpoint(name)); }

    /// Adds at which request of the handshake it was that connecting for the command ended.
    error& with_step(std::string_view name) & {
        return add(detail::note::about::step, {before_step, name, "): "}), *this;
    }

    /// Adds how many attempts it is the end of, and how long they took.
    [[gnu::cold, gnu::noinline]] error& with_attempts(unsigned count, long long milliseconds) & {
        char said[64];
        const int size = std::snprintf(said, sizeof said, ", after %u attempts in %lld ms", count, milliseconds);
        return add(detail::note::about::attempts, {{said, static_cast<std::size_t>(size)}}), *this;
    }

    /// Adds the error of the layer below.
    [[gnu::cold, gnu::noinline]] error& with_cause(std::error_code cause) & {
        return add(detail::note::about::cause, {{reinterpret_cast<const char*>(&cause), sizeof cause}}), *this;
    }
    error&& with_cause(std::error_code cause) && { return std::move(with_cause(cause)); }

    constexpr error& with_fate(hibana::fate fate) & noexcept { return fate_ = fate, *this; }
    constexpr error&& with_fate(hibana::fate fate) && noexcept { return std::move(with_fate(fate)); }

    /// Adds an object for whoever gets the error: the results of the whole batch that it ended.
    template <class T>
    error& carrying(T object) & {
        detail::carried_object none;
        char* const place = add(detail::note::about::object, {{reinterpret_cast<const char*>(&none), sizeof none}});
        const detail::carried_object held{&detail::type_tag<T>, new T(std::move(object)),
                                          [](const void* carried) { delete static_cast<const T*>(carried); }};
        std::memcpy(place, &held, sizeof held);
        return *this;
    }
    /// The object that it carries, if it is of this type; null otherwise.
    template <class T>
    [[nodiscard]] const T* carried() const noexcept {
        const auto held = get<detail::carried_object>(detail::note::about::object);
        return held.type == &detail::type_tag<T> ? static_cast<const T*>(held.object) : nullptr;
    }

    /// Whether anything went wrong.
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return condition_ != errc::none; }

    [[nodiscard]] constexpr errc condition() const noexcept { return condition_; }
    [[nodiscard]] std::error_code code() const noexcept { return make_error_code(condition_); }
    [[nodiscard]] constexpr hibana::fate fate() const noexcept { return fate_; }

    /// Whether the command had, or may have had, its effect.
    [[nodiscard]] certainty executed() const noexcept;

    /// The text as it came, which may hold any byte; ends with a zero that is no part of it.
    [[nodiscard]] std::string_view text() const noexcept { return find(detail::note::about::text); }

    /// The first word of a server error, `WRONGTYPE` for one; empty for every other error.
    [[nodiscard]] std::string_view prefix() const noexcept {
        return is_server_error(condition_) ? text().substr(0, text().find(' ')) : std::string_view{};
    }

    [[nodiscard]] std::string_view command() const noexcept { return find(detail::note::about::command); }
    [[nodiscard]] std::string_view endpoint() const noexcept { return find(detail::note::about::endpoint); }
    /// The request of the handshake, `SELECT` for one, that ended while connecting for the command; empty for every other error.
    [[nodiscard]] std::string_view step() const noexcept {
        const std::string_view said = find(detail::note::about::step);
        return said.empty() ? said : said.substr(before_step.size(), said.size() - before_step.size() - 3);
    }
    /// `4 attempts in 3402 ms`; empty where there was one.
    [[nodiscard]] std::string_view attempts() const noexcept {
        const std::string_view said = find(detail::note::about::attempts);
        return said.empty() ? said : said.substr(sizeof ", after " - 1);
    }
    [[nodiscard]] std::error_code cause() const noexcept { return get<std::error_code>(detail::note::about::cause); }

    /// One line for people: printable ASCII, no longer than `message_limit`, whatever the server sent.
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

    /// Adds a note and returns its bytes.
    [[gnu::cold, gnu::noinline]] char* add(detail::note::about subject, std::initializer_list<std::string_view> parts) {
        const std::size_t size = detail::size_of(parts);
        notes_ = ::new (::operator new(sizeof(detail::note) + size + 1)) detail::note{{}, subject, notes_, size};
        *detail::append_all(notes_->bytes(), parts) = '\0';
        return notes_->bytes();
    }

    /// The latest note about something, or an empty text.
    [[nodiscard, gnu::cold, gnu::noinline]] std::string_view find(detail::note::about subject) const noexcept {
        for (detail::note* each = notes_; each != nullptr; each = each->older) {
            if (each->subject == subject) {
                return {each->bytes(), each->size};
            }
        }
        return "";
    }
    template <class T>
    [[nodiscard]] T get(detail::note::about subject) const noexcept {
        static_assert(std::is_trivially_copyable_v<T>);
        T found;
        if (const std::string_view bytes = find(subject); !bytes.empty()) {
            std::memcpy(static_cast<void*>(&found), bytes.data(), sizeof found);
        }
        return found;
    }

    [[gnu::cold, gnu::noinline]] static void release(detail::note* latest) noexcept {
        while (latest != nullptr && latest->owners.drop()) {
            detail::note* const older = latest->older;
            if (latest->subject == detail::note::about::object) {
                detail::carried_object held;
                std::memcpy(&held, latest->bytes(), sizeof held);
                if (held.destroy != nullptr) {
                    held.destroy(held.object);
                }
            }
            ::operator delete(latest);
            latest = older;
        }
    }

    detail::note* notes_ = nullptr;
    errc condition_ = errc::none;
    hibana::fate fate_ = hibana::fate::not_sent;
};

[[gnu::cold]] inline certainty error::executed() const noexcept {
    if (fate_ != hibana::fate::answered) {
        return fate_ == hibana::fate::not_sent ? certainty::no : certainty::unknown;
    }
    switch (condition_) {
    // The answer came and could not be read, or was not what the caller wanted.
    default: return certainty::yes;

    case errc::server_error:
    case errc::io_error: return certainty::unknown;

    // A script that is stopped by one of these may have written before.
    case errc::wrong_type:
    case errc::no_permission:
    case errc::busy_key:
    case errc::busy_group:
    case errc::no_group:
    case errc::unknown_command:
        return detail::position_of("user_script", text()) != std::string_view::npos
                       || detail::position_of("user_function", text()) != std::string_view::npos
                   ? certainty::unknown
                   : certainty::no;

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
    case errc::no_master_link: return certainty::no;
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
    const std::string_view effort = find(detail::note::about::attempts);
    const std::error_code below = cause();
    const std::string why = below ? below.message() : std::string();
    const std::string what = detail::joined({text().empty() ? describe(condition_) : text(), below ? ": " : "", why});

    char line[message_limit];
    char* at = detail::put_printable(line, name, 64);
    at = detail::append_all(at, {name.empty() || where.empty() ? "" : " on "});
    at = detail::put_printable(at, where, 128);
    at = detail::append_all(at, {at == line ? "" : ": ", find(detail::note::about::step)});
    at = detail::put_printable(at, what, static_cast<std::size_t>(line + message_limit - at) - effort.size() - ending.size());
    at = detail::append_all(at, {effort, ending});
    return detail::joined({{line, static_cast<std::size_t>(at - line)}});
}

}  // namespace hibana
