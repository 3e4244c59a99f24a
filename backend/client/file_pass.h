// SPDX-License-Identifier: GPL-3.0-or-later
// Hands an open file to the helper: a plain one-shot socket, because QLocalSocket cannot pass a descriptor.
// Runs in: taper. The file is opened here, with the user's own rights; the helper sees the descriptor, never a path.
#pragma once
#include "core/error.h"
#include <QFuture>
#include <QString>
#include <cstdint>
#include <memory>

class QObject;

namespace taper::client {

/// An open regular file, closed with the last owner.
class OpenFile
{
public:
    static Result<std::shared_ptr<OpenFile>> openForReading(const QString &path);
    ~OpenFile();
    int descriptor() const { return m_fd; }
    std::uint64_t size() const { return m_size; }

private:
    OpenFile(int fd, std::uint64_t size) : m_fd(fd), m_size(size) {}
    int m_fd;
    std::uint64_t m_size;
};

/// fd.pass with the ticket; answered when the helper has taken it. context's death gives it up.
QFuture<Status> passFile(const QString &socketPath, const std::string &ticket, std::shared_ptr<OpenFile> file,
                         QObject *context);

} // namespace taper::client
