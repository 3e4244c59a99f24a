// SPDX-License-Identifier: GPL-3.0-or-later
// An open file descriptor with one owner. Closing keeps errno. taperctl stands on protocol alone and may not
// include the engine, whose UniqueFd belongs to root code. Runs in: taperctl.
#pragma once
#include <cerrno>
#include <unistd.h>
#include <utility>

namespace taper::cli {

class Descriptor
{
public:
    Descriptor() = default;
    explicit Descriptor(int fd) : m_fd(fd) {}
    Descriptor(Descriptor &&other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    Descriptor &operator=(Descriptor &&other) noexcept
    {
        if (this != &other) {
            close();
            m_fd = std::exchange(other.m_fd, -1);
        }
        return *this;
    }
    ~Descriptor() { close(); }

    int get() const { return m_fd; }
    explicit operator bool() const { return m_fd >= 0; }
    void close()
    {
        if (m_fd < 0)
            return;
        const int kept = errno;
        ::close(std::exchange(m_fd, -1));
        errno = kept;
    }

private:
    int m_fd = -1;
};

} // namespace taper::cli
