// SPDX-License-Identifier: GPL-3.0-or-later
// Searching in scroll-back and screen: line by line, ignoring case; the match becomes the selection.
#include "console/console_widget.h"
#include "console/search_bar.h"
#include <QScrollBar>

namespace taper {

namespace {

/// Where a match at text position `at` is in columns.
std::pair<int, int> columnsOf(const TerminalRow &row, qsizetype at, qsizetype length)
{
    QString text;
    std::pair<int, int> result{-1, int(row.size())};
    for (int column = 0; column < int(row.size()); ++column) {
        if (result.first < 0 && text.size() >= at && row[std::size_t(column)].width != 0)
            result.first = column;
        if (text.size() >= at + length) {
            result.second = column;
            break;
        }
        row[std::size_t(column)].appendText(text);
    }
    return result;
}

} // namespace

void ConsoleWidget::openSearch()
{
    if (!m_searchBar) {
        m_searchBar = new SearchBar(this);
        connect(m_searchBar, &SearchBar::closed, this, &ConsoleWidget::closeSearch);
        connect(m_searchBar, &SearchBar::nextWanted, this, [this](const QString &text) { findNext(text); });
        connect(m_searchBar, &SearchBar::previousWanted, this,
                [this](const QString &text) { findPrevious(text); });
        connect(m_searchBar, &SearchBar::textEdited, this, [this](const QString &text) {
            setSelection({}); // a longer text is looked for from the bottom again
            findPrevious(text);
        });
    }
    const QString selected = selectedText();
    m_searchBar->open(selected.contains(u'\n') ? QString() : selected);
    m_needle = m_searchBar->text();
    placeSearchBar();
    viewport()->update();
}

void ConsoleWidget::closeSearch()
{
    m_searchBar->hide();
    m_needle.clear();
    setFocus(Qt::OtherFocusReason);
    viewport()->update();
}

void ConsoleWidget::placeSearchBar()
{
    if (!m_searchBar || !m_searchBar->isVisible())
        return;
    m_searchBar->adjustSize();
    const QRect area = viewport()->geometry();
    const int x = isRightToLeft() ? area.left() + 8 : area.right() - m_searchBar->width() - 8;
    m_searchBar->move(std::max(area.left(), x), area.top() + 8);
    m_searchBar->raise();
}

bool ConsoleWidget::findNext(const QString &text)
{
    return find(text, true);
}

bool ConsoleWidget::findPrevious(const QString &text)
{
    return find(text, false);
}

bool ConsoleWidget::find(const QString &text, bool forward)
{
    m_needle = text;
    viewport()->update();
    if (text.isEmpty()) {
        if (m_searchBar)
            m_searchBar->setFound(true);
        return false;
    }
    const qint64 first = m_terminal.firstLine(), lines = m_terminal.endLine() - first;
    // From the match before, else from the bottom up or the top down; once around.
    qint64 line = !m_selection.isEmpty() ? m_selection.begin().line : forward ? first : first + lines - 1;
    line = std::clamp(line, first, first + lines - 1);
    const TextPosition before = m_selection.begin();
    const bool from = !m_selection.isEmpty();
    TerminalRow row;
    for (qint64 i = 0; i <= lines; ++i) {
        m_terminal.readLine(line, row);
        const QString content = rowText(row);
        qsizetype at = forward ? content.indexOf(text, 0, Qt::CaseInsensitive)
                               : content.lastIndexOf(text, -1, Qt::CaseInsensitive);
        while (at >= 0) {
            const auto [begin, end] = columnsOf(row, at, text.size());
            const bool beyond = !from || line != before.line || i > 0 ||
                                (forward ? begin > before.column : begin < before.column);
            if (beyond && begin >= 0) {
                setSelection(Selection::range({line, begin}, {line, end}));
                publishPrimary();
                showLine(line);
                if (m_searchBar)
                    m_searchBar->setFound(true);
                placeSearchBar();
                return true;
            }
            at = forward  ? content.indexOf(text, at + 1, Qt::CaseInsensitive)
                 : at > 0 ? content.lastIndexOf(text, at - 1, Qt::CaseInsensitive)
                          : -1;
        }
        line += forward ? 1 : -1;
        if (line < first)
            line = first + lines - 1;
        if (line >= first + lines)
            line = first;
    }
    if (m_searchBar)
        m_searchBar->setFound(false);
    placeSearchBar();
    return false;
}

} // namespace taper
