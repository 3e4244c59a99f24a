// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/terminal.h"
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <vterm.h>

namespace taper {

namespace {

/// libvterm 0.1.4 puts four bytes per input byte on the stack.
constexpr qsizetype pieceSize = 16 * 1024;
constexpr quint32 wideRightHalf = 0xffffffffu; // libvterm's mark

CellColor colorFrom(const VTermColor &color)
{
    if (VTERM_COLOR_IS_DEFAULT_FG(&color) || VTERM_COLOR_IS_DEFAULT_BG(&color))
        return CellColor::standard();
    if (VTERM_COLOR_IS_INDEXED(&color))
        return CellColor::indexed(color.indexed.idx);
    return CellColor::rgb(color.rgb.red, color.rgb.green, color.rgb.blue);
}

VTermColor colorTo(CellColor color, VTermColorType defaultKind)
{
    VTermColor result{};
    if (color.isIndexed()) {
        vterm_color_indexed(&result, color.index());
    } else if (color.isDefault()) {
        vterm_color_rgb(&result, 0, 0, 0);
        result.type |= quint8(defaultKind);
    } else {
        const quint32 bits = color.rgbBits();
        vterm_color_rgb(&result, quint8(bits >> 16), quint8(bits >> 8), quint8(bits));
    }
    return result;
}

quint16 flagsFrom(const VTermScreenCellAttrs &attributes)
{
    quint16 flags = 0;
    flags |= attributes.bold ? CellStyle::Bold : 0;
    flags |= attributes.italic ? CellStyle::Italic : 0;
    flags |= attributes.reverse ? CellStyle::Reverse : 0;
    flags |= attributes.strike ? CellStyle::Strike : 0;
    flags |= attributes.blink ? CellStyle::Blink : 0;
#ifdef TAPER_VTERM_CONCEAL
    flags |= attributes.conceal ? CellStyle::Conceal : 0;
#endif
    switch (attributes.underline) {
    case VTERM_UNDERLINE_OFF:
        break;
    case VTERM_UNDERLINE_DOUBLE:
        flags |= CellStyle::DoubleUnderline;
        break;
    case VTERM_UNDERLINE_CURLY:
        flags |= CellStyle::CurlyUnderline;
        break;
    default:
        flags |= CellStyle::Underline;
        break;
    }
    return flags;
}

bool isEmpty(const VTermScreenCell &cell)
{
    return cell.chars[0] == 0 && VTERM_COLOR_IS_DEFAULT_BG(&cell.bg) && !cell.attrs.reverse;
}

/// before, beforeStyle: the cell left of it and what its style came out as, mostly the same.
void cellFrom(const VTermScreenCell &from, TerminalCell &to, const VTermScreenCell *before = nullptr,
              const CellStyle *beforeStyle = nullptr)
{
    to.characters = {};
    if (before && std::memcmp(&from.attrs, &before->attrs, sizeof from.attrs) == 0 &&
        std::memcmp(&from.fg, &before->fg, sizeof from.fg) == 0 &&
        std::memcmp(&from.bg, &before->bg, sizeof from.bg) == 0)
        to.style = *beforeStyle;
    else
        to.style = {colorFrom(from.fg), colorFrom(from.bg), flagsFrom(from.attrs)};
    if (from.chars[0] == wideRightHalf) {
        to.width = 0;
        return;
    }
    // Written over half of a wide character, libvterm says 2 for a narrow one; none below U+1100 is wide.
    to.width = quint8(from.width == 2 && from.chars[0] >= 0x1100 ? 2 : 1);
    for (std::size_t i = 0; i < to.characters.size() && from.chars[i] != 0; ++i) {
        const quint32 character = from.chars[i];
        const bool valid = character <= 0x10ffff && (character < 0xd800 || character > 0xdfff);
        to.characters[i] = valid ? char32_t(character) : U'\ufffd';
    }
}

void cellTo(const TerminalCell &from, VTermScreenCell &to)
{
    to = {};
    std::copy(from.characters.begin(), from.characters.end(), to.chars);
    to.width = char(std::max<int>(1, from.width));
    to.fg = colorTo(from.style.foreground, VTERM_COLOR_DEFAULT_FG);
    to.bg = colorTo(from.style.background, VTERM_COLOR_DEFAULT_BG);
    to.attrs.bold = (from.style.flags & CellStyle::Bold) != 0;
    to.attrs.italic = (from.style.flags & CellStyle::Italic) != 0;
    to.attrs.reverse = (from.style.flags & CellStyle::Reverse) != 0;
    to.attrs.strike = (from.style.flags & CellStyle::Strike) != 0;
    to.attrs.blink = (from.style.flags & CellStyle::Blink) != 0;
    to.attrs.underline = (from.style.flags & CellStyle::Underline)         ? VTERM_UNDERLINE_SINGLE
                         : (from.style.flags & CellStyle::DoubleUnderline) ? VTERM_UNDERLINE_DOUBLE
                         : (from.style.flags & CellStyle::CurlyUnderline)  ? VTERM_UNDERLINE_CURLY
                                                                           : VTERM_UNDERLINE_OFF;
}

/// A right half whose left half was written over is an empty cell.
void repairHalves(TerminalRow &row)
{
    for (std::size_t column = 0; column < row.size(); ++column)
        if (row[column].width == 0 && (column == 0 || row[column - 1].width != 2))
            row[column].width = 1;
}

Terminal::Size clamped(Terminal::Size size)
{
    return {std::clamp(size.rows, Terminal::smallest.rows, Terminal::largest.rows),
            std::clamp(size.columns, Terminal::smallest.columns, Terminal::largest.columns)};
}

} // namespace

/// What libvterm calls back. It calls from within write(), resize() and the send functions only.
struct Terminal::Callbacks
{
    static Terminal &self(void *user) { return *static_cast<Terminal *>(user); }

    static int damage(VTermRect rect, void *user)
    {
        Terminal &terminal = self(user);
        terminal.m_damage.add(rect.start_row, rect.end_row - 1);
        if (!terminal.m_resizing) {
            const auto end = std::min(std::size_t(std::max(0, rect.end_row)), terminal.m_rowWraps.size());
            for (auto row = std::size_t(std::max(0, rect.start_row)); row < end; ++row)
                terminal.m_rowWraps[row] = LineWrap::Unknown;
        }
        return 1;
    }
    static int moveCursor(VTermPos position, VTermPos old, int, void *user)
    {
        Terminal &terminal = self(user);
        terminal.m_cursor = {position.col, position.row};
        terminal.m_damage.add(old.row, old.row);
        terminal.m_damage.add(position.row, position.row);
        return 1;
    }
    static int property(VTermProp property, VTermValue *value, void *user)
    {
        Terminal &terminal = self(user);
        Properties &properties = terminal.m_properties;
        terminal.m_damage.add(terminal.m_cursor.y(), terminal.m_cursor.y());
        switch (property) {
        case VTERM_PROP_CURSORVISIBLE:
            properties.cursorVisible = value->boolean;
            break;
        case VTERM_PROP_CURSORBLINK:
            properties.cursorBlinks = value->boolean;
            break;
        case VTERM_PROP_ALTSCREEN:
            properties.alternateScreen = value->boolean;
            break;
        case VTERM_PROP_CURSORSHAPE:
            properties.cursorShape = value->number == VTERM_PROP_CURSORSHAPE_UNDERLINE
                                         ? CursorShape::Underline
                                     : value->number == VTERM_PROP_CURSORSHAPE_BAR_LEFT ? CursorShape::Bar
                                                                                        : CursorShape::Block;
            break;
        case VTERM_PROP_MOUSE:
            properties.mouseMode = value->number == VTERM_PROP_MOUSE_CLICK  ? MouseMode::Click
                                   : value->number == VTERM_PROP_MOUSE_DRAG ? MouseMode::Drag
                                   : value->number == VTERM_PROP_MOUSE_MOVE ? MouseMode::Move
                                                                            : MouseMode::None;
            break;
        default:
            break; // titles and icon names of a guest are nobody's business
        }
        return 1;
    }
    static int bell(void *user)
    {
        self(user).m_bell = true;
        return 1;
    }
    static int pushLine(int columns, const VTermScreenCell *cells, void *user)
    {
        Terminal &terminal = self(user);
        // Called for every line of a flood: what is empty at the end is not looked at twice.
        int used = columns;
        while (used > 0 && isEmpty(cells[used - 1]))
            --used;
        TerminalRow &row = terminal.m_row;
        row.resize(std::size_t(used));
        for (int column = 0; column < used; ++column)
            cellFrom(cells[column], row[std::size_t(column)], column > 0 ? &cells[column - 1] : nullptr,
                     column > 0 ? &row[std::size_t(column - 1)].style : nullptr);
        repairHalves(row);
        // What a resize pushes and pops again is put together as one line where it was wrapped.
        if (terminal.m_resizing && terminal.m_pushed > 0 && terminal.m_scrollback.size() > 0) {
            LineWrap wrap = terminal.knownWrap(terminal.m_pushed - 1);
            if (wrap == LineWrap::Unknown)
                wrap = terminal.m_scrollback.isFull(terminal.m_scrollback.size() - 1) && !row.empty() &&
                               !row.front().isBlank()
                           ? LineWrap::Yes
                           : LineWrap::No;
            terminal.m_scrollback.setNewestWrap(wrap);
        }
        ++terminal.m_pushed;
        terminal.m_scrollback.push(row, columns);
        return 1;
    }
    static int popLine(int columns, VTermScreenCell *cells, void *user)
    {
        Terminal &terminal = self(user);
        LineWrap wrap = LineWrap::Unknown;
        if (!terminal.m_scrollback.pop(terminal.m_row, columns, wrap))
            return 0;
        terminal.m_newWraps.push_back(wrap);
        terminal.m_row.resize(std::size_t(columns));
        for (int column = 0; column < columns; ++column)
            cellTo(terminal.m_row[std::size_t(column)], cells[column]);
        return 1;
    }
    static void output(const char *bytes, size_t length, void *user)
    {
        self(user).output(bytes, qsizetype(length));
    }
};

void Terminal::Free::operator()(VTerm *vterm) const
{
    vterm_free(vterm);
}

Terminal::Terminal(Size size, qsizetype scrollbackLines)
    : m_scrollback(scrollbackLines), m_size(clamped(size))
{
    prepare();
}

Terminal::~Terminal() = default;

void Terminal::prepare()
{
    static const VTermScreenCallbacks callbacks = [] {
        VTermScreenCallbacks table{};
        table.damage = Callbacks::damage;
        table.movecursor = Callbacks::moveCursor;
        table.settermprop = Callbacks::property;
        table.bell = Callbacks::bell;
        table.sb_pushline = Callbacks::pushLine;
        table.sb_popline = Callbacks::popLine;
        return table;
    }();
    m_vterm.reset(vterm_new(m_size.rows, m_size.columns));
    vterm_set_utf8(m_vterm.get(), 1);
    vterm_output_set_callback(m_vterm.get(), Callbacks::output, this);
    m_state = vterm_obtain_state(m_vterm.get());
    m_screen = vterm_obtain_screen(m_vterm.get());
    vterm_screen_set_callbacks(m_screen, &callbacks, this);
    vterm_screen_enable_altscreen(m_screen, 1);
    // Merged damage: 300 calls instead of 21 million for 20 MB.
    vterm_screen_set_damage_merge(m_screen, VTERM_DAMAGE_SCROLL);
    vterm_screen_reset(m_screen, 1);
    m_damage.add(0, m_size.rows - 1);
}

void Terminal::write(const char *bytes, qsizetype length)
{
    m_parsing = true;
    m_answered = 0;
    for (qsizetype done = 0; done < length;) {
        m_clean.clear();
        done += m_filter.pass(bytes + done, std::min(pieceSize, length - done), m_clean);
        writeClean();
        if (m_filter.sawEraseScrollback())
            m_scrollback.clear();
    }
    vterm_screen_flush_damage(m_screen);
    readCursor();
    m_parsing = false;
}

/// The last move that libvterm reports is not always the last one it made.
void Terminal::readCursor()
{
    VTermPos position{};
    vterm_state_get_cursorpos(m_state, &position);
    const QPoint cursor(std::clamp(position.col, 0, m_size.columns - 1),
                        std::clamp(position.row, 0, m_size.rows - 1));
    if (cursor == m_cursor)
        return;
    m_damage.add(m_cursor.y(), m_cursor.y());
    m_damage.add(cursor.y(), cursor.y());
    m_cursor = cursor;
}

void Terminal::writeClean()
{
    if (!m_clean.empty())
        vterm_input_write(m_vterm.get(), m_clean.data(), m_clean.size());
}

void Terminal::output(const char *bytes, qsizetype length)
{
    if (m_parsing) {
        if (m_answered + length > answerLimit)
            return;
        m_answered += length;
    }
    m_output.append(bytes, length);
}

void Terminal::resize(Size wanted)
{
    const Size size = clamped(wanted);
    if (size == m_size)
        return;
    m_resizing = true;
    if (size.columns != m_size.columns && !m_properties.alternateScreen && m_cursor.y() > 0 &&
        cursorIsLowest()) {
        // libvterm 0.1.4 cuts lines off at the new width and 0.3 aborts the program when reflow goes wrong.
        // So the lines above the cursor go to the scroll-back, which keeps them whole, and come back cut into
        // pieces.
        setSize({1, m_size.columns});
        setSize({1, size.columns});
    }
    setSize(size);
    repairCursor();
    vterm_screen_flush_damage(m_screen);
    m_resizing = false;
    m_damage.add(0, m_size.rows - 1);
}

void Terminal::setSize(Size size)
{
    m_pushed = 0;
    m_newWraps.clear();
    vterm_set_size(m_vterm.get(), size.rows, size.columns);
    m_size = size;
    m_rowWraps.assign(m_newWraps.rbegin(), m_newWraps.rend());
}

LineWrap Terminal::knownWrap(int row) const
{
    return row >= 0 && std::size_t(row) < m_rowWraps.size() ? m_rowWraps[std::size_t(row)]
                                                            : LineWrap::Unknown;
}

bool Terminal::cursorIsLowest() const
{
    for (int row = m_cursor.y() + 1; row < m_size.rows; ++row)
        if (!vterm_screen_is_eol(m_screen, {row, 0}))
            return false;
    return true;
}

/// libvterm keeps margins that are larger than the new screen, and 0.1.4 may leave the cursor above the first
/// row (both then index outside its arrays). As in xterm, resizing takes the margins away.
void Terminal::repairCursor()
{
    VTermPos position{};
    vterm_state_get_cursorpos(m_state, &position);
    const int row = std::clamp(position.row, 0, m_size.rows - 1);
    const int column = std::clamp(position.col, 0, m_size.columns - 1);
    char sequence[64];
    // DECLRMM off and DECSTBM without arguments are "no margins"; then CUP.
    const int length =
        std::snprintf(sequence, sizeof sequence, "\x1b[?69l\x1b[r\x1b[%d;%dH", row + 1, column + 1);
    vterm_input_write(m_vterm.get(), sequence, size_t(length));
    m_cursor = {column, row};
}

void Terminal::reset()
{
    m_properties = {};
    m_cursor = {};
    m_output.clear();
    m_bell = false;
    m_filter.reset();
    m_rowWraps.clear();
    prepare();
    m_scrollback.clear();
}

void Terminal::clear()
{
    const char sequence[] = "\x1b[H\x1b[2J";
    vterm_input_write(m_vterm.get(), sequence, sizeof sequence - 1);
    vterm_screen_flush_damage(m_screen);
    m_scrollback.clear();
    m_damage.add(0, m_size.rows - 1);
}

void Terminal::readScreenRow(int row, TerminalRow &cells) const
{
    cells.resize(std::size_t(m_size.columns));
    VTermScreenCell cell;
    for (int column = 0; column < m_size.columns; ++column) {
        if (vterm_screen_get_cell(m_screen, {row, column}, &cell))
            cellFrom(cell, cells[std::size_t(column)]);
        else
            cells[std::size_t(column)] = {};
    }
    repairHalves(cells);
}

void Terminal::readLine(qint64 line, TerminalRow &row) const
{
    if (line < firstLine() || line >= endLine())
        row.clear();
    else if (line < screenLine())
        m_scrollback.read(line - firstLine(), row);
    else
        readScreenRow(int(line - screenLine()), row);
}

bool Terminal::goesOn(qint64 line) const
{
    if (line < firstLine() || line + 1 >= endLine())
        return false;
    TerminalRow row;
    if (line < screenLine()) {
        if (const LineWrap wrap = m_scrollback.wrap(line - firstLine()); wrap != LineWrap::Unknown)
            return wrap == LineWrap::Yes;
        if (!m_scrollback.isFull(line - firstLine()))
            return false;
    } else {
        readLine(line, row);
        if (row.empty() || row.back().characters[0] == 0)
            return false;
    }
    readLine(line + 1, row);
    return !row.empty() && !row.empty() && !row.front().isBlank();
}

QString Terminal::screenText() const
{
    QString text;
    TerminalRow row;
    qsizetype end = 0;
    for (int i = 0; i < m_size.rows; ++i) {
        readScreenRow(i, row);
        const QString line = rowText(row);
        text += line;
        if (!line.isEmpty())
            end = text.size();
        text += u'\n';
    }
    text.truncate(end);
    return text;
}

Terminal::Damage Terminal::takeDamage()
{
    Damage damage = std::exchange(m_damage, {});
    damage.first = std::max(0, damage.first);
    damage.last = std::min(m_size.rows - 1, damage.last);
    return damage;
}

bool Terminal::takeBell()
{
    return std::exchange(m_bell, false);
}

QByteArray Terminal::takeOutput()
{
    return std::exchange(m_output, {});
}

void Terminal::sendBytes(const QByteArray &bytes)
{
    m_output += bytes;
}

void Terminal::sendKey(int vtermKey, int modifiers)
{
    vterm_keyboard_key(m_vterm.get(), VTermKey(vtermKey), VTermModifier(modifiers));
}

void Terminal::sendPaste(const QByteArray &utf8)
{
    vterm_keyboard_start_paste(m_vterm.get()); // says something only where the guest asked for it
    m_output += utf8;
    vterm_keyboard_end_paste(m_vterm.get());
}

void Terminal::sendMouseMove(int row, int column, int modifiers)
{
    vterm_mouse_move(m_vterm.get(), row, column, VTermModifier(modifiers));
}

void Terminal::sendMouseButton(int button, bool pressed, int modifiers)
{
    vterm_mouse_button(m_vterm.get(), button, pressed, VTermModifier(modifiers));
}

void Terminal::sendFocus(bool in)
{
    if (in)
        vterm_state_focus_in(m_state);
    else
        vterm_state_focus_out(m_state);
}

} // namespace taper
