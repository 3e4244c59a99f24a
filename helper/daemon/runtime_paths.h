// SPDX-License-Identifier: GPL-3.0-or-later
// Where this helper's things are: given by options, never by a client. Runs in: helper.
#pragma once
#include <string>

namespace taper::daemon {

struct RuntimePaths
{
    std::string stateDirectory = "/var/lib/taper";
    std::string runDirectory = "/run/taper";
    std::string socket = "/run/taper/helper.sock";
    std::string libexec; ///< directory of taper-monitor and taper-worker

    std::string monitorProgram() const { return libexec + "/taper-monitor"; }
    std::string workerProgram() const { return libexec + "/taper-worker"; }
    std::string monitorSocket(const std::string &id) const { return runDirectory + "/monitors/" + id; }
    std::string monitorExit(const std::string &id) const
    {
        return runDirectory + "/monitors/" + id + ".exit";
    }
    std::string runtimeFile(const std::string &id) const
    {
        return runDirectory + "/containers/" + id + ".json";
    }
};

} // namespace taper::daemon
