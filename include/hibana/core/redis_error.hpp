// SPDX-License-Identifier: BSL-1.0
/// \file  Base class of the exceptions, and how errors are thrown.
#pragma once

#include <hibana/core/error.hpp>

#include <exception>
#include <new>
#include <system_error>

#if !defined(__cpp_exceptions)
#include <cstdio>
#include <cstdlib>
#endif

namespace hibana {

/// Base class of the exceptions that report errors of Redis. Copying one does not throw.
class redis_error : public std::exception {
public:
    explicit redis_error(const hibana::error& error) : redis_error{error, message_of(error)} {}

    // The text that what() returns: it is shared, so that copying an exception does not allocate.
    // Out of line, like the destructor: all classes share one copy of each.
    [[gnu::cold, gnu::noinline]] redis_error(const hibana::error& error, const hibana::error& message) noexcept
        : error_{error}, message_{message} {}

    redis_error(const redis_error&) noexcept = default;
    redis_error& operator=(const redis_error&) noexcept = default;
    [[gnu::cold, gnu::noinline]] ~redis_error() override {}
    // Deletes an object of any class: one deleter costs less code than one for each class.
    [[gnu::cold, gnu::noinline]] static void operator delete(redis_error* one, std::destroying_delete_t) {
        one->~redis_error();
        ::operator delete(static_cast<void*>(one));
    }

    [[nodiscard]] static hibana::error message_of(const hibana::error& error) {
        return {errc::none, error.fate(), error.message()};
    }

    [[nodiscard]] const char* what() const noexcept override { return message_.text().data(); }

    [[nodiscard]] const hibana::error& error() const noexcept { return error_; }
    [[nodiscard]] std::error_code code() const noexcept { return error_.code(); }

    /// The results of the whole pipeline or transaction in which this was the first error, if they are of this type:
    /// `std::tuple<result<...>, ...>`, or a `std::vector<result<...>>` of a batch. Null otherwise.
    template <class Results>
    [[nodiscard]] const Results* results() const noexcept {
        return error_.attachment<Results>();
    }
    [[nodiscard]] hibana::fate fate() const noexcept { return error_.fate(); }

private:
    hibana::error error_;
    hibana::error message_;
};

// clang-format off

// Defined by <hibana/core/exceptions.hpp>: include it to catch them.
class connection_error; class pool_exhausted_error; class master_not_found_error; class timeout_error; class cancelled_error;
class protocol_error; class type_mismatch_error; class invalid_url_error; class usage_error; class cluster_error; class watch_error;
class lock_error; class lock_not_owned_error; class authentication_error; class response_error; class wrong_type_error;
class no_script_error; class out_of_memory_error; class read_only_error; class no_permission_error; class loading_error;
class busy_group_error; class moved_error; class ask_error; class try_again_error; class cluster_down_error; class master_down_error;
class cross_slot_error; class module_error; class no_such_fieldset_error; class transaction_aborted_error;

// clang-format on

namespace detail {

using error_thrower = void (*)(const error& err, const error& message);

/// Throws the exception class specific to an error, or returns if it has none. Null unless some part of the program includes
/// <hibana/core/exceptions.hpp>: only then can a program name these classes, which cost most of the time to compile a throw.
inline constinit error_thrower exception_factory = nullptr;

}  // namespace detail

/// Throws the exception of this error; if exceptions are disabled, prints the message and aborts.
[[noreturn, gnu::cold, gnu::noinline]] inline void throw_error(const error& error) {
#if defined(__cpp_exceptions)
    const hibana::error message = redis_error::message_of(error);
    if (const detail::error_thrower throw_it = __atomic_load_n(&detail::exception_factory, __ATOMIC_RELAXED)) throw_it(error, message);
    throw redis_error{error, message};
#else
    std::fprintf(stderr, "hibana: %s\n", error.message().c_str());
    std::abort();
#endif
}

}  // namespace hibana
