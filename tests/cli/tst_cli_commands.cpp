// SPDX-License-Identifier: GPL-3.0-or-later
// taperctl's contract with scripts: exit statuses, error lines, tables, --json.
#include "cli/ctl_runner.h"
#include "cli/fake_helper.h"

#include <QtTest>

using namespace taper;
using namespace taper::test;

namespace {
ContainerInfo container(const std::string &name, State state)
{
    ContainerInfo info;
    info.name = name;
    info.state = state;
    info.image = "busybox";
    if (state != State::Stopped) {
        info.pid = 4711;
        info.addresses = {{"eth0", "10.83.0.4", 20}};
        info.usage.memoryBytes = 3 << 20;
    }
    info.network = "taper0";
    return info;
}

Json listOf(std::initializer_list<ContainerInfo> containers)
{
    Json list = Json::array();
    for (const auto &info : containers)
        list.push_back(protocol::toJson(info));
    return list;
}

tl::unexpected<Error> unknown(const std::string &name)
{
    return fail(ErrorCode::ContainerUnknown, "container", name, "there is none of that name",
                "See `taperctl list`.");
}
} // namespace

class TestCliCommands : public QObject
{
    Q_OBJECT

private slots:
    void missingHelper()
    {
        const auto result = CtlRunner("/nonexistent/helper.sock").run({"list"});
        QCOMPARE(result.status, 1);
        QCOMPARE(result.out, std::string());
        QCOMPARE(
            result.err,
            std::string(
                "taperctl: cannot reach the helper at /nonexistent/helper.sock: No such file or directory. "
                "Start it with `systemctl start taper-helper`, or from the build tree with "
                "scripts/sandbox.\n"));
    }

    void missingHelperAsJson()
    {
        const auto result = CtlRunner("/nonexistent/helper.sock").run({"list", "--json"});
        QCOMPARE(result.status, 1);
        const auto error = protocol::parseJson(result.err);
        QVERIFY(error.has_value());
        QCOMPARE((*error)["error"]["code"], Json("helper.unavailable"));
        for (const char *field : {"code", "message", "subject", "hint"})
            QVERIFY2((*error)["error"].contains(field), field);
    }

    void socketOptionBeatsEnvironment()
    {
        FakeHelper helper;
        helper.answer("container.list", Json::array());
        const auto path = QString::fromStdString(helper.path());
        QCOMPARE(CtlRunner("/nonexistent/helper.sock").run({"--socket", path, "list"}).status, 0);
        QCOMPARE(CtlRunner("/nonexistent/helper.sock").run({"list", "--socket=" + path}).status, 0);
    }

    void errorsOfTheHelper_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("status");
        QTest::newRow("denied") << int(ErrorCode::AuthDenied) << 3;
        QTest::newRow("container") << int(ErrorCode::ContainerUnknown) << 4;
        QTest::newRow("image") << int(ErrorCode::ImageUnknown) << 4;
        QTest::newRow("job") << int(ErrorCode::JobUnknown) << 4;
        QTest::newRow("name") << int(ErrorCode::NameInvalid) << 2;
        QTest::newRow("argument") << int(ErrorCode::InvalidArgument) << 2;
        QTest::newRow("state") << int(ErrorCode::ContainerWrongState) << 1;
        QTest::newRow("no space") << int(ErrorCode::StorageNoSpace) << 1;
        QTest::newRow("start") << int(ErrorCode::StartFailed) << 1;
    }
    void errorsOfTheHelper()
    {
        QFETCH(int, code);
        QFETCH(int, status);
        FakeHelper helper;
        const auto error = fail(static_cast<ErrorCode>(code), "start", "web", "because", "Do this.");
        helper.answer("container.start", error);
        auto result = CtlRunner(helper.path()).run({"start", "web"});
        QCOMPARE(result.status, status);
        QCOMPARE(result.err, std::string("taperctl: start web: because. Do this.\n"));
        // The same when the job was begun and failed later.
        helper.answerJob("container.start", error);
        result = CtlRunner(helper.path()).run({"start", "web"});
        QCOMPARE(result.status, status);
        QCOMPARE(result.err, std::string("taperctl: start web: because. Do this.\n"));
    }

    void deniedAlwaysSaysWhatToDo()
    {
        FakeHelper helper;
        helper.answer("container.list",
                      fail(ErrorCode::AuthDenied, "container.list", "", "uid 1000 may not"));
        const auto result = CtlRunner(helper.path()).run({"list"});
        QCOMPARE(result.status, 3);
        QVERIFY(result.err.find("sudo") != std::string::npos);
    }

    void usage_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("nothing") << QStringList{};
        QTest::newRow("unknown command") << QStringList{"dance"};
        QTest::newRow("unknown option") << QStringList{"list", "--dance"};
        QTest::newRow("no name") << QStringList{"start"};
        QTest::newRow("no image") << QStringList{"create", "a"};
        QTest::newRow("unknown limit") << QStringList{"set", "a", "colour=red"};
        QTest::newRow("no value") << QStringList{"set", "a", "memory"};
        QTest::newRow("no size") << QStringList{"set", "a", "memory=much"};
        QTest::newRow("too small") << QStringList{"set", "a", "memory=1k"};
        QTest::newRow("weight") << QStringList{"set", "a", "cpu-weight=0"};
        QTest::newRow("cap of nothing") << QStringList{"set", "a", "cpu-cap=0%"};
        QTest::newRow("cap in words") << QStringList{"set", "a", "cpu-cap=half"};
        QTest::newRow("CPUs backwards") << QStringList{"set", "a", "cpus=3-1"};
        QTest::newRow("CPUs in words") << QStringList{"set", "a", "cpus=all"};
        QTest::newRow("no process") << QStringList{"set", "a", "processes=0"};
        QTest::newRow("swap below zero") << QStringList{"set", "a", "swap=-1"};
        QTest::newRow("rename without a new name") << QStringList{"rename", "a"};
        QTest::newRow("negative weight") << QStringList{"set", "a", "cpu-weight=-5"};
        QTest::newRow("profile") << QStringList{"create", "a", "--image", "b", "--profile", "zone"};
        QTest::newRow("wrong limit") << QStringList{"create", "a", "--image", "b", "--cpus", "1-0"};
        QTest::newRow("no command") << QStringList{"exec", "a", "--"};
        QTest::newRow("bad variable") << QStringList{"exec", "a", "--env", "X", "--", "true"};
        QTest::newRow("stray command") << QStringList{"list", "--", "true"};
        QTest::newRow("column") << QStringList{"list", "--columns", "name,hat"};
        QTest::newRow("job number") << QStringList{"jobs", "--cancel", "x"};
        QTest::newRow("image alone") << QStringList{"image"};
        QTest::newRow("empty password") << QStringList{"create", "a", "--image", "b", "--password-stdin"};
    }
    void usage()
    {
        QFETCH(QStringList, arguments);
        FakeHelper helper; // answers nothing: a usage error asks nothing
        auto result = CtlRunner(helper.path()).run(arguments);
        QCOMPARE(result.status, 2);
        QCOMPARE(result.out, std::string());
        QVERIFY2(result.err.starts_with("taperctl: "), result.err.c_str());
        QCOMPARE(std::count(result.err.begin(), result.err.end(), '\n'), 1);
        QVERIFY(helper.requests().empty());
        result = CtlRunner(helper.path()).run(QStringList{"--json"} + arguments);
        QCOMPARE(result.status, 2);
        QCOMPARE((*protocol::parseJson(result.err))["error"]["code"], Json("request.invalid"));
    }

    void unknownLimitListsTheKnown()
    {
        const auto result = CtlRunner("/nonexistent").run({"set", "a", "colour=red"});
        QCOMPARE(result.err, std::string("taperctl: unknown limit 'colour'. Known: memory, swap, cpu-weight, "
                                         "cpu-cap, cpus, processes.\n"));
    }

    void helpNeedsNoHelper()
    {
        for (const char *command :
             {"", "check", "create", "run", "list", "show", "start", "stop", "kill", "restart", "delete",
              "exec", "console", "set", "image", "network", "topology", "jobs", "journal"}) {
            const auto result = CtlRunner("/nonexistent")
                                    .run(*command ? QStringList{command, "--help"} : QStringList{"--help"});
            QVERIFY2(result.status == 0, command);
            QVERIFY2(result.out.find(*command ? command : "console") != std::string::npos, command);
        }
        QCOMPARE(CtlRunner("/nonexistent").run({"--version"}).out, std::string("taperctl 0.1.0\n"));
    }

    void listIsGroupedByState()
    {
        FakeHelper helper;
        auto limited = container("web", State::Running);
        limited.limits = {64u << 20, 200};
        helper.answer("container.list",
                      listOf({container("old", State::Stopped), container("ice", State::Frozen), limited,
                              container("a-long-name", State::Running)}));
        const auto result = CtlRunner(helper.path()).run({"list"});
        QCOMPARE(result.status, 0);
        QCOMPARE(result.out,
                 std::string("  NAME         IMAGE    ADDRESS    MEMORY  MEMORY-LIMIT  CPU-WEIGHT\n"
                             "RUNNING\n"
                             "  web          busybox  10.83.0.4   3 MiB        64 MiB         200\n"
                             "  a-long-name  busybox  10.83.0.4   3 MiB          none        none\n"
                             "FROZEN\n"
                             "  ice          busybox  10.83.0.4   3 MiB          none        none\n"
                             "STOPPED\n"
                             "  old          busybox  -               -          none        none\n"));
        const auto stopped = CtlRunner(helper.path()).run({"list", "--stopped", "--columns", "name,state"});
        QCOMPARE(stopped.out, std::string("  NAME  STATE\nSTOPPED\n  old   STOPPED\n"));
    }

    void emptyListSaysHowToBegin()
    {
        FakeHelper helper;
        helper.answer("container.list", Json::array());
        auto result = CtlRunner(helper.path()).run({"list"});
        QCOMPARE(result.status, 0);
        QCOMPARE(result.out, std::string());
        QVERIFY(result.err.find("taperctl create") != std::string::npos);
        result = CtlRunner(helper.path()).run({"list", "--json"});
        QCOMPARE(result.out, std::string("[]\n"));
        QCOMPARE(result.err, std::string());
    }

    void jsonIsWhatTheHelperSays()
    {
        FakeHelper helper;
        const Json list = listOf({container("a", State::Running), container("b", State::Stopped)});
        helper.answer("container.list", list);
        helper.answer("container.show", list[0]);
        QCOMPARE(*protocol::parseJson(CtlRunner(helper.path()).run({"list", "--json"}).out), list);
        QCOMPARE(*protocol::parseJson(CtlRunner(helper.path()).run({"list", "--json", "--running"}).out),
                 Json::array({list[0]}));
        QCOMPARE(*protocol::parseJson(CtlRunner(helper.path()).run({"show", "a", "--json"}).out), list[0]);
    }

    void twoHundredContainers()
    {
        FakeHelper helper;
        Json list = Json::array();
        for (int i = 0; i < 200; ++i)
            list.push_back(protocol::toJson(container("c" + std::to_string(i), State::Running)));
        helper.answer("container.list", list);
        const auto result = CtlRunner(helper.path()).run({"list"});
        QCOMPARE(std::count(result.out.begin(), result.out.end(), '\n'), 202);
    }

    void escapesOfImagesDoNotReachTheTerminal()
    {
        FakeHelper helper;
        ImageInfo image;
        image.name = "evil";
        image.os = "Evil \x1b]0;owned\x07 \xc2\x9b OS";
        helper.answer("image.list", Json::array({protocol::toJson(image)}));
        const auto result = CtlRunner(helper.path()).run({"image", "list"});
        QCOMPARE(result.status, 0);
        QVERIFY(result.out.find('\x1b') == std::string::npos && result.out.find('\x07') == std::string::npos);
        QVERIFY(result.out.find("\xc2\x9b") == std::string::npos);
        QVERIFY(result.out.find("Evil ?]0;owned? ? OS") != std::string::npos);
    }

    void allNamesAreTriedTheWorstStatusWins()
    {
        FakeHelper helper;
        helper.on("container.stop", [&](FakeSession &session, const protocol::Request &request) {
            const std::string name = request.params["name"];
            if (name == "gone")
                return session.reply(request.id, unknown(name));
            JobInfo job = helper.newJob(request);
            session.reply(request.id, Json{{"job", job.job}});
            job.outcome = JobOutcome::Done;
            session.notifyJob(job);
        });
        const auto result = CtlRunner(helper.path()).run({"stop", "--timeout", "5", "a", "gone", "b"});
        QCOMPARE(result.status, 4);
        QCOMPARE(helper.methods(), (std::vector<std::string>(3, "container.stop")));
        QCOMPARE(helper.requests()[2].params, (Json{{"name", "b"}, {"timeoutSec", 5}}));
        QCOMPARE(result.err,
                 std::string("taperctl: container gone: there is none of that name. See `taperctl list`.\n"));
    }

    void allThatRunAreStoppedTheLastStartedFirst()
    {
        FakeHelper helper;
        std::vector<ContainerInfo> containers;
        for (auto [name, state, startedAt, pid] :
             {std::tuple{"db", State::Running, "2026-11-25T01:00:00Z", 400},
              {"idle", State::Stopped, "", 0},
              {"web", State::Running, "2026-11-25T01:00:07Z", 600},
              {"ice", State::Frozen, "2026-11-25T01:00:07Z", 500}}) {
            ContainerInfo info = container(name, state);
            if (state != State::Stopped) {
                info.startedAt = startedAt;
                info.pid = pid;
            }
            containers.push_back(info);
        }
        Json list = Json::array();
        for (const auto &container : containers)
            list.push_back(protocol::toJson(container));
        helper.answer("container.list", list);
        helper.on("container.show", [&](FakeSession &session, const protocol::Request &request) {
            for (const auto &container : containers)
                if (container.name == request.params["name"])
                    return session.reply(request.id, protocol::toJson(container));
            session.reply(request.id, unknown(request.params["name"]));
        });
        helper.answerJob("container.unfreeze", Json::object());
        helper.answerJob("container.stop", Json::object());
        const auto result =
            CtlRunner(helper.path()).run({"stop", "--all", "--timeout", "20", "--within", "7"});
        QCOMPARE(result.status, 0);
        std::vector<std::string> deeds;
        for (const auto &request : helper.requests())
            if (request.method == "container.stop" || request.method == "container.unfreeze")
                deeds.push_back(request.method.substr(10) + " " + request.params["name"].get<std::string>());
        QCOMPARE(deeds, (std::vector<std::string>{"stop web", "unfreeze ice", "stop ice", "stop db"}));
        for (const auto &request : helper.requests())
            if (request.method == "container.stop")
                QVERIFY(request.params["timeoutSec"] <= 7); // what is left of --within
        QVERIFY(result.out.find("web: stopped after ") == 0);
        QCOMPARE(CtlRunner(helper.path()).run({"stop"}).status, 2);
        QCOMPARE(CtlRunner(helper.path()).run({"stop", "--all", "web"}).status, 2);
    }

    void createSendsWhatWasAsked()
    {
        FakeHelper helper;
        helper.answerJob("container.create", Json{{"name", "web"}, {"user", "ana"}, {"password", nullptr}});
        const auto result =
            CtlRunner(helper.path())
                .run({"create", "web", "--image", "debian", "--user", "ana", "--password-stdin", "--memory",
                      "512M", "--cpu-weight", "none", "--network", "none", "--start", "--ephemeral"},
                     "s3cret\nnot this line\n");
        QCOMPARE(result.status, 0);
        QCOMPARE(result.out + result.err, std::string());
        QCOMPARE(helper.requests().at(0).params,
                 (Json{{"name", "web"},
                       {"image", "debian"},
                       {"user", "ana"},
                       {"password", "s3cret"},
                       {"limits", {{"memory", 512 << 20}, {"cpuWeight", nullptr}}},
                       {"network", nullptr},
                       {"start", true},
                       {"ephemeral", true}}));
    }

    void generatedPasswordComesOnce()
    {
        FakeHelper helper;
        helper.answerJob("container.create",
                         Json{{"name", "web"}, {"user", "root"}, {"password", "abc-def"}});
        helper.answer("container.show", protocol::toJson(container("web", State::Running)));
        auto result = CtlRunner(helper.path()).run({"create", "web", "--image", "busybox"});
        QCOMPARE(result.status, 0);
        QCOMPARE(result.out, std::string("abc-def\n"));
        QVERIFY(result.err.find("abc-def") == std::string::npos);
        QCOMPARE(helper.requests().at(0).params, (Json{{"name", "web"}, {"image", "busybox"}}));

        result = CtlRunner(helper.path()).run({"create", "web", "--image", "busybox", "--json"});
        const auto shown = protocol::parseJson(result.out);
        QCOMPARE((*shown)["password"], Json("abc-def"));
        QCOMPARE((*shown)["state"], Json("RUNNING"));
    }

    void freezeUnfreezeAndRename()
    {
        FakeHelper helper;
        for (const char *method : {"container.freeze", "container.unfreeze"})
            helper.answerJob(method, Json::object());
        helper.answerJob("container.rename", protocol::toJson(container("shop", State::Stopped)));
        QCOMPARE(CtlRunner(helper.path()).run({"freeze", "a", "b"}).status, 0);
        QCOMPARE(CtlRunner(helper.path()).run({"unfreeze", "a"}).status, 0);
        const auto renamed = CtlRunner(helper.path()).run({"rename", "a", "shop", "--json"});
        QCOMPARE(renamed.status, 0);
        QCOMPARE((*protocol::parseJson(renamed.out))["name"], Json("shop"));
        QCOMPARE(helper.methods(), (std::vector<std::string>{"container.freeze", "container.freeze",
                                                             "container.unfreeze", "container.rename"}));
        QCOMPARE(helper.requests().back().params, (Json{{"name", "a"}, {"newName", "shop"}}));
    }

    void showSaysEveryLimit()
    {
        FakeHelper helper;
        ContainerInfo info = container("a", State::Frozen);
        info.limits = {64 << 20, 200, 0, 150, "0-1", 99};
        info.events.pidsRefused = 3;
        helper.answer("container.show", protocol::toJson(info));
        const auto shown = CtlRunner(helper.path()).run({"show", "a"});
        for (const char *part : {"FROZEN", "limit 64 MiB, swap 0 B", "weight 200, cap 150%, CPUs 0-1",
                                 "limit 99", "3 forks refused"})
            QVERIFY2(shown.out.find(part) != std::string::npos, part);
    }

    void setIsOneRequest()
    {
        FakeHelper helper;
        helper.answer("container.set", protocol::toJson(container("a", State::Running)));
        QCOMPARE(CtlRunner(helper.path()).run({"set", "a", "memory=64M", "cpu-weight=200"}).status, 0);
        QCOMPARE(CtlRunner(helper.path()).run({"set", "a", "memory=none"}).status, 0);
        QCOMPARE(helper.requests().at(0).params,
                 (Json{{"name", "a"}, {"limits", {{"memory", 64 << 20}, {"cpuWeight", 200}}}}));
        QCOMPARE(helper.requests().at(1).params, (Json{{"name", "a"}, {"limits", {{"memory", nullptr}}}}));
        QCOMPARE(CtlRunner(helper.path())
                     .run({"set", "a", "swap=0", "cpu-cap=150%", "cpus=3,0-1,1", "processes=200"})
                     .status,
                 0);
        QCOMPARE(helper.requests().at(2).params,
                 (Json{{"name", "a"},
                       {"limits", {{"swap", 0}, {"cpuCap", 150}, {"cpus", "3,0-1,1"}, {"processes", 200}}}}));
    }

    void showHasTimelineAndFailure()
    {
        FakeHelper helper;
        auto info = container("web", State::Stopped);
        info.timeline = {{"clone", 0, 120}, {"overlay", 120, 1500}};
        info.lastFailure = LastFailure{"2026-11-24T10:00:00Z", "overlay", "container.start_failed",
                                       "mount: Invalid argument"};
        helper.answer("container.show", protocol::toJson(info));
        const auto result = CtlRunner(helper.path()).run({"show", "web"});
        QCOMPARE(result.status, 0);
        for (const char *text :
             {"State", "STOPPED", "overlay: mount: Invalid argument (container.start_failed)",
              "  overlay    120     1500"})
            QVERIFY2(result.out.find(text) != std::string::npos, result.out.c_str());
    }

    void topologyNamesBothEnds()
    {
        FakeHelper helper;
        Topology topology;
        topology.nodes = {
            {"host", NodeKind::Host, "host", 0, "host", "", "", {}, "", "up"},
            {"container:web", NodeKind::Container, "web", 0, "web", "taper", "web", {}, "", "up"},
            {"host/3", NodeKind::Bridge, "taper0", 3, "host", "taper", "", {"10.83.0.1/20"}, "", "up"},
            {"host/12", NodeKind::Veth, "tp3g1", 12, "host", "taper", "web", {}, "", "up"},
            {"web/2", NodeKind::Veth, "eth0", 2, "web", "taper", "web", {"10.83.0.4/20"}, "", "up"}};
        topology.edges = {{"host/12", "host/3", EdgeKind::Port},
                          {"host/12", "web/2", EdgeKind::Peer},
                          {"web/2", "container:web", EdgeKind::Uplink}};
        helper.answer("topology.get", protocol::toJson(topology));
        const auto result = CtlRunner(helper.path()).run({"topology"});
        QCOMPARE(result.out, std::string("host\n"
                                         "└─ taper0 (bridge 3, up) 10.83.0.1/20\n"
                                         "   └─ tp3g1 (veth 12, up) ↔ eth0 (2) of web 10.83.0.4/20\n"));
        QCOMPARE(*protocol::parseJson(CtlRunner(helper.path()).run({"topology", "--json"}).out),
                 protocol::toJson(topology));
    }

    void checkFailsOnlyForWhatIsRequired()
    {
        FakeHelper helper;
        const auto line = [](const char *id, const char *state, bool required) {
            return Json{{"id", id},
                        {"title", id},
                        {"group", "Namespaces"},
                        {"state", state},
                        {"detail", ""},
                        {"what", "keeps apart"},
                        {"breaks", "no containers"},
                        {"repair", "modprobe " + std::string(id)},
                        {"required", required}};
        };
        helper.answer("host.check", Json::array({line("user", "ok", true), line("lxcfs", "missing", false)}));
        auto result = CtlRunner(helper.path()).run({"check"});
        QCOMPARE(result.status, 0);
        QVERIFY(result.out.find("repair: modprobe lxcfs") != std::string::npos);
        QVERIFY(result.out.find("modprobe user") == std::string::npos);
        helper.answer("host.check", Json::array({line("user", "missing", true)}));
        result = CtlRunner(helper.path()).run({"check"});
        QCOMPARE(result.status, 1);
        QVERIFY(result.out.find("required") != std::string::npos);
    }

    void jobsAndJournal()
    {
        FakeHelper helper;
        helper.answer("job.list", Json::array({protocol::toJson(JobInfo{3, "image.add", "debian", 0, "unpack",
                                                                        1 << 20, 4 << 20, "bytes", true})}));
        helper.answer("job.cancel", fail(ErrorCode::JobUnknown, "job", "99", "there is none"));
        helper.answer("journal.list", Json::array({{{"time", "now"},
                                                    {"uid", 0},
                                                    {"method", "container.set"},
                                                    {"subject", "web"},
                                                    {"outcome", "done"},
                                                    {"before", {{"memory", nullptr}}},
                                                    {"after", {{"memory", 5}}}}}));
        QVERIFY(CtlRunner(helper.path()).run({"jobs"}).out.find("1 MiB of 4 MiB") != std::string::npos);
        QCOMPARE(CtlRunner(helper.path()).run({"jobs", "--cancel", "99"}).status, 4);
        const auto journal = CtlRunner(helper.path()).run({"journal", "--limit", "5"});
        QVERIFY(journal.out.find("{\"memory\":null} -> {\"memory\":5}") != std::string::npos);
        QCOMPARE(helper.requests().back().params, (Json{{"limit", 5}}));
    }
};

QTEST_GUILESS_MAIN(TestCliCommands)
#include "tst_cli_commands.moc"
