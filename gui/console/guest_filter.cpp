// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/guest_filter.h"
#include <algorithm>
#include <cstring>
#include <utility>

namespace taper {

namespace {
constexpr quint8 escape = 0x1b, bell = 0x07, cancel = 0x18, substitute = 0x1a;
constexpr std::size_t maxHeld = 128;
constexpr const char replacement[] = "\xef\xbf\xbd"; // U+FFFD
constexpr int maxRepeat = 1000;                      // the widest screen
} // namespace

qsizetype GuestFilter::pass(const char *bytes, qsizetype length, std::string &clean)
{
    m_eraseScrollback = false;
    qsizetype at = 0;
    while (at < length && !m_eraseScrollback) {
        if (m_state == State::Ground) {
            const void *found = std::memchr(bytes + at, escape, std::size_t(length - at));
            const qsizetype end = found ? static_cast<const char *>(found) - bytes : length;
            text(bytes + at, end - at, clean);
            at = end;
            if (at == length)
                break;
        }
        step(quint8(bytes[at++]), clean);
    }
    return at;
}

/// ECMA-48 as terminals read it: CAN and SUB end anything, ESC starts anew, control characters inside a
/// sequence act at once.
void GuestFilter::step(quint8 byte, std::string &clean)
{
    if (byte == cancel || byte == substitute) {
        m_state = State::Ground;
        return;
    }
    switch (m_state) {
    case State::Ground:
    case State::Escape:
    case State::Sequence:
        if (byte == escape) {
            endPartial(clean);
            m_state = State::Escape;
            m_held.clear();
        } else if (byte < 0x20) {
            clean += char(byte);
        } else if (m_state == State::Escape) {
            inEscape(byte, clean);
        } else if (m_state == State::Sequence) {
            inSequence(byte, clean);
        }
        return; // Ground is text()'s, but for ESC
    case State::String:
        if (byte == escape)
            m_state = State::StringEscape;
        else if (byte == bell)
            m_state = State::Ground;
        else if (m_oscStart && byte == 'R') // the Linux console's "reset palette", which has no end mark
            m_state = State::Ground;
        else if (m_oscStart && byte == 'P') { // … and "set palette": seven hexadecimal digits
            m_state = State::Palette;
            m_paletteLeft = 7;
        }
        m_oscStart = false;
        return;
    case State::StringEscape:
        if (byte == '\\') {
            m_state = State::Ground;
        } else if (byte != escape) {
            m_state = State::Escape; // not its end, but a new sequence
            m_held.clear();
            step(byte, clean);
        }
        return;
    case State::Palette:
        if (--m_paletteLeft == 0 || byte < 0x20)
            m_state = State::Ground;
        return;
    }
}

void GuestFilter::inEscape(quint8 byte, std::string &clean)
{
    if (byte >= 0x20 && byte <= 0x2f) { // intermediate: ESC ( B, ESC # 8
        if (m_held.size() < 4)
            m_held += char(byte);
        return;
    }
    m_state = State::Ground;
    if (byte > 0x7e) {
        text(reinterpret_cast<const char *>(&byte), 1, clean); // not part of any sequence
        return;
    }
    if (m_held.empty()) {
        switch (byte) {
        case '[':
            startSequence();
            return;
        case ']':
        case 'P':
        case 'X':
        case '^':
        case '_':
            m_state = State::String;
            m_oscStart = byte == ']';
            return;
        default:
            break;
        }
    }
    clean += char(escape);
    clean += m_held;
    clean += char(byte);
    // "Restore cursor" may name a place outside a screen that has become smaller, which libvterm then indexes with.
    // A control sequence (a private mode that nobody has) makes it look at the bounds.
    if (byte == '8' && m_held.empty())
        clean += "\x1b[?9999h";
}

/// Whole, valid characters pass; what is broken becomes U+FFFD; C1 controls in UTF-8 (U+0080 … U+009F) are
/// left out.
void GuestFilter::text(const char *run, qsizetype length, std::string &clean)
{
    qsizetype at = 0;
    while (at < length) {
        if (!m_partial.empty() || (quint8(run[at]) & 0x80) != 0) {
            textByte(quint8(run[at++]), clean);
            continue;
        }
        const qsizetype start = at;
        while (at < length && (quint8(run[at]) & 0x80) == 0)
            ++at;
        clean.append(run + start, std::size_t(at - start));
        const char last = run[at - 1];
        m_last.assign(last >= 0x20 && last != 0x7f ? 1 : 0, last);
    }
}

void GuestFilter::textByte(quint8 byte, std::string &clean)
{
    const bool continues = (byte & 0xc0) == 0x80;
    if (m_partial.empty() || !continues) {
        endPartial(clean);
        if (byte < 0x80) {
            clean += char(byte);
            m_last.assign(byte >= 0x20 && byte != 0x7f ? 1 : 0, char(byte));
        } else if (byte >= 0xc2 && byte <= 0xf4) {
            m_partial = char(byte);
        } else {
            clean += replacement;
        }
        return;
    }
    const auto first = quint8(m_partial[0]);
    // Overlong forms, surrogates and what is beyond U+10FFFF show in the second byte.
    if (m_partial.size() == 1 && ((first == 0xe0 && byte < 0xa0) || (first == 0xed && byte > 0x9f) ||
                                  (first == 0xf0 && byte < 0x90) || (first == 0xf4 && byte > 0x8f))) {
        endPartial(clean);
        clean += replacement;
        return;
    }
    m_partial += char(byte);
    const std::size_t whole = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (m_partial.size() < whole)
        return;
    if (first != 0xc2 || byte >= 0xa0) {
        clean += m_partial;
        m_last = m_partial;
    }
    m_partial.clear();
}

void GuestFilter::endPartial(std::string &clean)
{
    if (m_partial.empty())
        return;
    clean += replacement;
    m_partial.clear();
}

void GuestFilter::startSequence()
{
    m_firstNumber = -1;
    m_state = State::Sequence;
    m_held.clear();
    m_number = -1;
    m_parameters = 1;
    m_intermediate = false;
}

void GuestFilter::digit(int value)
{
    m_number = std::min(maxNumber, std::max(0, m_number) * 10 + value);
}

void GuestFilter::inSequence(quint8 byte, std::string &clean)
{
    const bool room = m_parameters <= maxParameters && m_held.size() < maxHeld;
    const auto writeNumber = [&] {
        if (m_parameters == 1)
            m_firstNumber = m_number;
        if (m_number >= 0 && room)
            m_held += std::to_string(m_number);
        m_number = -1;
    };
    if (byte >= '0' && byte <= '9' && !m_intermediate) {
        digit(byte - '0');
    } else if ((byte == ';' || byte == ':') && !m_intermediate) {
        writeNumber();
        ++m_parameters;
        if (m_parameters <= maxParameters && m_held.size() < maxHeld)
            m_held += char(byte); // what comes after the last one we take is left out
    } else if (byte >= 0x3c && byte <= 0x3f) {
        // Only right after the bracket; elsewhere the sequence is malformed and dropped when it ends.
        if (m_held.empty() && m_number < 0)
            m_held += char(byte);
        else
            m_parameters = -1'000'000;
    } else if (byte >= 0x20 && byte <= 0x2f) {
        writeNumber();
        m_intermediate = true;
        if (m_held.size() < maxHeld)
            m_held += char(byte);
    } else if (byte >= 0x40 && byte <= 0x7e) {
        writeNumber();
        endSequence(byte, clean);
    } else {
        m_state = State::Ground;
        if (byte > 0x7f)
            text(reinterpret_cast<const char *>(&byte), 1, clean);
    }
}

void GuestFilter::endSequence(quint8 final, std::string &clean)
{
    m_state = State::Ground;
    const std::string last = std::exchange(m_last, {});
    if (m_parameters < 0)
        return;
    if (final == 'b' && !m_intermediate) {
        for (int i = std::min(maxRepeat, std::max(1, m_firstNumber)); i > 0; --i)
            clean += last;
        return;
    }
    clean += char(escape);
    clean += '[';
    clean += m_held;
    clean += char(final);
    m_eraseScrollback = final == 'J' && m_held == "3";
}

} // namespace taper
