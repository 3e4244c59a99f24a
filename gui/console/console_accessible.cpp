// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/console_accessible.h"
#include "console/console_widget.h"

namespace taper {

namespace {

QAccessibleInterface *makeAccessible(const QString &className, QObject *object)
{
    Q_UNUSED(className) // a subclass has another one
    if (auto *widget = qobject_cast<ConsoleWidget *>(object))
        return new ConsoleAccessible(widget);
    return nullptr;
}

} // namespace

ConsoleAccessible::ConsoleAccessible(ConsoleWidget *console)
    : QAccessibleWidget(console, QAccessible::Terminal)
{
}

void ConsoleAccessible::install()
{
    static const bool once = [] {
        QAccessible::installFactory(makeAccessible);
        return true;
    }();
    Q_UNUSED(once)
}

const ConsoleWidget &ConsoleAccessible::console() const
{
    return *static_cast<ConsoleWidget *>(widget());
}

void *ConsoleAccessible::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::TextInterface)
        return static_cast<QAccessibleTextInterface *>(this);
    return QAccessibleWidget::interface_cast(type);
}

QAccessible::State ConsoleAccessible::state() const
{
    QAccessible::State state = QAccessibleWidget::state();
    state.multiLine = true;
    return state;
}

void ConsoleAccessible::selection(int, int *start, int *end) const
{
    *start = *end = 0;
}

int ConsoleAccessible::cursorPosition() const
{
    const QString text = console().screenText();
    const QPoint cursor = console().terminal().cursor();
    qsizetype offset = 0;
    for (int row = 0; row < cursor.y(); ++row) {
        const qsizetype next = text.indexOf(u'\n', offset);
        if (next < 0)
            return int(text.size());
        offset = next + 1;
    }
    const qsizetype end = text.indexOf(u'\n', offset);
    return int(std::min(offset + cursor.x(), end < 0 ? text.size() : end));
}

QString ConsoleAccessible::text(int start, int end) const
{
    const QString all = console().screenText();
    return all.mid(start, end < 0 ? -1 : end - start);
}

int ConsoleAccessible::characterCount() const
{
    return int(console().screenText().size());
}

QRect ConsoleAccessible::characterRect(int offset) const
{
    const QString before = console().screenText().left(offset);
    const int row = int(before.count(u'\n'));
    const int column = int(before.size() - (before.lastIndexOf(u'\n') + 1));
    const QRect cell = console().cellRectangle(row, column);
    return QRect(console().viewport()->mapToGlobal(cell.topLeft()), cell.size());
}

int ConsoleAccessible::offsetAtPoint(const QPoint &point) const
{
    const QPoint local = console().viewport()->mapFromGlobal(point);
    const QRect first = console().cellRectangle(0, 0);
    const int row = (local.y() - first.y()) / std::max(1, first.height());
    const int column = (local.x() - first.x()) / std::max(1, first.width());
    const QStringList lines = console().screenText().split(u'\n');
    if (row < 0 || column < 0 || row >= lines.size())
        return -1;
    qsizetype offset = 0;
    for (int i = 0; i < row; ++i)
        offset += lines.at(i).size() + 1;
    return int(offset + std::min<qsizetype>(column, lines.at(row).size()));
}

QString ConsoleAccessible::attributes(int, int *start, int *end) const
{
    *start = 0;
    *end = characterCount();
    return {};
}

} // namespace taper
