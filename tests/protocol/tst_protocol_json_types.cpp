// SPDX-License-Identifier: GPL-3.0-or-later
// Core types there and back; the contract's field names; wrong types named, never thrown about.
#include "protocol/json.h"

#include <QtTest>
#include <set>

using namespace taper;
using namespace taper::protocol;

namespace {
ContainerInfo fullContainer()
{
    ContainerInfo c;
    c.name = "web";
    c.owner = 1000;
    c.state = State::Running;
    c.lastFailure = LastFailure{"2026-11-24T10:00:00Z", "overlay", "container.start_failed", "no"};
    c.image = "busybox";
    c.pid = 4711;
    c.addresses = {{"eth0", "10.83.0.4", 20}};
    c.network = "taper0";
    c.mac = "02:00:00:00:00:01";
    c.addressFixed = c.macFixed = true;
    c.limits = {64u << 20, 200, 32u << 20, 150, "0-1,3", 100};
    c.usage = {1, 2, 3};
    c.events = {4, 5, 6, 7};
    c.idMap = {0x70010000, 65536};
    c.exitStatus = 137;
    c.cgroups = {"/sys/fs/cgroup/x"};
    c.createdAt = "2026-11-24T10:00:00Z";
    c.startedAt = "2026-11-24T10:00:01Z";
    c.timeline = {{"clone", 0, 100}, {"overlay", 100, 50}};
    c.ephemeral = true;
    return c;
}

std::set<std::string> keysOf(const Json &object)
{
    std::set<std::string> keys;
    for (const auto &[key, value] : object.items())
        keys.insert(key);
    return keys;
}
} // namespace

class TestJsonTypes : public QObject
{
    Q_OBJECT

private slots:
    void containerThereAndBack()
    {
        const Json json = toJson(fullContainer());
        const auto back = containerFromJson(*parseJson(dumpJson(json)));
        QVERIFY(back.has_value());
        QCOMPARE(toJson(*back), json);
        const Json empty = toJson(ContainerInfo());
        QCOMPARE(toJson(*containerFromJson(empty)), empty);
    }

    void containerHasTheContractsFields()
    {
        const Json json = toJson(ContainerInfo());
        const std::set<std::string> wanted{
            "name",     "owner",     "state",      "lastFailure",  "profile",   "image",
            "pid",      "addresses", "network",    "mac",          "limits",    "usage",
            "events",   "idMap",     "exitStatus", "cgroups",      "createdAt", "startedAt",
            "timeline", "ephemeral", "snapshots",  "addressFixed", "macFixed"};
        QCOMPARE(keysOf(json), wanted);
        for (const char *field : {"pid", "lastFailure", "exitStatus", "startedAt"})
            QVERIFY2(json[field].is_null(), field);
        QCOMPARE(keysOf(json["limits"]),
                 (std::set<std::string>{"memory", "swap", "cpuWeight", "cpuCap", "cpus", "processes"}));
        for (const auto &[limit, value] : json["limits"].items())
            QVERIFY2(value.is_null(), limit.c_str());
        QVERIFY(json["addresses"].is_array() && json["snapshots"].is_array() && json["cgroups"].is_array());
        QCOMPARE(json["state"], Json("STOPPED"));
        QCOMPARE(keysOf(json["usage"]),
                 (std::set<std::string>{"memoryBytes", "swapBytes", "cpuUsec", "cpuPeriods",
                                        "cpuThrottledPeriods", "processes", "processesRefused"}));
        QCOMPARE(keysOf(json["events"]),
                 (std::set<std::string>{"oomKills", "memoryHigh", "throttledUsec", "pidsRefused"}));
        QCOMPARE(keysOf(json["idMap"]), (std::set<std::string>{"hostFirst", "size"}));
    }

    void wrongTypesAreNamed_data()
    {
        QTest::addColumn<QByteArray>("patch");
        QTest::addColumn<QByteArray>("field");
        const auto row = [](const char *patch, const char *field) {
            QTest::newRow(patch) << QByteArray(patch) << QByteArray(field);
        };
        row(R"({"name":5})", "name");
        row(R"({"owner":-1})", "owner");
        row(R"({"owner":4294967296})", "owner");
        row(R"({"owner":"0"})", "owner");
        row(R"({"state":"DANCING"})", "state");
        row(R"({"state":7})", "state");
        row(R"({"pid":1.5})", "pid");
        row(R"({"addresses":{}})", "addresses");
        row(R"({"addresses":[{"prefix":256}]})", "prefix");
        row(R"({"addresses":[5]})", "object");
        row(R"({"limits":[]})", "object");
        row(R"({"limits":{"memory":-1}})", "memory");
        row(R"({"limits":{"cpuWeight":"high"}})", "cpuWeight");
        row(R"({"usage":{"cpuUsec":true}})", "cpuUsec");
        row(R"({"ephemeral":1})", "ephemeral");
        row(R"({"cgroups":[1]})", "cgroups");
        row(R"({"timeline":[{"atUsec":"x"}]})", "atUsec");
        row(R"({"lastFailure":{"step":[]}})", "step");
    }
    void wrongTypesAreNamed()
    {
        QFETCH(QByteArray, patch);
        QFETCH(QByteArray, field);
        const auto read = containerFromJson(*parseJson(patch.toStdString()));
        QVERIFY2(!read, "was accepted");
        QCOMPARE(read.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(read.error().message().find(field.toStdString()) != std::string::npos,
                 read.error().message().c_str());
    }

    void unknownFieldsAreIgnoredMissingKeepDefaults()
    {
        const auto read = containerFromJson({{"name", "a"}, {"ofANewerHelper", {1, 2}}});
        QVERIFY(read.has_value());
        QCOMPARE(read->profile, std::string("system"));
        QVERIFY(!containerFromJson(Json::array()));
        QVERIFY(!containerFromJson(nullptr));
    }

    void limitsChange()
    {
        const auto nothing = limitsChangeFromJson(Json::object());
        QVERIFY(nothing && !nothing->memory && !nothing->cpuWeight);
        const auto lifted = limitsChangeFromJson({{"memory", nullptr}});
        QVERIFY(lifted && lifted->memory && !*lifted->memory && !lifted->cpuWeight);
        const auto both = limitsChangeFromJson({{"memory", 64 << 20}, {"cpuWeight", 200}});
        QCOMPARE(**both->memory, std::uint64_t{64 << 20});
        QCOMPARE(**both->cpuWeight, 200u);
        QVERIFY(!limitsChangeFromJson({{"memory", "64M"}}));
        QVERIFY(!limitsChangeFromJson({{"memory", -5}}));
        QVERIFY(!limitsChangeFromJson({{"cpuWeight", 1.5}}));
        QVERIFY(!limitsChangeFromJson({{"cpuWeight", 4294967297}}));
    }

    void imageJobTopologyThereAndBack()
    {
        const Json image =
            toJson(ImageInfo{"debian", std::string(64, 'a'), 123, "now", "Debian", "systemd", {"web"}});
        QCOMPARE(toJson(*imageFromJson(image)), image);

        JobInfo job{7, "image.add", "debian", 1000, "unpack", 5, 10, "bytes", true, JobOutcome::Running, {}};
        QCOMPARE(toJson(*jobFromJson(toJson(job))), toJson(job));
        job.total.reset();
        job.outcome = JobOutcome::Failed;
        job.error =
            fail(ErrorCode::ImageInvalid, "unpack", "debian", "link leads out", "Use another.").value();
        const Json failed = toJson(job);
        QVERIFY(failed["total"].is_null());
        QCOMPARE(failed["error"]["code"], Json("image.invalid"));
        QCOMPARE(toJson(*jobFromJson(failed)), failed);
        QVERIFY(!jobFromJson({{"outcome", "maybe"}}));

        Topology topology;
        topology.nodes = {
            {"host/2", NodeKind::Bridge, "taper0", 2, "host", "taper", "", {"10.83.0.1/20"}, "02::", "up"}};
        topology.edges = {{"host/3", "host/2", EdgeKind::Port}};
        QCOMPARE(toJson(*topologyFromJson(toJson(topology))), toJson(topology));
    }

    void kindsOfANewerHelper()
    {
        const auto read =
            topologyFromJson({{"nodes", {{{"id", "a"}, {"kind", "wormhole"}}}},
                              {"edges", {{{"from", "a"}, {"to", "b"}, {"kind", "entangled"}}}}});
        QVERIFY(read.has_value());
        QCOMPARE(read->nodes.at(0).kind, NodeKind::Other);
        QVERIFY(read->edges.empty());
    }

    void countersStayInInt64() { QCOMPARE(toJson(Usage{UINT64_MAX, 1, 2})["memoryBytes"], Json(INT64_MAX)); }

    void errorSaysTheSameOnBothSides_data()
    {
        QTest::addColumn<QByteArray>("operation");
        QTest::addColumn<QByteArray>("subject");
        QTest::addColumn<QByteArray>("detail");
        QTest::addColumn<int>("number");
        const auto row = [](const char *tag, const char *operation, const char *subject, const char *detail,
                            int number) {
            QTest::newRow(tag) << QByteArray(operation) << QByteArray(subject) << QByteArray(detail)
                               << number;
        };
        row("all", "start", "web", "the container is RUNNING", 0);
        row("subject within operation", "start a", "a", "aa: a", 0);
        row("no subject", "start", "", "denied", 0);
        row("no operation", "", "web", "unknown", 0);
        row("detail alone", "", "", "it failed", 0);
        row("errno", "open", "/x", "", ENOENT);
        row("subject alone", "", "web", "", 0);
    }
    void errorSaysTheSameOnBothSides()
    {
        QFETCH(QByteArray, operation);
        QFETCH(QByteArray, subject);
        QFETCH(QByteArray, detail);
        QFETCH(int, number);
        Error error = fail(ErrorCode::AuthDenied, operation.toStdString(), subject.toStdString(),
                           detail.toStdString(), "Do this.")
                          .value();
        error.errnoValue = number;
        const Error back = errorFromJson(*parseJson(dumpJson(toJson(error))));
        QCOMPARE(back.message(), error.message());
        QCOMPARE(back.code, error.code);
        QCOMPARE(back.subject, error.subject);
        QCOMPARE(back.hint, error.hint);
        QCOMPARE(back.errnoValue, error.errnoValue);
    }

    void errorOfNonsenseIsStillAnError()
    {
        for (const Json &json :
             {Json(nullptr), Json(5), Json::object(), Json{{"code", 5}, {"message", {}}}}) {
            const Error error = errorFromJson(json);
            QCOMPARE(error.code, ErrorCode::System);
            QVERIFY(!error.message().empty());
        }
    }
};

QTEST_GUILESS_MAIN(TestJsonTypes)
#include "tst_protocol_json_types.moc"
