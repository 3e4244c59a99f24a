// SPDX-License-Identifier: GPL-3.0-or-later
// launch_by_hand STORAGE IMAGE LAYER [PROGRAM [ARGUMENT…]]: starts STORAGE/images/IMAGE/rootfs with the
// writable layer STORAGE/layers/LAYER and puts its console on standard input and output. Lines beginning with
// "!" are executed inside (exec); "!!" sends SIGRTMIN+3, "!kill" SIGKILL. For developers; touches nothing but
// STORAGE and groups of its own.
#include "container/harness.h"
#include "engine/sys/kernel.h"

#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace taper;
using namespace taper::test;
using monitor::Type;

namespace {

void show(const Received &received)
{
    const monitor::Message &m = received.message;
    switch (m.type) {
    case Type::Step:
        std::fprintf(stderr, "[%-14.*s %6llu us]\n", int(launchStepName(LaunchStep(m.step)).size()),
                     launchStepName(LaunchStep(m.step)).data(),
                     static_cast<unsigned long long>(m.durationUsec));
        break;
    case Type::Failed:
        std::fprintf(stderr, "[failed at %s: %s: %s]\n", launchStepName(LaunchStep(m.step)).data(), m.text,
                     std::strerror(m.errnoValue));
        break;
    default:
        std::fprintf(stderr, "[message %u session %llu pid %lld value %d errno %d %s]\n", unsigned(m.type),
                     static_cast<unsigned long long>(m.session), static_cast<long long>(m.pid), m.value,
                     m.errnoValue, m.text);
    }
}

struct Client
{
    MonitorProcess &process;
    UniqueFd console;
    UniqueFd pidFd;
    std::uint64_t nextSession = 2;

    /// False at the end.
    bool handleLine(std::string line)
    {
        if (line == "!!\n")
            kernel::pidfd_send_signal(pidFd.get(), SIGRTMIN + 3);
        else if (line == "!kill\n")
            kernel::pidfd_send_signal(pidFd.get(), SIGKILL);
        else if (line.starts_with("!"))
            execute(line.substr(1));
        else if (::write(console.get(), line.data(), line.size()) < 0)
            return false;
        return true;
    }
    void execute(const std::string &command)
    {
        auto [out, outTheirs] = streamPair();
        auto [err, errTheirs] = streamPair();
        process.send(*execRequest(nextSession++, {"/bin/sh", "-c", command}),
                     {outTheirs.get(), errTheirs.get()});
        outTheirs.reset();
        errTheirs.reset();
        const auto output = readAll(out.get()), errors = readAll(err.get());
        std::fprintf(stderr, "[exec: %s%s]\n", output.value_or("?").c_str(), errors.value_or("?").c_str());
    }
};

int serve(MonitorProcess &process, Client &client)
{
    bool isInputOpen = true;
    for (;;) {
        pollfd entries[3] = {{process.socket(), POLLIN, 0},
                             {client.console.get(), POLLIN, 0},
                             {isInputOpen ? 0 : -1, POLLIN, 0}};
        if (::poll(entries, 3, -1) < 0)
            return 1;
        char block[4096];
        if (entries[1].revents) {
            const ssize_t length = ::read(client.console.get(), block, sizeof block);
            if (length <= 0 || ::write(1, block, std::size_t(length)) < 0)
                client.console.reset();
        }
        if (entries[2].revents) {
            const ssize_t length = ::read(0, block, sizeof block);
            isInputOpen = length > 0 && client.handleLine(std::string(block, std::size_t(length)));
        }
        if (entries[0].revents) {
            const auto received = process.receive();
            if (!received)
                return 1;
            show(*received);
            if (received->message.type == Type::Ended)
                return 0;
        }
    }
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 4) {
        std::fprintf(stderr, "usage: launch_by_hand STORAGE IMAGE LAYER [PROGRAM [ARGUMENT...]]\n");
        return 2;
    }
    if (const auto why = enterSandbox()) {
        std::fprintf(stderr, "%s\n", why->c_str());
        return 1;
    }
    const StateDirectory state; // for its run directory only
    std::vector<std::string> command(argv + 4, argv + argc);
    if (command.empty())
        command = {"/sbin/init"};
    auto plan = busyboxPlan(state, argv[3], command);
    const std::string storage = std::filesystem::absolute(argv[1]), layer = storage + "/layers/" + argv[3];
    std::filesystem::create_directories(layer + "/upper");
    std::filesystem::create_directories(layer + "/work");
    if (!setField(plan->storageDirectory, sizeof plan->storageDirectory, storage, "storage") ||
        !setField(plan->lower, sizeof plan->lower, std::string("images/") + argv[2] + "/rootfs", "image"))
        return 1;
    Groups groups("taper-hand-" + std::to_string(::getpid()), plan->idFirst);
    MonitorProcess process(*plan, groups.open());
    const auto cloned = process.waitFor(Type::Cloned);
    auto running = process.waitFor(Type::Running);
    for (const Received &message : process.skipped)
        show(message);
    if (!cloned || !running || cloned->fds.size() != 2)
        return 1;
    show(*running);
    auto [mine, theirs] = streamPair();
    monitor::Message attach;
    attach.type = Type::AttachConsole;
    attach.session = 1;
    process.send(attach, {theirs.get()});
    theirs.reset();
    Client client{process, std::move(mine), UniqueFd(::dup(cloned->fds[0].get()))};
    return serve(process, client);
}
