// SPDX-License-Identifier: GPL-3.0-or-later
// The start of a container by the real monitor on the real kernel: its order, what is seen from inside, what
// is left on disk and on the host. Own mount and network namespaces; cgroups under the test's own.
#include "container/harness.h"
#include "engine/sys/kernel.h"

#include <QTest>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <sched.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace taper;
using namespace taper::test;
using monitor::Type;

namespace {

/// Starts a container whose init is this shell script; its console's output up to the end.
struct Outcome
{
    std::optional<Received> running, failed, ended;
    std::string console;
    std::vector<Received> messages;
};

} // namespace

class TestLaunch : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void startsAndEnds();
    void seenFromInside();

private:
    Outcome run(LaunchPlan &plan, const Groups &groups);
};

void TestLaunch::initTestCase()
{
    if (const auto why = enterSandbox())
        QSKIP(why->c_str());
}

Outcome TestLaunch::run(LaunchPlan &plan, const Groups &groups)
{
    Outcome outcome;
    MonitorProcess process(plan, groups.open());
    auto [mine, theirs] = streamPair();
    monitor::Message attach;
    attach.type = Type::AttachConsole;
    attach.session = 1;
    outcome.running = process.waitFor(Type::Running);
    if (!outcome.running) {
        for (const Received &message : process.skipped)
            if (message.message.type == Type::Failed)
                qWarning("step %u errno %d %s", message.message.step, message.message.errnoValue,
                         message.message.text);
        return outcome;
    }
    process.send(attach, {theirs.get()});
    theirs.reset();
    outcome.ended = process.waitFor(Type::Ended);
    outcome.console = readAll(mine.get()).value_or("");
    outcome.messages = std::move(process.skipped);
    process.waitForEnd();
    return outcome;
}

void TestLaunch::startsAndEnds()
{
    StateDirectory state;
    state.makeBusyboxImage();
    state.makeLayer("1");
    Groups groups("taper-test-" + std::to_string(::getpid()), 0x70000000);
    auto plan = busyboxPlan(state, "1", {"/bin/sh", "-c", "read go; exit 7"});
    const Outcome outcome = run(*plan, groups);
    QVERIFY(outcome.running);
    QVERIFY(outcome.ended);
}

void TestLaunch::seenFromInside() {}

QTEST_GUILESS_MAIN(TestLaunch)
#include "tst_launch.moc"
