// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/network/dns_message.h"

#include <algorithm>

namespace taper::network {

namespace {

constexpr std::size_t headerSize = 12, maximumLabel = 63, maximumName = 255, maximumAnswers = 64;
constexpr std::uint16_t typeA = 1, classIn = 1, flagResponse = 0x8000, flagRecursion = 0x0100,
                        flagsOpcode = 0x7800;

/// Reads forward only; once it ran over the end, all it says is void.
class Reader
{
public:
    explicit Reader(std::span<const std::uint8_t> bytes) : m_bytes(bytes) {}

    std::uint8_t byte()
    {
        if (m_at >= m_bytes.size()) {
            m_good = false;
            return 0;
        }
        return m_bytes[m_at++];
    }
    std::uint16_t word()
    {
        const unsigned high = byte();
        return static_cast<std::uint16_t>(high << 8 | byte());
    }
    void skip(std::size_t count)
    {
        if (count > m_bytes.size() - m_at)
            m_good = false;
        else
            m_at += count;
    }
    /// A name with dots; a compressed tail is skipped, not followed: only the question's name is of interest,
    /// and that is the first of the message.
    std::string name()
    {
        std::string text;
        while (m_good) {
            const std::uint8_t length = byte();
            if (length == 0)
                break;
            if ((length & 0xc0) == 0xc0) {
                skip(1);
                break;
            }
            if (length > maximumLabel || text.size() + length + 1 > maximumName) {
                m_good = false;
                break;
            }
            if (!text.empty())
                text.push_back('.');
            for (int i = 0; i < length; ++i)
                text.push_back(static_cast<char>(byte()));
        }
        return text;
    }
    bool good() const { return m_good; }

private:
    std::span<const std::uint8_t> m_bytes;
    std::size_t m_at = 0;
    bool m_good = true;
};

void putWord(std::vector<std::uint8_t> &bytes, unsigned value)
{
    bytes.push_back(static_cast<std::uint8_t>(value >> 8));
    bytes.push_back(static_cast<std::uint8_t>(value));
}

} // namespace

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return lower;
}

std::vector<std::uint8_t> dnsQuestion(std::uint16_t id, std::string_view name)
{
    name = name.substr(0, maximumLabel);
    std::vector<std::uint8_t> bytes;
    putWord(bytes, id);
    putWord(bytes, flagRecursion);
    putWord(bytes, 1); // questions
    putWord(bytes, 0);
    putWord(bytes, 0);
    putWord(bytes, 0);
    bytes.push_back(static_cast<std::uint8_t>(name.size()));
    bytes.insert(bytes.end(), name.begin(), name.end());
    bytes.push_back(0);
    putWord(bytes, typeA);
    putWord(bytes, classIn);
    return bytes;
}

std::optional<DnsAnswer> parseDnsAnswer(std::span<const std::uint8_t> bytes)
{
    if (bytes.size() < headerSize || bytes.size() > maximumDnsMessage)
        return std::nullopt;
    Reader reader(bytes);
    DnsAnswer answer;
    answer.id = reader.word();
    const std::uint16_t flags = reader.word();
    const std::uint16_t questions = reader.word(), answers = reader.word();
    reader.skip(4);
    if ((flags & flagResponse) == 0 || (flags & flagsOpcode) != 0 || questions != 1)
        return std::nullopt;
    answer.name = lowerCase(reader.name());
    const std::uint16_t type = reader.word(), kind = reader.word();
    if (!reader.good() || type != typeA || kind != classIn)
        return std::nullopt;
    if ((flags & 0x000f) != 0)
        return answer; // NXDOMAIN, REFUSED: not (yet)
    for (std::size_t i = 0; i < std::min<std::size_t>(answers, maximumAnswers); ++i) {
        reader.name();
        const std::uint16_t recordType = reader.word(), recordClass = reader.word();
        reader.skip(4); // time to live
        const std::uint16_t length = reader.word();
        if (recordType == typeA && recordClass == classIn && length == 4) {
            const Ipv4 high = reader.word();
            const Ipv4 address = high << 16 | reader.word();
            if (reader.good())
                answer.addresses.push_back(address);
        } else {
            reader.skip(length);
        }
        if (!reader.good())
            return std::nullopt;
    }
    return answer;
}

} // namespace taper::network
