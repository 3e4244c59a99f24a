// SPDX-License-Identifier: GPL-3.0-or-later
// The wire of version 1 does not change: what is in tests/fixtures/protocol/v1 was said once by a helper and is said
// to this one again, request by request, in the order of a container's life. Every field of an old answer must be in
// the new one, with the same type; new fields are free. A method or notification without its file fails.
//
// TAPER_WRITE_GOLDEN=1 writes the files that are not there yet; it never changes one.
#include "daemon/helper_fixture.h"
#include "protocol/methods.h"

#include <QDir>
#include <QFile>
#include <QTest>
#include <fcntl.h>
#include <functional>
#include <set>
#include <sys/socket.h>
#include <unistd.h>

using namespace taper;
using namespace taper::test;
using protocol::Json;

namespace {
const QString directory = TAPER_SOURCE_DIR "/tests/fixtures/protocol/v1/";

QString fileOf(std::string_view name)
{
    return directory + QString::fromUtf8(name.data(), qsizetype(name.size())) + ".json";
}

std::optional<Json> golden(std::string_view name)
{
    QFile file(fileOf(name));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    auto json = protocol::parseJson(file.readAll().toStdString());
    return json ? std::optional(*json) : std::nullopt;
}

bool writing()
{
    return qEnvironmentVariableIsSet("TAPER_WRITE_GOLDEN");
}

void record(std::string_view name, const Json &what)
{
    QFile file(fileOf(name));
    if (!writing() || file.exists() || !QDir().mkpath(directory) || !file.open(QIODevice::WriteOnly))
        return;
    file.write(QByteArray::fromStdString(what.dump(2) + "\n"));
}

/// What of the old is missing or of another type in the new, as a path; empty when nothing is.
/// null is any type's "nothing"; the elements of a list are alike, so one of each is compared.
QString lost(const Json &old, const Json &now, const QString &path = "$")
{
    if (old.is_null() || now.is_null())
        return {};
    if (old.is_number() ? !now.is_number() : old.type() != now.type())
        return path + " was " + old.type_name() + ", is " + now.type_name();
    if (old.is_object())
        for (const auto &[key, value] : old.items()) {
            const QString inner = path + '.' + QString::fromStdString(key);
            if (!now.contains(key))
                return inner + " is gone";
            if (const QString worse = lost(value, now.at(key), inner); !worse.isEmpty())
                return worse;
        }
    if (old.is_array() && !old.empty() && !now.empty())
        return lost(old.front(), now.front(), path + "[]");
    return {};
}
} // namespace

class TestGolden : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<HelperFixture> m_helper;
    std::unique_ptr<Client> m_client;
    std::set<std::string> m_said;

    /// Says what the file says, with what only lives now (tickets, numbers) put in; the answer, compared.
    /// For a job also its end.
    Json say(const std::string &method, const Json &first, const Json &living = Json::object(),
             Client *through = nullptr)
    {
        m_said.insert(method);
        const auto file = golden(method);
        Json params = file ? file->at("request").at("params") : first;
        params.update(living);
        Client &client = through ? *through : *m_client;
        auto answer = client.call(method, params);
        Json now{{"request", {{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", params}}}};
        if (answer)
            now["response"] = {{"jsonrpc", "2.0"}, {"id", 1}, {"result", *answer}};
        else
            now["response"] = {{"jsonrpc", "2.0"}, {"id", 1}, {"error", protocol::toJson(answer.error())}};
        const protocol::Method *about = protocol::findMethod(method);
        if (answer && about && about->reply == protocol::Reply::Job && method != "image.build")
            now["job"] = endOf(answer->at("job"));
        record(method, now);
        const auto old = golden(method);
        if (!old) {
            QTest::qFail(qPrintable("no file of " + QString::fromStdString(method)), __FILE__, __LINE__);
        } else if (const QString worse = lost(*old, now); !worse.isEmpty()) {
            QTest::qFail(qPrintable(QString::fromStdString(method) + ": " + worse + "\n" +
                                    QString::fromStdString(now.dump(2))),
                         __FILE__, __LINE__);
        }
        return answer ? *answer : Json::object();
    }

    Json endOf(const Json &number)
    {
        while (auto change = m_client->awaitNotification("job.changed"))
            if (change->at("job") == number && change->at("outcome") != "running") {
                Json alike = *change; // result is each method's own: it is in that method's file
                alike.erase("result");
                compare(protocol::notification::jobChanged, alike);
                return *change;
            }
        return {};
    }

    void heard(std::string_view name)
    {
        auto params = m_client->awaitNotification(std::string(name));
        QVERIFY2(params.has_value(), std::string(name).c_str());
        compare(name, *params);
    }

    void compare(std::string_view name, const Json &params)
    {
        const Json now{{"jsonrpc", "2.0"}, {"method", name}, {"params", params}};
        const std::string file = "notification." + std::string(name);
        record(file, now);
        const auto old = golden(file);
        QVERIFY2(old.has_value(), file.c_str());
        const QString worse = lost(*old, now);
        QVERIFY2(worse.isEmpty(), qPrintable(worse));
    }

    Json attach(const Json &ticket)
    {
        Client stream(m_helper->socket());
        return say("console.attach", Json::object(), {{"ticket", ticket}}, &stream);
    }

private slots:
    void initTestCase()
    {
        if (!enterOwnNamespaces())
            QSKIP("needs root: the helper's namespaces and cgroups are its own");
        m_helper = std::make_unique<HelperFixture>();
        QVERIFY(m_helper->start());
        m_client = std::make_unique<Client>(m_helper->socket());
    }

    void theDoorAndTheHouse()
    {
        say("hello", {{"major", 1}, {"minor", 0}, {"client", "golden"}});
        for (const char *method :
             {"rights.get", "host.info", "host.check", "image.sources", "image.list", "job.list"})
            say(method, Json::object());
        say("subscribe", {{"topics", {"containers", "images", "jobs", "metrics", "topology"}}});
    }

    void images()
    {
        say("image.add", {{"name", "busybox"}, {"source", "busybox"}});
        heard(protocol::notification::imagesChanged);
        // There is no way to a mirror from here: it is begun, and cancelled.
        const Json begun =
            say("image.build",
                {{"name", "debian:bookworm"}, {"distribution", "debian"}, {"release", "bookworm"}});
        say("job.cancel", Json::object(), {{"job", begun.value("job", Json())}});
        if (begun.contains("job"))
            endOf(begun.at("job"));
        // An archive's descriptor goes over a connection of its own.
        auto asked = m_client->call("image.add", {{"name", "tar"}, {"source", "archive"}, {"sizeBytes", 0}});
        QVERIFY(asked && asked->contains("ticket"));
        passDescriptor(asked->at("ticket"));
        endOf(asked->at("job"));
    }

    void aLife()
    {
        const Json web{{"name", "web"}};
        say("container.create", {{"name", "web"},
                                 {"image", "busybox"},
                                 {"user", "ana"},
                                 {"limits", {{"memory", 67108864}, {"cpuWeight", 200}, {"processes", 200}}},
                                 {"network", "taper0"},
                                 {"environment", {{"GREETING", "hello"}}}});
        heard(protocol::notification::containersChanged);
        say("container.start", web);
        heard(protocol::notification::topologyChanged);
        heard(protocol::notification::metricsSampled);
        for (const char *method : {"container.list", "metrics.get", "topology.get", "network.list"})
            say(method, Json::object());
        say("container.show", web);
        say("container.set", {{"name", "web"}, {"limits", {{"memory", 33554432}, {"cpuWeight", nullptr}}}});
        say("network.set", {{"name", "taper0"}, {"nat", false}});
        say("container.freeze", web);
        say("container.unfreeze", web);
        inside(web);
        say("container.restart", {{"name", "web"}, {"timeoutSec", 0}});
        say("container.kill", web);
        QVERIFY(m_client->job("container.start", web));
        say("container.stop", {{"name", "web"}, {"timeoutSec", 0}});
        say("container.wait", web);
        say("container.rename", {{"name", "web"}, {"newName", "shop"}});
        say("container.delete", {{"name", "shop"}, {"force", true}});
        say("image.delete", {{"name", "busybox"}});
        say("journal.list", {{"limit", 5}});
        say("unsubscribe", {{"topics", {"topology"}}});
    }

    void everyMethodWasSaid()
    {
        for (const auto &method : protocol::methods) {
            QVERIFY2(m_said.contains(std::string(method.name)), method.name.data());
            QVERIFY2(golden(method.name).has_value(), method.name.data());
        }
        for (const QString &file : QDir(directory).entryList(QDir::Files)) {
            const std::string name = file.chopped(5).toStdString();
            QVERIFY2(name.starts_with("notification.") || protocol::findMethod(name),
                     qPrintable("a method is gone: " + file));
        }
    }

private:
    void inside(const Json &web)
    {
        Json console = say("container.console", {{"name", "web"}, {"rows", 24}, {"columns", 80}});
        attach(console.value("ticket", Json()));
        say("console.resize", {{"rows", 30}, {"columns", 100}},
            {{"console", console.value("console", Json())}});
        Json exec = say("container.exec", {{"name", "web"}, {"argv", {"sleep", "1000"}}, {"user", "root"}});
        Client out(m_helper->socket()), err(m_helper->socket());
        QVERIFY(out.call("console.attach", {{"ticket", exec.value("stdioTicket", Json())}}));
        QVERIFY(err.call("console.attach", {{"ticket", exec.value("stderrTicket", Json())}}));
        const Json number{{"exec", exec.value("exec", Json())}};
        say("exec.signal", {{"signal", 15}}, number);
        say("exec.wait", Json::object(), number);
    }

    void passDescriptor(const Json &ticket)
    {
        m_said.insert("fd.pass");
        Client sender(m_helper->socket());
        const std::string bytes =
            protocol::frame(protocol::encode(protocol::Request{1, "fd.pass", {{"ticket", ticket}}}));
        const int file = open("/dev/null", O_RDONLY | O_CLOEXEC);
        iovec part{const_cast<char *>(bytes.data()), bytes.size()};
        alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        cmsghdr *head = CMSG_FIRSTHDR(&message);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(sizeof file);
        memcpy(CMSG_DATA(head), &file, sizeof file);
        QCOMPARE(sendmsg(sender.fd(), &message, MSG_NOSIGNAL), ssize_t(bytes.size()));
        close(file);
        auto body = sender.receive();
        QVERIFY(body.has_value());
        auto answer = protocol::parseJson(*body);
        QVERIFY(answer.has_value());
        const Json now{
            {"request",
             {{"jsonrpc", "2.0"}, {"id", 1}, {"method", "fd.pass"}, {"params", {{"ticket", ticket}}}}},
            {"response", *answer}};
        record("fd.pass", now);
        const auto old = golden("fd.pass");
        QVERIFY(old.has_value());
        QVERIFY2(lost(*old, now).isEmpty(), qPrintable(lost(*old, now)));
    }
};

QTEST_GUILESS_MAIN(TestGolden)
#include "tst_golden.moc"
