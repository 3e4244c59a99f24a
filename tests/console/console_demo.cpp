// SPDX-License-Identifier: GPL-3.0-or-later
// Developer tool: the console widget alone. usage: console_demo [--dark] [--feed FILE | --bench FILE | --
// COMMAND...]
// --feed shows a file's bytes; --bench feeds a file as fast as it goes and prints megabytes a second, frames
// and the longest turn of the event loop; else a command (default: a shell) runs on a pty.
#include "console/console_widget.h"
#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QSocketNotifier>
#include <QTimer>
#include <QVBoxLayout>
#include <cstdio>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

using taper::ConsoleWidget;

namespace {

struct PaintCounter : QObject
{
    int frames = 0;
    bool eventFilter(QObject *, QEvent *event) override
    {
        frames += event->type() == QEvent::Paint;
        return false;
    }
};

void bench(ConsoleWidget &console, const QByteArray &bytes)
{
    auto *counter = new PaintCounter;
    console.viewport()->installEventFilter(counter);
    auto *clock = new QElapsedTimer, *turn = new QElapsedTimer;
    auto *longest = new qint64(0);
    auto *ticker = new QTimer(&console);
    QObject::connect(ticker, &QTimer::timeout, &console,
                     [turn, longest] { *longest = std::max(*longest, turn->restart()); });
    QObject::connect(&console, &ConsoleWidget::queueDrained, &console, [=] {
        const double seconds = double(clock->nsecsElapsed()) / 1e9;
        std::printf("%.1f MB/s, %.1f frames/s, longest gap between two turns %lld ms\n",
                    double(bytes.size()) / 1e6 / seconds, counter->frames / seconds,
                    static_cast<long long>(*longest));
        QCoreApplication::quit();
    });
    QTimer::singleShot(300, &console, [=, &console] {
        clock->start();
        turn->start();
        ticker->start(1);
        console.feed(bytes);
    });
}

void runOnPty(ConsoleWidget &console, QStringList command)
{
    int terminal = -1;
    const pid_t child = forkpty(&terminal, nullptr, nullptr, nullptr);
    if (child == 0) {
        setenv("TERM", "xterm-256color", 1);
        std::vector<QByteArray> bytes;
        std::vector<char *> arguments;
        for (const QString &word : command)
            bytes.push_back(word.toLocal8Bit());
        for (QByteArray &word : bytes)
            arguments.push_back(word.data());
        arguments.push_back(nullptr);
        execvp(arguments[0], arguments.data());
        _exit(127);
    }
    auto *notifier = new QSocketNotifier(terminal, QSocketNotifier::Read, &console);
    QObject::connect(notifier, &QSocketNotifier::activated, &console, [&console, notifier, terminal] {
        QByteArray bytes(64 * 1024, Qt::Uninitialized);
        const ssize_t got = read(terminal, bytes.data(), size_t(bytes.size()));
        if (got <= 0) {
            notifier->setEnabled(false);
            QCoreApplication::quit();
            return;
        }
        bytes.truncate(got);
        console.feed(bytes);
        if (console.queued() > 256 * 1024)
            notifier->setEnabled(false);
    });
    QObject::connect(&console, &ConsoleWidget::queueDrained, notifier,
                     [notifier] { notifier->setEnabled(true); });
    QObject::connect(&console, &ConsoleWidget::bytesTyped, &console, [terminal](const QByteArray &bytes) {
        if (write(terminal, bytes.constData(), size_t(bytes.size())) < 0)
            std::perror("write");
    });
    QObject::connect(&console, &ConsoleWidget::sizeChanged, &console, [terminal](int rows, int columns) {
        const winsize size{static_cast<unsigned short>(rows), static_cast<unsigned short>(columns), 0, 0};
        ioctl(terminal, TIOCSWINSZ, &size);
    });
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QStringList arguments = application.arguments().mid(1);
    QApplication::setStyle("Fusion");
    if (arguments.removeAll("--dark") > 0) {
        QPalette dark(QColor(45, 48, 54));
        QApplication::setPalette(dark);
    }
    QWidget window;
    window.setWindowTitle("console demo");
    auto *console = new ConsoleWidget(&window);
    auto *layout = new QVBoxLayout(&window);
    layout->addWidget(console);
    const auto fileAfter = [&](const QString &option) {
        const qsizetype at = arguments.indexOf(option);
        QFile file(at >= 0 ? arguments.value(at + 1) : QString());
        return at >= 0 && file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    if (const QByteArray bytes = fileAfter("--bench"); !bytes.isEmpty())
        bench(*console, bytes);
    else if (const QByteArray shown = fileAfter("--feed"); !shown.isEmpty())
        console->feed(shown);
    else
        runOnPty(*console, arguments.value(0) == "--" ? arguments.mid(1) : QStringList{"/bin/sh"});
    window.show();
    console->setFocus();
    return QApplication::exec();
}
