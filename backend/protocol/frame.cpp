// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/frame.h"

#include <cstdint>

namespace taper::protocol {

std::string frame(std::string_view body)
{
    const auto length = static_cast<std::uint32_t>(body.size());
    std::string bytes;
    bytes.reserve(body.size() + 4);
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<char>(length >> shift & 0xff));
    bytes.append(body);
    return bytes;
}

Result<std::optional<std::string>> FrameReader::next()
{
    if (m_buffer.size() - m_start < 4)
        return std::nullopt;
    std::uint32_t length = 0;
    for (std::size_t i = 0; i < 4; ++i)
        length = length << 8 | static_cast<unsigned char>(m_buffer[m_start + i]);
    if (length == 0 || length > m_maximum)
        return fail(ErrorCode::ProtocolViolation, "frame", std::to_string(length) + " bytes",
                    length == 0 ? "empty" : "longer than " + std::to_string(m_maximum) + " bytes");
    if (m_buffer.size() - m_start - 4 < length)
        return std::nullopt;
    std::string body = m_buffer.substr(m_start + 4, length);
    m_start += 4 + length;
    if (m_start == m_buffer.size() || m_start > 65536) {
        m_buffer.erase(0, m_start);
        m_start = 0;
    }
    return body;
}

std::string FrameReader::takeRest()
{
    std::string rest = m_buffer.substr(m_start);
    m_buffer.clear();
    m_start = 0;
    return rest;
}

} // namespace taper::protocol
