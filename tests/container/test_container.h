// SPDX-License-Identifier: GPL-3.0-or-later
// A busybox container of a test: state, groups and monitor together, with a shell on its console to ask.
#pragma once
#include "container/harness.h"

#include <unistd.h>

namespace taper::test {

inline constexpr std::uint32_t firstId = 0x70000000;

inline std::string groupsName()
{
    return "taper-test-" + std::to_string(::getpid());
}

/// A container that is running, with its console; its init is a shell that reads commands there.
struct Container
{
    StateDirectory state;
    std::unique_ptr<LaunchPlan> plan;
    Groups groups{groupsName(), firstId};
    std::unique_ptr<MonitorProcess> process;
    UniqueFd console;
    std::optional<Received> cloned;

    explicit Container(const std::vector<std::string> &command = {"/bin/sh"})
    {
        state.makeBusyboxImage();
        state.makeLayer("1");
        plan = busyboxPlan(state, "1", command);
    }
    std::string rootfs() const { return state.storage() + "/images/busybox/rootfs"; }
    /// True when it runs; else the message of the failure is in `failed`.
    bool start(const MonitorProcess::Environment &environment = {})
    {
        process =
            std::make_unique<MonitorProcess>(*plan, groups.open(), std::vector<UniqueFd>{}, environment);
        for (;;) {
            auto received = process->receive();
            if (!received)
                return false;
            messages.push_back(received->message);
            if (received->message.type == monitor::Type::Cloned)
                cloned = std::move(received);
            else if (received->message.type == monitor::Type::Failed)
                return failed = received->message, false;
            else if (received->message.type == monitor::Type::Running)
                return true;
        }
    }
    void attach()
    {
        auto [mine, theirs] = streamPair();
        monitor::Message message;
        message.type = monitor::Type::AttachConsole;
        message.session = 1;
        process->send(message, {theirs.get()});
        console = std::move(mine);
    }
    /// A shell command's output, without the echo of the command.
    std::string ask(const std::string &command)
    {
        static int number = 0;
        const std::string mark = "END" + std::to_string(++number);
        const std::string line = "stty -echo 2>/dev/null; echo \"\"\"BEGIN\"\"\"; " + command + "; echo " +
                                 mark.substr(0, 2) + "\"\"" + mark.substr(2) + "\n";
        if (::write(console.get(), line.data(), line.size()) < 0)
            return {};
        std::string text = readUntil(console.get(), mark + "\r\n").value_or("");
        const std::size_t begin = text.rfind("BEGIN\r\n");
        text = begin == std::string::npos ? text : text.substr(begin + 7);
        text = text.substr(0, text.rfind(mark));
        std::erase(text, '\r');
        return text;
    }
    std::optional<monitor::Message> failed;
    std::vector<monitor::Message> messages;
};

} // namespace taper::test
