// SPDX-License-Identifier: GPL-3.0-or-later
// The frame on the wire: 4 bytes of length (big-endian), then that many bytes of UTF-8 JSON, one object.
//
//   +------+------+------+------+------------------------+
//   |  n   (uint32, big-endian) |  n bytes of JSON        |   n is checked against the cap before a byte is allocated
//   +------+------+------+------+------------------------+
#pragma once
#include "core/error.h"
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace taper::protocol {

inline constexpr std::size_t maximumRequest = 1u << 20;  ///< to the helper
inline constexpr std::size_t maximumResponse = 4u << 20; ///< from the helper

/// Length and body, ready to be sent.
std::string frame(std::string_view body);

/// Takes bytes as they come, in any pieces, gives whole bodies out.
class FrameReader
{
public:
    explicit FrameReader(std::size_t maximum) : m_maximum(maximum) {}
    void feed(std::string_view bytes) { m_buffer.append(bytes); }
    /// The next whole body, nothing when it has not come yet; ProtocolViolation when it is empty or above the cap,
    /// after which the connection must be closed.
    Result<std::optional<std::string>> next();
    /// Bytes that came behind the last whole frame (raw console bytes after console.attach). Empties the reader.
    std::string takeRest();

private:
    std::size_t m_maximum;
    std::string m_buffer;
    std::size_t m_start = 0;
};

} // namespace taper::protocol
