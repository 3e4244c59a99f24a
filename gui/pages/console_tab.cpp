// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/console_tab.h"

#include "client/async.h"
#include "client/helper_mirror.h"
#include "client/qt_text.h"
#include "console/console_widget.h"
#include "text/error_text.h"
#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>

namespace taper::pages {

using client::whenDone;

namespace {
constexpr qsizetype pauseAbove = 256 << 10; ///< bytes the terminal has not parsed yet
constexpr int retryMs = 500;

bool hasConsole(State state)
{
    return state != State::Stopped && state != State::Starting;
}
} // namespace

ConsoleTab::ConsoleTab(client::Connection &connection, client::HelperMirror &mirror,
                       client::Commands &commands, QWidget *parent)
    : QWidget(parent),
      m_connection(connection),
      m_mirror(mirror),
      m_commands(commands),
      m_stream(connection.socketPath()),
      m_console(new ConsoleWidget),
      m_stack(new QStackedWidget),
      m_text(new QLabel),
      m_start(new QPushButton(tr("Start the container")))
{
    m_console->setAccessibleName(tr("Console"));
    m_text->setAlignment(Qt::AlignCenter);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    auto *message = new QWidget;
    auto *column = new QVBoxLayout(message);
    column->addStretch(1);
    column->addWidget(m_text);
    column->addWidget(m_start, 0, Qt::AlignHCenter);
    column->addStretch(2);
    m_stack->addWidget(m_console);
    m_stack->addWidget(message);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->addWidget(m_stack);
    m_retry.setSingleShot(true);
    m_retry.setInterval(retryMs);
    connectAll();
}

void ConsoleTab::connectAll()
{
    connect(&m_retry, &QTimer::timeout, this, &ConsoleTab::update);
    connect(m_start, &QPushButton::clicked, this, &ConsoleTab::startWanted);
    connect(&m_mirror, &client::HelperMirror::containersChanged, this, &ConsoleTab::update);
    connect(&m_mirror, &client::HelperMirror::currentChanged, this, &ConsoleTab::update);
    connect(&m_connection, &client::Connection::linkChanged, this, &ConsoleTab::update);
    connect(&m_stream, &client::ConsoleStream::attached, this, [this] {
        m_attaching = false;
        m_console->reset(); // the helper sends the scroll-back again
        m_stack->setCurrentIndex(0);
        m_console->setFocus();
    });
    connect(&m_stream, &client::ConsoleStream::received, this, [this](const QByteArray &bytes) {
        m_console->feed(bytes);
        if (m_console->queued() > pauseAbove)
            m_stream.setPaused(true);
    });
    connect(m_console, &ConsoleWidget::queueDrained, this, [this] { m_stream.setPaused(false); });
    connect(&m_stream, &client::ConsoleStream::ended, this, &ConsoleTab::onEnded);
    connect(m_console, &ConsoleWidget::bytesTyped, this,
            [this](const QByteArray &bytes) { m_stream.write(bytes); });
    connect(m_console, &ConsoleWidget::sizeChanged, this, [this](int rows, int columns) {
        if (m_stream.isAttached())
            m_commands.resizeConsole(m_consoleId, rows, columns);
    });
}

void ConsoleTab::setContainer(const std::string &name)
{
    if (name == m_name)
        return update();
    detach();
    m_name = name;
    m_console->reset();
    update();
}

void ConsoleTab::update()
{
    const ContainerInfo *container = m_mirror.container(m_name);
    const auto obstacle = m_connection.obstacle();
    m_start->setEnabled(!obstacle);
    m_start->setToolTip(obstacle ? text::errorText(*obstacle) : QString());
    if (!m_connection.isReady()) {
        detach();
        return say(tr("The console comes back when the helper does. The container runs on meanwhile."),
                   false);
    }
    if (!container || container->state == State::Stopped) {
        if (!m_stream.isAttached()) // its last words stay until the stream itself has ended
            say(tr("%1 is stopped. Start it to see its console.").arg(client::fromUtf8(m_name)), true);
        return;
    }
    if (!hasConsole(container->state))
        return say(tr("%1 is being started.").arg(client::fromUtf8(m_name)), false);
    if (isVisible() && !m_stream.isAttached() && !m_attaching && !m_retry.isActive())
        attach();
}

void ConsoleTab::attach()
{
    m_attaching = true;
    const quint64 attempt = ++m_attempt;
    auto ticket = m_commands.console(m_name, m_console->rows(), m_console->columns());
    whenDone(ticket, this, [this, attempt](const Result<client::ConsoleTicket> &answer) {
        if (attempt != m_attempt)
            return;
        if (!answer)
            return onEnded(answer.error());
        m_consoleId = answer->console;
        m_stream.attach(answer->ticket);
    });
}

void ConsoleTab::detach()
{
    ++m_attempt;
    m_attaching = false;
    m_retry.stop();
    m_stream.close();
}

/// The other side ended it: the container stopped, or the helper went. While it lives, again after a pause.
void ConsoleTab::onEnded(const Error &error)
{
    m_attaching = false;
    const ContainerInfo *container = m_mirror.container(m_name);
    if (m_connection.isReady() && container && hasConsole(container->state)) {
        if (error.code != ErrorCode::HelperUnavailable)
            say(text::errorText(error), false);
        m_retry.start();
        return;
    }
    update();
}

void ConsoleTab::say(const QString &text, bool offerStart)
{
    m_text->setText(text);
    m_start->setVisible(offerStart);
    m_stack->setCurrentIndex(1);
}

void ConsoleTab::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    update();
}

void ConsoleTab::hideEvent(QHideEvent *event)
{
    detach(); // nobody looks: the helper keeps the scroll-back
    QWidget::hideEvent(event);
}

} // namespace taper::pages
