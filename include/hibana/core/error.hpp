// SPDX-License-Identifier: BSL-1.0
/// \file  What went wrong, and what became of the command.
#pragma once

#include <hibana/core/errc.hpp>

#include <atomic>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>
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

/// An object of some type that is shared, and destroyed with the last who shares it.
struct any_object {
    std::atomic<unsigned> owners{1};
    const void* type;
    void (*destroy)(any_object*);
};
template <class T>
struct object_of : any_object {
    explicit object_of(T object)
        : any_object{{1}, &type_tag<T>, [](any_object* self) { delete static_cast<object_of*>(self); }}, value(std::move(object)) {}
    const T value;
};

class shared_object {
public:
    shared_object() = default;
    explicit shared_object(any_object* object) noexcept : object_{object} {}
    shared_object(const shared_object& other) noexcept : object_{other.object_} {
        if (object_ != nullptr) {
            object_->owners.fetch_add(1, std::memory_order_relaxed);
        }
    }
    shared_object& operator=(shared_object other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }
    ~shared_object() {
        if (object_ != nullptr && object_->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) {
            object_->destroy(object_);
        }
    }

    template <class T>
    [[nodiscard]] const T* get() const noexcept {
        const bool is_of_this_type = object_ != nullptr && object_->type == &type_tag<T>;
        return is_of_this_type ? &static_cast<const object_of<T>*>(object_)->value : nullptr;
    }

private:
    any_object* object_ = nullptr;
};

}  // namespace detail

/// An error: a code, the fate of the command, and what is known beyond.
///
/// Two words, cheap to copy and to move: the texts are shared, and copied only when one of the owners changes them. A
/// default-constructed error says that nothing went wrong. Distinct objects may be used by different threads.
class error {
public:
    constexpr error() noexcept = default;

    /// An error without a text of its own; allocates nothing.
    constexpr explicit error(errc condition, hibana::fate fate = hibana::fate::not_sent) noexcept
        : condition_{condition}, fate_{fate} {}

    /// An error with a text; for a server error that is the whole line, prefix included.
    [[gnu::cold, gnu::noinline]] error(errc condition, hibana::fate fate, std::string_view text) : condition_{condition}, fate_{fate} {
        if (!text.empty()) {
            own().text = text;
        }
    }

    error(const error& other) noexcept : details_{other.details_}, condition_{other.condition_}, fate_{other.fate_} {
        if (details_ != nullptr) {
            details_->owners.fetch_add(1, std::memory_order_relaxed);
        }
    }

    constexpr error(error&& other) noexcept
        : details_{std::exchange(other.details_, nullptr)}, condition_{other.condition_}, fate_{other.fate_} {}

    error& operator=(const error& other) noexcept {
        error copy{other};
        swap(copy);
        return *this;
    }

    constexpr error& operator=(error&& other) noexcept {
        error moved{std::move(other)};
        swap(moved);
        return *this;
    }

    constexpr ~error() {
        if (details_ != nullptr) {
            release(details_);
        }
    }

    constexpr void swap(error& other) noexcept {
        std::swap(details_, other.details_);
        std::swap(condition_, other.condition_);
        std::swap(fate_, other.fate_);
    }

    /// Adds which command failed: its name, never its arguments.
    [[gnu::cold, gnu::noinline]] error& with_command(std::string_view name) & { return own().command = name, *this; }
    error&& with_command(std::string_view name) && { return std::move(with_command(name)); }

    /// Adds which server it was.
    [[gnu::cold, gnu::noinline]] error& with_endpoint(std::string_view name) & { return own().endpoint = name, *this; }
    error&& with_endpoint(std::string_view name) && { return std::move(with_endpoint(name)); }

    /// Adds the error of the layer below.
    [[gnu::cold, gnu::noinline]] error& with_cause(std::error_code cause) & { return own().cause = cause, *this; }
    error&& with_cause(std::error_code cause) && { return std::move(with_cause(cause)); }

    constexpr error& with_fate(hibana::fate fate) & noexcept { return fate_ = fate, *this; }
    constexpr error&& with_fate(hibana::fate fate) && noexcept { return std::move(with_fate(fate)); }

    /// Adds an object for whoever gets the error: the results of the whole batch that it ended.
    template <class T>
    error& carrying(T object) & {
        own().carried = detail::shared_object(new detail::object_of<T>(std::move(object)));
        return *this;
    }
    /// The object that it carries, if it is of this type; null otherwise.
    template <class T>
    [[nodiscard]] const T* carried() const noexcept {
        return details_ != nullptr ? details_->carried.template get<T>() : nullptr;
    }

    /// Whether anything went wrong.
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return condition_ != errc::none; }

    [[nodiscard]] constexpr errc condition() const noexcept { return condition_; }
    [[nodiscard]] std::error_code code() const noexcept { return make_error_code(condition_); }
    [[nodiscard]] constexpr hibana::fate fate() const noexcept { return fate_; }

    /// Whether the command had, or may have had, its effect.
    [[nodiscard]] certainty executed() const noexcept;

    /// The text as it came, which may hold any byte; ends with a zero that is no part of it.
    [[nodiscard]] std::string_view text() const noexcept {
        return details_ != nullptr ? std::string_view{details_->text} : "";
    }

    /// The first word of a server error, `WRONGTYPE` for one; empty for every other error.
    [[nodiscard]] std::string_view prefix() const noexcept {
        return is_server_error(condition_) ? text().substr(0, text().find(' ')) : std::string_view{};
    }

    [[nodiscard]] std::string_view command() const noexcept {
        return details_ != nullptr ? std::string_view{details_->command} : "";
    }
    [[nodiscard]] std::string_view endpoint() const noexcept {
        return details_ != nullptr ? std::string_view{details_->endpoint} : "";
    }
    [[nodiscard]] std::error_code cause() const noexcept {
        return details_ != nullptr ? details_->cause : std::error_code{};
    }

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
    struct details {
        std::atomic<unsigned> owners{1};
        std::string text;
        std::string command;
        std::string endpoint;
        std::error_code cause;
        detail::shared_object carried;
    };

    [[gnu::cold, gnu::noinline]] static void release(details* shared) noexcept {
        if (shared->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) {
            delete shared;
        }
    }

    // The details, which nobody else sees.
    [[gnu::cold, gnu::noinline]] details& own() {
        if (details_ == nullptr) {
            details_ = new details{};
        } else if (details_->owners.load(std::memory_order_acquire) != 1) {
            details* copy = new details{{1}, details_->text, details_->command, details_->endpoint, details_->cause, details_->carried};
            release(std::exchange(details_, copy));
        }
        return *details_;
    }

    details* details_ = nullptr;
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
        return text().find("user_script") != std::string_view::npos
                       || text().find("user_function") != std::string_view::npos
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

namespace detail {

/// Appends `text` as printable ASCII, and no more than fits in `room` characters; what is cut ends with "...".
[[gnu::cold]] inline void append_printable(std::string& out, std::string_view text, std::size_t room) {
    constexpr std::string_view digits = "0123456789abcdef";
    constexpr std::string_view cut = "...";

    const std::size_t start = out.size();
    std::size_t last_that_leaves_room_to_cut = start;
    for (const char character : text) {
        char escaped[4] = {'\\', 'x', '0', '0'};
        std::size_t length = 2;
        switch (character) {
        case '\\': escaped[1] = '\\'; break;
        case '\n': escaped[1] = 'n'; break;
        case '\r': escaped[1] = 'r'; break;
        case '\t': escaped[1] = 't'; break;
        default: {
            const auto byte = static_cast<unsigned char>(character);
            if (byte >= 0x20 && byte < 0x7f) {
                escaped[0] = character;
                length = 1;
            } else {
                escaped[2] = digits[byte >> 4];
                escaped[3] = digits[byte & 0xf];
                length = 4;
            }
        }
        }
        if (out.size() - start + length > room) {
            out.resize(last_that_leaves_room_to_cut);
            out += cut.substr(0, room - (out.size() - start));
            return;
        }
        out.append(escaped, length);
        if (out.size() - start + cut.size() <= room) {
            last_that_leaves_room_to_cut = out.size();
        }
    }
}

}  // namespace detail

[[gnu::cold]] inline std::string error::message() const {
    std::string_view ending;
    if (fate_ == hibana::fate::unknown) {
        ending = " (the command may have been executed)";
    } else if (fate_ == hibana::fate::not_sent && !command().empty()) {
        ending = " (the command was not sent)";
    }

    std::string line;
    detail::append_printable(line, command(), 64);
    if (!endpoint().empty()) {
        line += line.empty() ? "" : " on ";
        detail::append_printable(line, endpoint(), 128);
    }
    line += line.empty() ? "" : ": ";
    std::string what{text().empty() ? describe(condition_) : text()};
    if (cause()) {
        what += ": ";
        what += cause().message();
    }
    detail::append_printable(line, what, message_limit - line.size() - ending.size());
    line += ending;
    return line;
}

}  // namespace hibana
