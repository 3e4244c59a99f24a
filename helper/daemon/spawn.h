// SPDX-License-Identifier: GPL-3.0-or-later
// Starts one of our own programs (monitor, worker) with exactly the descriptors it is to have; waits for its
// end. posix_spawn only: the helper never clones (posix_spawn(3)). Runs in: helper.
#pragma once
#include "daemon/event_loop.h"
#include "engine/sys/unique_fd.h"
#include <functional>
#include <string>
#include <vector>

namespace taper::daemon {

/// A child of ours; its end is told once. Destroying it forgets the child: it is still reaped, but nobody is told.
class ChildProcess
{
public:
    ChildProcess() = default;
    ChildProcess(ChildProcess &&) = default;
    ChildProcess &operator=(ChildProcess &&other) noexcept;
    ~ChildProcess() { forget(); }
    void kill(int signal) const;

private:
    friend Result<ChildProcess> spawn(EventLoop &, const std::string &, const std::vector<std::string> &,
                                      const std::vector<int> &, std::function<void(int)>);
    struct Watch;
    void forget();
    std::shared_ptr<Watch> m_watch;
};

/// fds[i] becomes descriptor 3 + i of the program (-1: none); 0 and 1 are /dev/null, 2 is ours (the log). A
/// session of its own, so that a terminal's Ctrl-C does not reach it. ended gets the wait status
/// (waitpid(2)).
Result<ChildProcess> spawn(EventLoop &loop, const std::string &program,
                           const std::vector<std::string> &arguments, const std::vector<int> &fds,
                           std::function<void(int status)> ended);

} // namespace taper::daemon
