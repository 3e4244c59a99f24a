// SPDX-License-Identifier: GPL-3.0-or-later
// One blocking connection to the helper's socket: bytes and frames, no meaning.
// Runs in: taperctl.
#pragma once
#include "cli/descriptor.h"
#include "protocol/frame.h"

namespace taper::cli {

/// Passes a Result's error on as Status or another Result.
inline tl::unexpected<Error> pass(Error &error)
{
    return tl::unexpected<Error>(std::move(error));
}

class Connection
{
public:
    /// HelperUnavailable with what to do about it when nobody listens there; waits at most 5 s for a full
    /// backlog.
    static Result<Connection> open(const std::string &path);

    /// All bytes, and beside the first of them an fd for the other side when one is given (unix(7),
    /// SCM_RIGHTS).
    Status send(std::string_view bytes, int passedFd = -1);
    /// The next body, waiting for it at most so long (-1: for ever); TimedOut.
    Result<std::string> receive(int timeoutMs);
    /// Takes in what has come, without waiting.
    Status readAvailable();
    /// The next body that is already here.
    Result<std::optional<std::string>> next() { return m_reader.next(); }
    /// What came behind the last frame: the first raw bytes after console.attach.
    std::string takeRest() { return m_reader.takeRest(); }
    int fd() const { return m_fd.get(); }

private:
    Connection(Descriptor fd, std::string path) : m_fd(std::move(fd)), m_path(std::move(path)) {}
    tl::unexpected<Error> lost() const;

    Descriptor m_fd;
    std::string m_path;
    protocol::FrameReader m_reader{protocol::maximumResponse};
};

} // namespace taper::cli
