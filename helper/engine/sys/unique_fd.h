// SPDX-License-Identifier: GPL-3.0-or-later
// An open file descriptor with one owner. Closing keeps errno.
// Runs in: helper, monitor, worker; in children after clone3 only get() is used.
#pragma once
#include <cerrno>
#include <unistd.h>
#include <utility>

namespace taper {

class UniqueFd
{
public:
    UniqueFd() = default;
    explicit UniqueFd(int fd) : m_fd(fd) {}
    UniqueFd(UniqueFd &&other) noexcept : m_fd(other.release()) {}
    UniqueFd &operator=(UniqueFd &&other) noexcept
    {
        if (this != &other)
            reset(other.release());
        return *this;
    }
    UniqueFd(const UniqueFd &) = delete;
    UniqueFd &operator=(const UniqueFd &) = delete;
    ~UniqueFd() { reset(); }

    int get() const { return m_fd; }
    explicit operator bool() const { return m_fd >= 0; }
    int release() { return std::exchange(m_fd, -1); }
    void reset(int fd = -1)
    {
        if (m_fd >= 0) {
            const int kept = errno;
            ::close(m_fd);
            errno = kept;
        }
        m_fd = fd;
    }

private:
    int m_fd = -1;
};

} // namespace taper
