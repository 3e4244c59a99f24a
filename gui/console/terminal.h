// SPDX-License-Identifier: GPL-3.0-or-later
// libvterm and the scroll-back behind one interface: bytes of the guest in; rows, cursor, damage and bytes
// for the guest out. Knows no widget. Runs in: the window, main thread.
//
// What comes in is hostile. Titles, icon names and every OSC or DCS that libvterm does not know are ignored;
// the guest can neither read nor write the clipboard; what libvterm answers to queries is cut off per write.
#pragma once
#include "console/guest_filter.h"
#include "console/scrollback.h"
#include <QByteArray>
#include <QPoint>
#include <memory>

struct VTerm;
struct VTermScreen;
struct VTermState;

namespace taper {

class Terminal
{
public:
    enum class CursorShape { Block, Underline, Bar };
    enum class MouseMode { None, Click, Drag, Move };
    struct Size
    {
        int rows = 24, columns = 80;
        bool operator==(const Size &) const = default;
    };
    struct Properties
    {
        bool cursorVisible = true;
        bool cursorBlinks = true;
        bool alternateScreen = false;
        CursorShape cursorShape = CursorShape::Block;
        MouseMode mouseMode = MouseMode::None;
    };
    /// The rows of the screen that changed since it was last asked for; first > last = none.
    struct Damage
    {
        int first = 1 << 20, last = -1;
        bool isEmpty() const { return first > last; }
        void add(int from, int to)
        {
            first = std::min(first, from);
            last = std::max(last, to);
        }
    };
    static constexpr Size largest{500, 1000};
    static constexpr Size smallest{1, 2};
    /// What the guest's queries may answer per write(); more is dropped, else it makes us its amplifier.
    static constexpr qsizetype answerLimit = 4096;

    explicit Terminal(Size size, qsizetype scrollbackLines = 10'000);
    ~Terminal();
    Terminal(const Terminal &) = delete;
    Terminal &operator=(const Terminal &) = delete;

    /// Bytes of the guest, any length (libvterm 0.1.4 itself dies of more than some hundred KiB at once).
    void write(const char *bytes, qsizetype length);
    /// Clamped to smallest … largest. The text stays: what no longer fits goes to the scroll-back and comes
    /// back.
    void resize(Size size);
    /// As if just made: screen, modes, half-read sequences and scroll-back are forgotten.
    void reset();
    /// Empties screen and scroll-back, the cursor goes to the top; modes stay.
    void clear();

    Size size() const { return m_size; }
    QPoint cursor() const { return m_cursor; } ///< x = column, y = row
    const Properties &properties() const { return m_properties; }
    const Scrollback &scrollback() const { return m_scrollback; }

    /// Lines have numbers that never change while they live: scroll-back first, then the screen's rows.
    qint64 firstLine() const { return m_scrollback.dropped(); }
    qint64 screenLine() const { return m_scrollback.dropped() + m_scrollback.size(); }
    qint64 endLine() const { return screenLine() + m_size.rows; }
    void readLine(qint64 line, TerminalRow &row) const; ///< empty when there is none
    bool goesOn(
        qint64 line) const; ///< full to the last column and the next line begins with text: one line, wrapped
    void readScreenRow(int row, TerminalRow &cells) const;
    QString screenText() const; ///< rows without spaces at their ends, empty rows at the end left out

    Damage takeDamage();
    bool takeBell();
    QByteArray takeOutput(); ///< for the guest

    /// Keys and mouse; what they become is in takeOutput().
    void sendBytes(const QByteArray &bytes);
    void sendKey(int vtermKey, int modifiers);
    void sendPaste(const QByteArray &utf8);
    void sendMouseMove(int row, int column, int modifiers);
    void sendMouseButton(int button, bool pressed, int modifiers);
    void sendFocus(bool in);

private:
    struct Callbacks;
    struct Free
    {
        void operator()(VTerm *vterm) const;
    };
    void prepare();
    void writeClean();
    void setSize(Size size);
    LineWrap knownWrap(int row) const;
    void repairCursor();
    void readCursor();
    bool cursorIsLowest() const;
    void output(const char *bytes, qsizetype length);

    std::unique_ptr<VTerm, Free> m_vterm;
    VTermScreen *m_screen = nullptr;
    VTermState *m_state = nullptr;
    Scrollback m_scrollback;
    Size m_size;
    QPoint m_cursor;
    Properties m_properties;
    Damage m_damage;
    bool m_bell = false;
    bool m_parsing = false;
    bool m_resizing = false;
    qsizetype m_answered = 0;
    QByteArray m_output;
    TerminalRow m_row; ///< reused by the callbacks
    GuestFilter m_filter;
    std::string m_clean;
    std::vector<LineWrap> m_rowWraps; ///< what is known of the screen's rows since the last resize
    std::vector<LineWrap> m_newWraps; ///< the same, collected during a resize, last row first
    int m_pushed = 0;                 ///< rows pushed during this step of a resize
};

} // namespace taper
