// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the real taperctl: with pipes (CtlRunner) or on a pseudo terminal (PtyRunner).
#pragma once
#include <QProcess>
#include <QtTest>
#include <csignal>
#include <poll.h>
#include <pty.h>
#include <string>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

namespace taper::test {

struct CtlResult
{
    int status = -1; ///< 128 + signal when a signal ended it, -1 when it did not end
    std::string out, err;
};

class CtlRunner
{
public:
    explicit CtlRunner(const std::string &socket)
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("TAPER_SOCKET", QString::fromStdString(socket));
        m_process.setProcessEnvironment(environment);
    }
    QProcess &process() { return m_process; }
    void setEnvironment(const QString &name, const QString &value)
    {
        auto environment = m_process.processEnvironment();
        environment.insert(name, value);
        m_process.setProcessEnvironment(environment);
    }
    void start(const QStringList &arguments)
    {
        m_process.start(QString(TAPER_BIN_DIR "/taperctl"), arguments);
        QVERIFY(m_process.waitForStarted());
    }
    void signal(int number) { ::kill(static_cast<pid_t>(m_process.processId()), number); }
    CtlResult finish()
    {
        CtlResult result;
        if (m_process.waitForFinished(20000))
            result.status = m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode()
                                                                           : 128 + m_process.exitCode();
        else
            m_process.kill();
        result.out = m_process.readAllStandardOutput().toStdString();
        result.err = m_process.readAllStandardError().toStdString();
        return result;
    }
    CtlResult run(const QStringList &arguments, const QByteArray &input = {})
    {
        start(arguments);
        m_process.write(input);
        m_process.closeWriteChannel();
        return finish();
    }

private:
    QProcess m_process;
};

/// taperctl with a terminal as its input, output and error.
class PtyRunner
{
public:
    PtyRunner(const std::string &socket, const std::vector<std::string> &arguments, int rows = 30,
              int columns = 100)
    {
        winsize size{static_cast<unsigned short>(rows), static_cast<unsigned short>(columns), 0, 0};
        int slave = -1;
        if (::openpty(&m_master, &slave, nullptr, nullptr, &size) != 0)
            return;
        m_slave = slave;
        ::tcgetattr(m_slave, &m_before);
        std::vector<std::string> words{TAPER_BIN_DIR "/taperctl", "--socket", socket};
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<char *> argv;
        for (auto &word : words)
            argv.push_back(word.data());
        argv.push_back(nullptr);
        m_pid = ::fork();
        if (m_pid == 0) {
            ::close(m_master);
            ::login_tty(slave);
            ::execv(argv[0], argv.data());
            ::_exit(125);
        }
    }
    ~PtyRunner()
    {
        if (m_pid > 0 && !m_reaped) {
            ::kill(m_pid, SIGKILL);
            ::waitpid(m_pid, nullptr, 0);
        }
        ::close(m_slave);
        ::close(m_master);
    }
    PtyRunner(const PtyRunner &) = delete;
    PtyRunner &operator=(const PtyRunner &) = delete;

    void type(std::string_view keys)
    {
        QCOMPARE(::write(m_master, keys.data(), keys.size()), ssize_t(keys.size()));
    }
    void resize(int rows, int columns)
    {
        winsize size{static_cast<unsigned short>(rows), static_cast<unsigned short>(columns), 0, 0};
        ::ioctl(m_master, TIOCSWINSZ, &size); // the kernel sends SIGWINCH
    }
    void signal(int number) { ::kill(m_pid, number); }
    /// Reads until the text has been seen, at most 10 s.
    bool waitForText(std::string_view text)
    {
        QElapsedTimer timer;
        timer.start();
        while (m_seen.find(text) == std::string::npos && timer.elapsed() < 10000)
            readSome(100);
        return m_seen.find(text) != std::string::npos;
    }
    /// Exit status, 128 + signal, -1 when it does not end.
    int finish()
    {
        QElapsedTimer timer;
        timer.start();
        int status = 0;
        while (timer.elapsed() < 15000) {
            readSome(20);
            if (::waitpid(m_pid, &status, WNOHANG) == m_pid) {
                m_reaped = true;
                readSome(0);
                return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            }
        }
        return -1;
    }
    bool isRaw() const
    {
        termios now{};
        ::tcgetattr(m_slave, &now);
        return !(now.c_lflag & (ICANON | ECHO | ISIG));
    }
    bool isAsBefore() const
    {
        termios now{};
        ::tcgetattr(m_slave, &now);
        return now.c_lflag == m_before.c_lflag && now.c_iflag == m_before.c_iflag &&
               now.c_oflag == m_before.c_oflag;
    }
    const std::string &seen() const { return m_seen; }

private:
    void readSome(int timeoutMs)
    {
        pollfd poll{m_master, POLLIN, 0};
        char bytes[4096];
        while (::poll(&poll, 1, timeoutMs) > 0 && (poll.revents & POLLIN)) {
            const ssize_t count = ::read(m_master, bytes, sizeof bytes);
            if (count <= 0)
                return;
            m_seen.append(bytes, static_cast<std::size_t>(count));
            timeoutMs = 0;
        }
    }

    int m_master = -1, m_slave = -1;
    termios m_before{};
    pid_t m_pid = -1;
    bool m_reaped = false;
    std::string m_seen;
};

} // namespace taper::test
