// SPDX-License-Identifier: GPL-3.0-or-later
// Commands: what goes over the wire, how jobs end, files handed over as descriptors, the console's stream.
#include "client/async.h"
#include "client/commands.h"
#include "client/console_stream.h"
#include "client/fake_helper.h"
#include "client/file_pass.h"
#include <QFile>
#include <QSignalSpy>
#include <QSocketNotifier>
#include <QTemporaryDir>
#include <QTest>
#include <cstring>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace taper;
using client::Commands;
using client::Connection;
using test::FakeHelper;
using test::FakeWorld;

namespace {
/// A plain listening socket that takes one connection's bytes and the descriptor that comes with them.
class FdTaker : public QObject
{
public:
    explicit FdTaker(const QString &path) : m_listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, qPrintable(path), sizeof address.sun_path - 1);
        if (::bind(m_listener, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0)
            ::listen(m_listener, 1);
    }
    ~FdTaker() override
    {
        ::close(m_listener);
        ::close(m_connection);
        ::close(fd);
    }
    void take()
    {
        m_connection = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        char bytes[4096];
        iovec part{bytes, sizeof bytes};
        alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        const ssize_t count = ::recvmsg(m_connection, &message, MSG_CMSG_CLOEXEC);
        if (count > 0)
            body.assign(bytes + 4, static_cast<std::size_t>(count) - 4);
        if (const cmsghdr *header = CMSG_FIRSTHDR(&message))
            std::memcpy(&fd, CMSG_DATA(header), sizeof fd);
    }
    void answer(const Result<protocol::Json> &result)
    {
        const std::string bytes = protocol::frame(protocol::encode(protocol::Response{1, result}));
        QCOMPARE(::write(m_connection, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    }

    std::string body;
    int fd = -1;

private:
    int m_listener;
    int m_connection = -1;
};
} // namespace

class TestCommands : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<FakeHelper> m_helper;
    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<Commands> m_commands;

    QString path() const { return m_dir.filePath(QStringLiteral("helper.sock")); }

private slots:
    void init()
    {
        m_helper = std::make_unique<FakeHelper>(path(), FakeWorld::withContainers(5));
        QVERIFY(m_helper->start());
        m_connection = std::make_unique<Connection>(path());
        m_commands = std::make_unique<Commands>(*m_connection);
        m_connection->open();
        QTRY_VERIFY(m_connection->isReady());
        m_connection->request("subscribe", {{"topics", {"jobs"}}});
    }
    void cleanup()
    {
        m_commands.reset();
        m_connection.reset();
        m_helper.reset();
    }

    void createSendsWhatWasChosen()
    {
        client::CreateRequest request;
        request.name = "new";
        request.image = "busybox";
        request.user = "me";
        request.password = "secret";
        request.limits.memory = 256u << 20;
        request.address = "10.83.0.9";
        request.start = false;
        auto future = m_commands->create(request);
        QTRY_VERIFY(future.isFinished());
        QVERIFY(future.result().has_value());
        QVERIFY(!future.result()->password);
        const auto params = m_helper->lastParams("container.create");
        QVERIFY(params["name"] == "new");
        QVERIFY(params["user"] == "me");
        QVERIFY(params["password"] == "secret");
        QVERIFY(params["limits"]["memory"] == 256 << 20);
        QVERIFY(params["limits"]["cpuWeight"].is_null()); // no limit, never a magic number
        QVERIFY(params["network"].is_null());
        QVERIFY(params["address"] == "10.83.0.9");
        QVERIFY(!params.contains("mac")); // the helper chooses
        QVERIFY(params["start"] == false);
    }

    void generatedPasswordComesBack()
    {
        client::CreateRequest request;
        request.name = "new";
        request.image = "busybox";
        request.network = "taper0";
        auto future = m_commands->create(request);
        QTRY_VERIFY(future.isFinished());
        QCOMPARE(*future.result()->password, std::string("kolibri-78-wolke"));
        QCOMPARE(future.result()->user, std::string("root"));
        QVERIFY(!m_helper->lastParams("container.create").contains("password"));
    }

    void jobEndsWithItsError()
    {
        m_helper->failNext("container.stop", fail(ErrorCode::ContainerBusy, "stop", "web", "busy").value());
        auto future = m_commands->stop("web");
        QTRY_VERIFY(future.isFinished());
        QCOMPARE(future.result().error().code, ErrorCode::ContainerBusy);
        QCOMPARE(future.result().error().subject, std::string("web"));
    }

    void cancelledJobSaysSo()
    {
        m_helper->holdJobs(true);
        auto future = m_commands->start("cache");
        QTRY_COMPARE(m_helper->count("container.start"), 1);
        auto cancelled = m_commands->cancelJob(1);
        QTRY_VERIFY(cancelled.isFinished());
        m_helper->holdJobs(false);
        QTRY_VERIFY(future.isFinished());
        QCOMPARE(future.result().error().code, ErrorCode::JobCancelled);
    }

    void lostHelperEndsTheWaiting()
    {
        m_helper->holdJobs(true);
        auto future = m_commands->stop("web");
        QTRY_COMPARE(m_helper->count("container.stop"), 1);
        m_helper->stop();
        QTRY_VERIFY(future.isFinished());
        QVERIFY(!future.result().has_value());
    }

    void limitsLeaveTheOtherAlone()
    {
        LimitsChange change;
        change.memory = std::optional<std::uint64_t>(); // no limit
        auto future = m_commands->setLimits("db", change);
        QTRY_VERIFY(future.isFinished());
        QVERIFY(!future.result()->limits.memory);
        const auto limits = m_helper->lastParams("container.set")["limits"];
        QVERIFY(limits["memory"].is_null());
        QVERIFY(!limits.contains("cpuWeight"));
    }

    void consoleStreamsBothWays()
    {
        auto ticket = m_commands->console("web", 24, 80);
        QTRY_VERIFY(ticket.isFinished());
        QByteArray seen;
        client::ConsoleStream stream(path());
        connect(&stream, &client::ConsoleStream::received, this,
                [&seen](const QByteArray &bytes) { seen += bytes; });
        stream.attach(ticket.result()->ticket);
        QTRY_VERIFY(seen.endsWith("# "));
        QVERIFY(stream.write("id\r"));
        QTRY_VERIFY(seen.contains("id\r\n"));
        QCOMPARE(m_helper->console()->typed(), QByteArray("id\r"));
        QSignalSpy ended(&stream, &client::ConsoleStream::ended);
        m_helper->console()->send("bye");
        m_helper->console()->hangUp();
        QTRY_COMPARE(ended.size(), 1);
        QVERIFY(seen.endsWith("bye"));
        QVERIFY(!stream.write("x"));
    }

    void pausedConsoleHoldsTheWriterUp()
    {
        auto ticket = m_commands->console("web", 24, 80);
        QTRY_VERIFY(ticket.isFinished());
        qsizetype seen = 0;
        client::ConsoleStream stream(path());
        connect(&stream, &client::ConsoleStream::received, this, [&seen](const QByteArray &bytes) {
            QVERIFY(bytes.size() <= 64 << 10);
            seen += bytes.size();
        });
        stream.attach(ticket.result()->ticket);
        QTRY_VERIFY(seen > 0);
        stream.setPaused(true);
        const qsizetype before = seen;
        const QByteArray flood(8 << 20, 'x');
        m_helper->console()->send(flood);
        auto later = m_commands->resizeConsole("web", 10, 10);
        QTRY_VERIFY(later.isFinished()); // the loop lives and nothing has come through meanwhile
        QCOMPARE(seen, before);
        stream.setPaused(false);
        QTRY_COMPARE(seen, before + flood.size());
    }

    void usedTicketIsRefused()
    {
        client::ConsoleStream stream(path());
        std::vector<ErrorCode> codes;
        connect(&stream, &client::ConsoleStream::ended, this,
                [&](const Error &error) { codes.push_back(error.code); });
        stream.attach("guessed");
        QTRY_COMPARE(codes.size(), std::size_t(1));
        QCOMPARE(codes.front(), ErrorCode::TicketInvalid);
    }

    void fileIsPassedAsDescriptor()
    {
        QFile file(m_dir.filePath(QStringLiteral("root.tar")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("archive");
        file.close();
        FdTaker taker(m_dir.filePath(QStringLiteral("taker.sock")));
        auto opened = client::OpenFile::openForReading(file.fileName());
        QVERIFY(opened.has_value());
        QCOMPARE((*opened)->size(), std::uint64_t(7));
        auto future = client::passFile(m_dir.filePath(QStringLiteral("taker.sock")), "t1", *opened, this);
        taker.take();
        const auto request = protocol::parseRequest(taker.body);
        QVERIFY(request.has_value());
        QCOMPARE(request->method, std::string("fd.pass"));
        QVERIFY(request->params["ticket"] == "t1");
        char bytes[16] = {};
        QCOMPARE(::read(taker.fd, bytes, sizeof bytes), ssize_t(7));
        QCOMPARE(QByteArray(bytes), QByteArray("archive"));
        taker.answer(protocol::Json::object());
        QTRY_VERIFY(future.isFinished());
        QVERIFY(future.result().has_value());
    }

    void aFolderIsNoArchive()
    {
        auto opened = client::OpenFile::openForReading(m_dir.path());
        QVERIFY(!opened);
        auto future = m_commands->addArchive("x", m_dir.filePath(QStringLiteral("nowhere.tar")));
        QVERIFY(future.isFinished());
        QCOMPARE(future.result().error().errnoValue, ENOENT);
        QCOMPARE(m_helper->count("image.add"), 0);
    }

    void archiveBecomesAnImage()
    {
        QFile file(m_dir.filePath(QStringLiteral("root.tar")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("archive");
        file.close();
        auto future = m_commands->addArchive("debian12", file.fileName());
        QTRY_VERIFY(future.isFinished());
        QVERIFY(future.result().has_value());
        QVERIFY(m_helper->lastParams("image.add")["sizeBytes"] == 7);
        QTRY_VERIFY(m_helper->lastParams("fd.pass")["ticket"] == "file-debian12");
    }
};

QTEST_GUILESS_MAIN(TestCommands)
#include "tst_commands.moc"
