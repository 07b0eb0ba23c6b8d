// SPDX-License-Identifier: BSL-1.0
/// \file  How many system calls this program makes to send, to receive and to wait. For one source of a program.
///
/// The functions of the C library by which it does so are defined here anew, and count. What is written to the terminal is not counted.
#pragma once
#include <atomic>
#include <cstdint>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <unistd.h>

namespace system_calls {

inline std::atomic<std::uint64_t> made = 0;

template <class... Argument> long count(long number, Argument... argument) {
    made.fetch_add(1, std::memory_order_relaxed);
    return ::syscall(number, argument...);
}

}  // namespace system_calls

extern "C" {

ssize_t send(int socket, const void* bytes, size_t size, int flags) {
    return system_calls::count(SYS_sendto, socket, bytes, size, flags, nullptr, 0);
}
ssize_t sendmsg(int socket, const msghdr* message, int flags) { return system_calls::count(SYS_sendmsg, socket, message, flags); }
ssize_t recv(int socket, void* bytes, size_t size, int flags) {
    return system_calls::count(SYS_recvfrom, socket, bytes, size, flags, nullptr, nullptr);
}
ssize_t recvmsg(int socket, msghdr* message, int flags) { return system_calls::count(SYS_recvmsg, socket, message, flags); }
ssize_t read(int file, void* bytes, size_t size) { return system_calls::count(SYS_read, file, bytes, size); }
ssize_t readv(int file, const iovec* parts, int count) { return system_calls::count(SYS_readv, file, parts, count); }
ssize_t writev(int file, const iovec* parts, int count) { return system_calls::count(SYS_writev, file, parts, count); }
ssize_t write(int file, const void* bytes, size_t size) {
    return file == STDOUT_FILENO ? ::syscall(SYS_write, file, bytes, size) : system_calls::count(SYS_write, file, bytes, size);
}
int poll(pollfd* files, nfds_t count, int timeout) {
    const timespec time{timeout / 1000, timeout % 1000 * 1'000'000L};
    return static_cast<int>(system_calls::count(SYS_ppoll, files, count, timeout < 0 ? nullptr : &time, nullptr, 0));
}
int epoll_wait(int events, epoll_event* into, int size, int timeout) {
    return static_cast<int>(system_calls::count(SYS_epoll_pwait, events, into, size, timeout, nullptr, 0));
}
int epoll_ctl(int events, int what, int file, epoll_event* event) noexcept {
    return static_cast<int>(system_calls::count(SYS_epoll_ctl, events, what, file, event));
}
int timerfd_settime(int timer, int flags, const itimerspec* time, itimerspec* before) noexcept {
    return static_cast<int>(system_calls::count(SYS_timerfd_settime, timer, flags, time, before));
}

}  // extern "C"
