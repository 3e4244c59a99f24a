// SPDX-License-Identifier: GPL-3.0-or-later
// Stands between the guest and libvterm, whose parser trusts its input: in 0.1.4 and 0.3.3 alike a control
// sequence with more than 16 parameters writes beyond an array, and "repeat" (CSI b) with nothing to repeat
// never ends;
// 0.1.4 also overruns on broken UTF-8. Lets through text, control characters, short escape sequences and
// control sequences with bounded parameters; swallows strings (OSC, DCS, APC, PM, SOS: titles, clipboard,
// images) altogether, for nothing in them is wanted. Sequences are passed on whole, so libvterm is never in
// the middle of one when a write ends.
#pragma once
#include <QByteArray>
#include <string>

namespace taper {

class GuestFilter
{
public:
    static constexpr int maxParameters = 15;
    static constexpr int maxNumber = 9999; ///< larger than any screen, mode or colour

    /// Consumes bytes up to the end or to just after "erase scroll-back" (CSI 3 J, which libvterm 0.1.4 does
    /// not know); appends what may pass to clean. Returns the number consumed.
    qsizetype pass(const char *bytes, qsizetype length, std::string &clean);
    /// Did the last pass() stop at "erase scroll-back"?
    bool sawEraseScrollback() const { return m_eraseScrollback; }
    void reset() { *this = {}; }

private:
    enum class State { Ground, Escape, Sequence, String, StringEscape, Palette };

    void step(quint8 byte, std::string &clean);
    void inEscape(quint8 byte, std::string &clean);
    void inSequence(quint8 byte, std::string &clean);
    void endSequence(quint8 final, std::string &clean);
    void startSequence();
    void text(const char *run, qsizetype length, std::string &clean);
    void textByte(quint8 byte, std::string &clean);
    void endPartial(std::string &clean);
    void digit(int value);

    State m_state = State::Ground;
    std::string m_partial; ///< a UTF-8 character that is not complete yet
    std::string m_last;    ///< the character just before, for "repeat"
    std::string m_held;    ///< the sequence so far, without ESC [
    int m_number = -1;
    int m_firstNumber = -1;
    int m_parameters = 0;
    int m_paletteLeft = 0;
    bool m_intermediate = false;
    bool m_oscStart = false;
    bool m_eraseScrollback = false;
};

} // namespace taper
