// SPDX-License-Identifier: GPL-3.0-or-later
// Containers through a real helper and the kernel: their whole life, and what survives the death of helper or
// monitor.
#include "daemon/helper_fixture.h"
#include "protocol/frame.h"
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>
#include <csignal>
#include <poll.h>
#include <set>
#include <sys/socket.h>

using namespace taper;
using namespace taper::test;
using protocol::Json;

namespace {
QString textOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString namespaceOf(const QString &pid, const char *name)
{
    return QFile::symLinkTarget("/proc/" + pid + "/ns/" + name).isEmpty()
               ? QString()
               : QFile("/proc/" + pid + "/ns/" + name).symLinkTarget();
}
} // namespace

class TestContainers : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<HelperFixture> m_helper;

    Json show(const std::string &name)
    {
        auto shown = m_helper->client()->call("container.show", {{"name", name}});
        return shown ? *shown : Json::object();
    }

    /// Creates and starts; the generated password, or empty with a failed check.
    std::string createRunning(const std::string &name, Json more = Json::object())
    {
        Json params{{"name", name}, {"image", "busybox"}, {"start", true}};
        params.update(more);
        auto made = m_helper->client()->job("container.create", params);
        if (!made) {
            qWarning("create %s: %s", name.c_str(), made.error().message().c_str());
            return "";
        }
        return made->value("password", Json()).is_string() ? made->at("password").get<std::string>()
                                                           : "given";
    }

    struct Ran
    {
        int status = -1;
        std::string out, err;
    };

    /// A second connection that became raw bytes.
    std::unique_ptr<Client> attach(const std::string &ticket)
    {
        auto stream = std::make_unique<Client>(m_helper->socket());
        return stream->call("console.attach", {{"ticket", ticket}}) ? std::move(stream) : nullptr;
    }

    static std::string readAll(int fd)
    {
        std::string text;
        char bytes[4096];
        for (pollfd waited{fd, POLLIN, 0}; poll(&waited, 1, 20'000) == 1;) {
            const ssize_t count = recv(fd, bytes, sizeof bytes, 0);
            if (count <= 0)
                break;
            text.append(bytes, static_cast<std::size_t>(count));
        }
        return text;
    }

    /// Reads until the pattern has come.
    static std::string readUntil(int fd, const std::string &pattern)
    {
        std::string text;
        char bytes[4096];
        for (pollfd waited{fd, POLLIN, 0};
             text.find(pattern) == std::string::npos && poll(&waited, 1, 20'000) == 1;) {
            const ssize_t count = recv(fd, bytes, sizeof bytes, 0);
            if (count <= 0)
                break;
            text.append(bytes, static_cast<std::size_t>(count));
        }
        return text;
    }

    Ran exec(const std::string &name, std::vector<std::string> argv, const std::string &input = {})
    {
        auto client = m_helper->client();
        auto begun = client->call("container.exec", {{"name", name}, {"argv", argv}});
        if (!begun) {
            qWarning("exec: %s", begun.error().message().c_str());
            return {};
        }
        auto stdio = attach(begun->at("stdioTicket")), err = attach(begun->at("stderrTicket"));
        if (!stdio || !err)
            return {};
        stdio->sendRaw(input);
        shutdown(stdio->fd(), SHUT_WR);
        Ran ran;
        ran.out = readAll(stdio->fd());
        ran.err = readAll(err->fd());
        auto ended = client->call("exec.wait", {{"exec", begun->at("exec")}});
        ran.status = ended ? ended->at("exitStatus").get<int>() : -1;
        return ran;
    }

private slots:
    void initTestCase()
    {
        if (!enterOwnNamespaces())
            QSKIP("needs root and namespaces");
        m_helper = std::make_unique<HelperFixture>();
        QVERIFY(m_helper->start());
    }

    void cleanupTestCase()
    {
        if (!m_helper)
            return;
        m_helper->terminate();
        QCOMPARE(m_helper->groups(), QStringList());
        m_helper.reset();
    }

    void cleanup()
    {
        if (!m_helper)
            return;
        auto client = m_helper->client();
        auto containers = client->call("container.list");
        QVERIFY(containers);
        for (const auto &container : *containers)
            QVERIFY(client->job("container.delete", {{"name", container.at("name")}, {"force", true}}));
        QCOMPARE(m_helper->groups(), QStringList());
    }

    void wholeLife()
    {
        QCOMPARE(createRunning("web").size(), 16u);
        Json web = show("web");
        QCOMPARE(text(web.at("state")), QString("RUNNING"));
        QCOMPARE(web.at("addresses").size(), 1u);
        QVERIFY(web.at("timeline").size() > 10);
        auto client = m_helper->client();
        auto again = client->job("container.start", {{"name", "web"}});
        QVERIFY(!again);
        QCOMPARE(errorCodeName(again.error().code), "container.wrong_state");
        QVERIFY(client->job("container.stop", {{"name", "web"}, {"timeoutSec", 20}}));
        QCOMPARE(text(show("web").at("state")), QString("STOPPED"));
        QVERIFY(show("web").at("pid").is_null());
        QVERIFY(client->job("container.start", {{"name", "web"}}));
        QVERIFY(client->job("container.kill", {{"name", "web"}}));
        QCOMPARE(text(show("web").at("state")), QString("STOPPED"));
        QVERIFY(client->job("container.delete", {{"name", "web"}}));
        auto gone = client->call("container.show", {{"name", "web"}});
        QVERIFY(!gone);
        QCOMPARE(errorCodeName(gone.error().code), "container.unknown");
    }

    void execGivesStreamsAndStatus()
    {
        QVERIFY(!createRunning("a").empty());
        Ran ran = exec("a", {"sh", "-c", "cat; echo wrong >&2; exit 7"}, "hello\n");
        QCOMPARE(ran.out, "hello\n");
        QCOMPARE(ran.err, "wrong\n");
        QCOMPARE(ran.status, 7);
        QCOMPARE(exec("a", {"sh", "-c", "kill -TERM $$"}).status, 128 + SIGTERM);
        QVERIFY(QString::fromStdString(exec("a", {"id", "-u"}).out).startsWith("0\n"));
        auto client = m_helper->client();
        auto begun = client->call("container.exec", {{"name", "a"}, {"argv", {"/no/such"}}});
        QVERIFY(begun);
        auto stdio = attach(begun->at("stdioTicket")), err = attach(begun->at("stderrTicket"));
        auto ended = client->call("exec.wait", {{"exec", begun->at("exec")}});
        QVERIFY(!ended);
        QCOMPARE(errorCodeName(ended.error().code), "exec.failed");
    }

    void namesResolveAtOnce()
    {
        QVERIFY(!createRunning("first").empty());
        QVERIFY(!createRunning("second").empty());
        Ran ran = exec("second", {"ping", "-c", "1", "-W", "3", "first"});
        QVERIFY2(ran.status == 0, (ran.out + ran.err).c_str());
    }

    void rootInsideIsNotRootOutside()
    {
        QVERIFY(!createRunning("a").empty());
        QVERIFY(!createRunning("b").empty());
        const Json a = show("a"), b = show("b");
        QVERIFY(a.at("idMap").at("hostFirst") != b.at("idMap").at("hostFirst"));
        const QString pid = QString::number(a.at("pid").get<qint64>());
        for (const char *name : {"user", "pid", "mnt", "net", "uts", "ipc", "cgroup"})
            QVERIFY2(namespaceOf(pid, name) != namespaceOf("self", name), name);
        const QString status = textOf("/proc/" + pid + "/status");
        const auto first = a.at("idMap").at("hostFirst").get<unsigned>();
        QVERIFY(status.contains(QRegularExpression(QString("Uid:\\s+%1\\s").arg(first))));
        QVERIFY(status.contains(QRegularExpression("Seccomp:\\s+2")));
        const QString mounts = textOf("/proc/" + pid + "/mountinfo");
        QVERIFY(!mounts.isEmpty());
        QVERIFY2(!mounts.contains(QString::fromStdString(m_helper->stateDirectory())) ||
                     !mounts.contains("layers/b"),
                 "the state directory shows inside");
    }

    void limitsAreTheKernels()
    {
        QVERIFY(!createRunning("a", {{"limits", {{"memory", 64 << 20}}}}).empty());
        auto client = m_helper->client();
        auto find = [&](const char *file) {
            const Json groups = show("a").at("cgroups");
            for (const auto &path : groups)
                if (QFile::exists(QString::fromStdString(path.get<std::string>() + "/" + file)))
                    return textOf(QString::fromStdString(path.get<std::string>() + "/" + file)).trimmed();
            return QString();
        };
        const bool v1 = !find("memory.limit_in_bytes").isEmpty();
        QCOMPARE(find(v1 ? "memory.limit_in_bytes" : "memory.max"), QString::number(64 << 20));
        Ran hungry = exec("a", {"sh", "-c", "head -c 134217728 /dev/zero | tail -n 1 | wc -c"});
        QVERIFY(hungry.out.find("134217728") == std::string::npos);
        QTRY_VERIFY(show("a").at("events").at("oomKills").get<int>() >= 1);
        QVERIFY(client->call("container.set",
                             {{"name", "a"}, {"limits", {{"memory", nullptr}, {"cpuWeight", 200}}}}));
        if (v1)
            QVERIFY(find("memory.limit_in_bytes").toULongLong() > (1ull << 50));
        else
            QCOMPARE(find("memory.max"), "max");
        QVERIFY(!find(v1 ? "cpu.shares" : "cpu.weight").isEmpty());
        auto refused = client->call("container.set", {{"name", "a"}, {"limits", {{"memory", 1}}}});
        QVERIFY(!refused);
        QVERIFY(show("a").at("limits").at("memory").is_null());
    }

    void severalLimitsAreOneStep()
    {
        QVERIFY(!createRunning("a", {{"limits", {{"memory", 64 << 20}, {"processes", 90}, {"cpus", "0"}}}})
                     .empty());
        auto client = m_helper->client();
        const Json limits = show("a").at("limits");
        QCOMPARE(text(limits.at("cpus")), text(Json("0")));
        const std::vector<std::pair<Json, const char *>> wrong = {
            {{{"memory", 128 << 20}, {"cpus", "0,4000"}}, "cgroup.limit_rejected"},
            {{{"memory", 128 << 20}, {"cpus", ""}}, "request.invalid"},
            {{{"memory", 128 << 20}, {"cpus", 1}}, "request.invalid"},
            {{{"memory", 128 << 20}, {"processes", 0}}, "request.invalid"},
            {{{"memory", 128 << 20}, {"processes", -1}}, "request.invalid"},
            {{{"memory", 128 << 20}, {"cpuCap", "much"}}, "request.invalid"},
            {{{"memory", 128 << 20}, {"swap", 1.5}}, "request.invalid"},
            {Json::array(), "request.invalid"},
            {nullptr, "request.invalid"}};
        for (const auto &[change, code] : wrong) {
            auto refused = client->call("container.set", {{"name", "a"}, {"limits", change}});
            QVERIFY(!refused);
            QCOMPARE(std::string(errorCodeName(refused.error().code)), std::string(code));
            QCOMPARE(text(show("a").at("limits")), text(limits));
        }
        auto set = client->call("container.set",
                                {{"name", "a"}, {"limits", {{"cpuCap", 50}, {"processes", nullptr}}}});
        QVERIFY(set);
        QCOMPARE(text(set->at("name")), text(Json("a")));
        QCOMPARE(text(set->at("limits").at("cpuCap")), text(Json(50)));
        QVERIFY(set->at("limits").at("processes").is_null());
        auto journal = client->call("journal.list", {{"limit", 1}});
        QVERIFY(journal);
        QCOMPARE(text(journal->at(0).at("before")),
                 text(Json(R"({"limits":{"cpuCap":null,"processes":90}})")));
        QCOMPARE(text(journal->at(0).at("after")),
                 text(Json(R"({"limits":{"cpuCap":50,"processes":null}})")));
    }

    void freezesInTurnAndIsToldOf()
    {
        QVERIFY(!createRunning("a").empty());
        auto watcher = m_helper->client(), client = m_helper->client();
        QVERIFY(watcher->call("subscribe", {{"topics", {"containers"}}}));
        QVERIFY(client->job("container.freeze", {{"name", "a"}}));
        QCOMPARE(text(show("a").at("state")), text(Json("FROZEN")));
        std::set<std::string> seen;
        while (!seen.contains("FROZEN")) {
            auto said = watcher->awaitNotification("containers.changed");
            QVERIFY(said);
            for (const auto &changed : said->at("changed"))
                seen.insert(changed.at("state").get<std::string>());
        }
        auto refused = client->call("container.exec", {{"name", "a"}, {"argv", {"true"}}});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::ContainerWrongState);
        auto stopped = client->job("container.stop", {{"name", "a"}});
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::ContainerWrongState);
        QVERIFY(!stopped.error().hint.empty());
        QVERIFY(client->job("container.unfreeze", {{"name", "a"}}));
        QCOMPARE(exec("a", {"echo", "on"}).out, std::string("on\n"));
        QVERIFY(client->job("container.freeze", {{"name", "a"}}));
        m_helper->terminate(); // --stop-containers-on-exit
        QVERIFY(m_helper->groups().isEmpty());
        QVERIFY(m_helper->start());
    }

    void renamesAndTellsWho()
    {
        QVERIFY(!createRunning("a").empty());
        auto watcher = m_helper->client(), client = m_helper->client();
        QVERIFY(!client->call("container.rename", {{"name", "a"}, {"newName", "b"}})); // it runs
        QVERIFY(client->job("container.kill", {{"name", "a"}}));
        QVERIFY(watcher->call("subscribe", {{"topics", {"containers"}}}));
        auto renamed = client->job("container.rename", {{"name", "a"}, {"newName", "b"}});
        QVERIFY(renamed);
        QCOMPARE(text(renamed->at("name")), text(Json("b")));
        auto said = watcher->awaitNotification("containers.changed");
        QVERIFY(said);
        QCOMPARE(text(said->at("removed")), text(Json(std::vector<std::string>{"a"})));
        QCOMPARE(text(said->at("changed").at(0).at("name")), text(Json("b")));
        for (const Json &name :
             {Json(""), Json(1), Json("a/b"), Json("12"), Json(nullptr), Json(std::string(64, 'x'))})
            QVERIFY(!client->call("container.rename", {{"name", "b"}, {"newName", name}}));
        QVERIFY(client->job("container.start", {{"name", "b"}}));
        QCOMPARE(exec("b", {"hostname"}).out, std::string("b\n"));
    }

    void consoleOutlivesTheHelper()
    {
        const std::string password = createRunning("a");
        auto client = m_helper->client();
        auto console = client->call("container.console", {{"name", "a"}, {"rows", 24}, {"columns", 80}});
        QVERIFY(console);
        auto stream = attach(console->at("ticket"));
        QVERIFY(stream);
        QVERIFY(readUntil(stream->fd(), "login:").find("login:") != std::string::npos);
        const Json before = show("a");
        m_helper->kill9();
        QVERIFY(m_helper->start());
        QCOMPARE(text(show("a").at("state")), QString("RUNNING"));
        QCOMPARE(text(show("a").at("pid")), text(before.at("pid")));
        QCOMPARE(text(show("a").at("startedAt")), text(before.at("startedAt")));
        stream->sendRaw("root\n");
        QVERIFY(readUntil(stream->fd(), "assword:").find("assword:") != std::string::npos);
        stream->sendRaw(password + "\n");
        stream->sendRaw("echo $((6*7))\n");
        QVERIFY(readUntil(stream->fd(), "42").find("42") != std::string::npos);
        QCOMPARE(exec("a", {"true"}).status, 0);
        auto second =
            m_helper->client()->call("container.console", {{"name", "a"}, {"rows", 24}, {"columns", 80}});
        QVERIFY(second);
        auto scrollBack = attach(second->at("ticket"));
        QVERIFY(readUntil(scrollBack->fd(), "login:").find("login:") != std::string::npos);
        QVERIFY(m_helper->client()->job("container.stop", {{"name", "a"}, {"timeoutSec", 20}}));
    }

    void endWhileNoHelperIsThereIsRecorded()
    {
        QVERIFY(!createRunning("a").empty());
        const auto pid = show("a").at("pid").get<pid_t>();
        m_helper->kill9();
        kill(pid, SIGKILL);
        QTRY_VERIFY(!QFile::exists("/proc/" + QString::number(pid)));
        QVERIFY(m_helper->start());
        QCOMPARE(text(show("a").at("state")), QString("STOPPED"));
        QCOMPARE(text(show("a").at("exitStatus")), text(128 + SIGKILL));
        QTRY_COMPARE(m_helper->groups(), QStringList());
        QVERIFY(m_helper->client()->job("container.start", {{"name", "a"}}));
    }

    void killedMonitorTakesItsContainerAlong()
    {
        QVERIFY(!createRunning("a").empty());
        const auto pid = show("a").at("pid").get<pid_t>();
        const QString parent = QRegularExpression("PPid:\\s+(\\d+)")
                                   .match(textOf(QString("/proc/%1/status").arg(pid)))
                                   .captured(1);
        QVERIFY(textOf("/proc/" + parent + "/comm").startsWith("taper-monitor"));
        kill(parent.toInt(), SIGKILL);
        QTRY_COMPARE(text(show("a").at("state")), QString("STOPPED"));
        QCOMPARE(text(show("a").at("lastFailure").at("code")), QString("interrupted"));
        QTRY_COMPARE(m_helper->groups(), QStringList());
        QVERIFY(!QFile::exists(QString("/proc/%1/root").arg(pid)) ||
                textOf(QString("/proc/%1/stat").arg(pid)).contains(") Z "));
        QVERIFY(m_helper->client()->job("container.start", {{"name", "a"}}));
    }

    void failedStartNamesStepCauseAndWayOut()
    {
        auto client = m_helper->client();
        QVERIFY(client->job("container.create",
                            {{"name", "a"}, {"image", "busybox"}, {"command", {"/no/such/init"}}}));
        auto started = client->job("container.start", {{"name", "a"}});
        QVERIFY(!started);
        QVERIFY(QString::fromStdString(started.error().message()).contains("exec"));
        QVERIFY(!started.error().hint.empty());
        QCOMPARE(text(show("a").at("state")), QString("STOPPED"));
        QCOMPARE(text(show("a").at("lastFailure").at("step")), QString("exec"));
        QCOMPARE(m_helper->groups(), QStringList());
    }

    void imageInUseCannotBeDeleted()
    {
        QVERIFY(!createRunning("user-of-it").empty());
        auto deleted = m_helper->client()->call("image.delete", {{"name", "busybox"}});
        QVERIFY(!deleted);
        QCOMPARE(errorCodeName(deleted.error().code), "image.in_use");
        QVERIFY(QString::fromStdString(deleted.error().message()).contains("user-of-it"));
    }

    void ephemeralGoesWithItsEnd()
    {
        QVERIFY(!createRunning("brief", {{"ephemeral", true}}).empty());
        QVERIFY(m_helper->client()->job("container.kill", {{"name", "brief"}}));
        QTRY_VERIFY(!m_helper->client()->call("container.show", {{"name", "brief"}}));
    }

    void subscriberSeesStates()
    {
        auto watcher = m_helper->client();
        auto snapshot = watcher->call("subscribe", {{"topics", {"containers", "jobs", "topology"}}});
        QVERIFY(snapshot && snapshot->at("containers").empty());
        QVERIFY(!createRunning("a").empty());
        std::int64_t revision = snapshot->at("revision");
        bool running = false;
        while (!running) {
            auto change = watcher->awaitNotification("containers.changed");
            QVERIFY(change);
            QCOMPARE(change->at("revision").get<std::int64_t>(), ++revision);
            for (const auto &container : change->at("changed"))
                running |= container.at("state") == "RUNNING";
        }
        auto topology = watcher->call("topology.get");
        QVERIFY(topology);
        bool bridge = false, inside = false;
        for (const auto &node : topology->at("nodes")) {
            bridge |=
                node.at("kind") == "bridge" && node.at("name") == "taper0" && node.at("owner") == "taper";
            inside |= node.at("netns") == "a" && node.at("name") == "eth0";
        }
        QVERIFY(bridge && inside);
    }

    void secondHelperIsRefusedAndHarmsNothing()
    {
        QVERIFY(!createRunning("a").empty());
        const Json before = show("a");
        for (const QStringList &other :
             {QStringList{"--run-dir", QString::fromStdString(m_helper->runDirectory())},
              QStringList{"--run-dir", "/var/tmp/taper-test-other-run"}}) {
            QProcess second;
            second.start(TAPER_BIN_DIR "/taper-helper",
                         QStringList{"--state-dir", "/var/tmp/taper-test-other-state", "--socket",
                                     "/var/tmp/taper-test-other.sock", "--cgroup-base",
                                     QString::fromStdString(m_helper->cgroupBase())} +
                             other);
            QVERIFY(second.waitForFinished());
            QVERIFY(second.exitCode() != 0);
            QVERIFY2(second.readAllStandardError().contains("another helper"), "it must say why");
        }
        QDir("/var/tmp/taper-test-other-state").removeRecursively();
        QDir("/var/tmp/taper-test-other-run").removeRecursively();
        QCOMPARE(text(show("a").at("state")), QString("RUNNING"));
        QCOMPARE(text(show("a").at("pid")), text(before.at("pid")));
        QCOMPARE(exec("a", {"true"}).status, 0);
    }

    void operationsBehindADeletionEnd()
    {
        QVERIFY(!createRunning("a").empty());
        auto client = m_helper->client();
        std::set<std::int64_t> waiting;
        for (const char *method : {"container.stop", "container.start", "container.delete", "container.start",
                                   "container.delete"}) {
            Json params{{"name", "a"}, {"timeoutSec", 20}, {"force", true}};
            auto begun = client->call(method, params);
            if (begun)
                waiting.insert(begun->at("job").get<std::int64_t>());
        }
        QVERIFY(waiting.size() >= 3);
        while (!waiting.empty()) {
            auto change = client->awaitNotification("job.changed");
            QVERIFY2(change, "a job never ended");
            if (text(change->at("outcome")) != "running")
                waiting.erase(change->at("job").get<std::int64_t>());
        }
        QVERIFY(client->job("container.delete", {{"name", "a"}, {"force", true}}) ||
                !client->call("container.show", {{"name", "a"}}));
    }

    void passwordIsToldThoughTheStartFails()
    {
        auto client = m_helper->client();
        auto begun =
            client->call("container.create",
                         {{"name", "a"}, {"image", "busybox"}, {"command", {"/no/such"}}, {"start", true}});
        QVERIFY(begun);
        Json end;
        do {
            auto change = client->awaitNotification("job.changed");
            QVERIFY(change);
            end = *change;
        } while (text(end.at("outcome")) == "running");
        QCOMPARE(text(end.at("outcome")), QString("failed"));
        QCOMPARE(end.at("result").at("password").get<std::string>().size(), 16u);
        QVERIFY(m_helper->client()->call("container.show", {{"name", "a"}}));
    }

    void namesDifferByMoreThanCase()
    {
        QVERIFY(!createRunning("web").empty());
        auto twin = m_helper->client()->call("container.create", {{"name", "WEB"}, {"image", "busybox"}});
        QVERIFY(!twin);
        QCOMPARE(errorCodeName(twin.error().code), "name.taken");
    }

    void secretsStayOutOfTheJournal()
    {
        QVERIFY(!createRunning("a").empty());
        exec("a", {"echo", "secret-word-17"});
        auto entries = m_helper->client()->call("journal.list");
        QVERIFY(entries && !entries->empty());
        const std::string all = protocol::dumpJson(*entries);
        QVERIFY(all.find("container.exec") != std::string::npos);
        QVERIFY(all.find("secret-word-17") == std::string::npos);
    }

    void manyExecsAtOnce()
    {
        QVERIFY(!createRunning("a").empty());
        auto client = m_helper->client();
        std::vector<std::pair<std::string, std::vector<std::unique_ptr<Client>>>> begun;
        for (int i = 0; i < 20; ++i) {
            auto one = client->call("container.exec", {{"name", "a"}, {"argv", {"true"}}});
            QVERIFY(one);
            std::vector<std::unique_ptr<Client>> streams;
            streams.push_back(attach(one->at("stdioTicket")));
            streams.push_back(attach(one->at("stderrTicket")));
            begun.emplace_back(one->at("exec").get<std::string>(), std::move(streams));
        }
        for (auto &[number, streams] : begun) {
            auto ended = client->call("exec.wait", {{"exec", number}});
            QVERIFY2(ended, ended ? "" : ended.error().message().c_str());
            QCOMPARE(ended->at("exitStatus").get<int>(), 0);
        }
    }

    void endedMonitorsAreReaped()
    {
        QVERIFY(!createRunning("a").empty());
        QVERIFY(m_helper->client()->job("container.kill", {{"name", "a"}}));
        const QString children = QString("/proc/%1/task/%1/children").arg(m_helper->pid());
        QTRY_VERIFY([&] {
            for (const QString &child : textOf(children).split(' ', Qt::SkipEmptyParts))
                if (textOf("/proc/" + child + "/stat").contains(") Z "))
                    return false;
            return true;
        }());
    }

    void parallelStartsAllRun()
    {
        auto client = m_helper->client();
        constexpr int count = 10;
        for (int i = 0; i < count; ++i)
            QVERIFY(
                client->job("container.create", {{"name", "p" + std::to_string(i)}, {"image", "busybox"}}));
        std::vector<std::unique_ptr<Client>> clients;
        for (int i = 0; i < count; ++i) {
            clients.push_back(m_helper->client());
            QVERIFY(clients.back()->call("container.start", {{"name", "p" + std::to_string(i)}}));
        }
        for (int i = 0; i < count; ++i)
            QTRY_COMPARE(text(show("p" + std::to_string(i)).at("state")), QString("RUNNING"));
    }
};

QTEST_GUILESS_MAIN(TestContainers)
#include "tst_containers.moc"
