// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/build_progress.h"

#include <algorithm>
#include <charconv>

namespace taper::worker {

namespace {

constexpr std::uint64_t maximumPackages = 100'000, maximumBytes = std::uint64_t(1) << 40;

std::optional<std::uint64_t> leadingNumber(std::string_view &text)
{
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc())
        return std::nullopt;
    text.remove_prefix(std::size_t(end - text.data()));
    return number;
}

bool skip(std::string_view &text, std::string_view prefix)
{
    if (!text.starts_with(prefix))
        return false;
    text.remove_prefix(prefix.size());
    return true;
}

/// "0 upgraded, 69 newly installed, 0 to remove and 0 not upgraded." -> 69
std::optional<std::uint64_t> newlyInstalled(std::string_view line)
{
    if (!leadingNumber(line) || !skip(line, " upgraded, "))
        return std::nullopt;
    const auto count = leadingNumber(line);
    return count && line.starts_with(" newly installed, ") ? count : std::nullopt;
}

/// "29.7 MB" as apt writes it: decimal, one digit after the point at most (apt-pkg/contrib/strutl.cc, SizeToStr).
std::optional<std::uint64_t> aptSize(std::string_view &text)
{
    const auto whole = leadingNumber(text);
    if (!whole || *whole > 1'000'000)
        return std::nullopt;
    std::uint64_t tenths = *whole * 10;
    if (text.size() > 1 && text[0] == '.' && text[1] >= '0' && text[1] <= '9') {
        tenths += std::uint64_t(text[1] - '0');
        text.remove_prefix(2);
    }
    std::uint64_t unit = 0;
    if (skip(text, " B"))
        unit = 1;
    else if (skip(text, " kB"))
        unit = 1'000;
    else if (skip(text, " MB"))
        unit = 1'000'000;
    else if (skip(text, " GB"))
        unit = 1'000'000'000;
    if (unit == 0 || tenths * unit / 10 > maximumBytes)
        return std::nullopt;
    return tenths * unit / 10;
}

} // namespace

std::optional<std::uint64_t> bytesToGet(std::string_view line)
{
    if (!skip(line, "Need to get "))
        return std::nullopt;
    const auto bytes = aptSize(line);
    if (bytes && skip(line, "/") && !aptSize(line))
        return std::nullopt;
    return bytes && line.starts_with(" of archives.") ? bytes : std::nullopt;
}

void BuildProgress::roundBegins(std::uint64_t packages)
{
    if (packages > maximumPackages || m_packages + packages > maximumPackages)
        return;
    m_packages += packages;
    m_counts = true;
}

void BuildProgress::line(std::string_view line)
{
    if (line.starts_with("I: ")) {
        m_counts = false;
        if (line.starts_with("I: cleaning "))
            m_step = Step::Finish;
        else if (line.starts_with("I: extracting "))
            m_step = Step::Unpack;
    } else if (const auto packages = newlyInstalled(line)) {
        roundBegins(*packages);
    } else if (const auto bytes = m_counts ? bytesToGet(line) : std::nullopt) {
        m_bytesBefore += m_bytes;
        m_bytes = *bytes;
        m_downloaded = 0;
        m_step = Step::Download;
    } else if (line.starts_with("Fetched ") && m_step == Step::Download) {
        m_downloaded = m_bytes;
        m_step = Step::Unpack;
    } else if (line.starts_with("Unpacking ") && m_unpacked < m_packages) {
        // apt configures some while it unpacks others: it is "unpack" until the last one is.
        m_step = ++m_unpacked < m_packages ? Step::Unpack : Step::Configure;
    } else if (line.starts_with("Setting up ") && m_configured < m_packages) {
        ++m_configured;
    }
}

void BuildProgress::setDownloaded(std::uint64_t bytes)
{
    // The total is rounded to three digits: never more than it, nor back.
    m_downloaded = std::max(m_downloaded, std::min(bytes, m_bytes));
}

std::string_view BuildProgress::stepName() const
{
    switch (m_step) {
    case Step::Lists:
        return "package lists";
    case Step::Download:
        return "download";
    case Step::Unpack:
        return "unpack";
    case Step::Configure:
        return "configure";
    case Step::Finish:
        break;
    }
    return "finish";
}

std::optional<std::uint64_t> BuildProgress::done() const
{
    switch (m_step) {
    case Step::Download:
        return m_bytesBefore + m_downloaded;
    case Step::Unpack:
        return m_unpacked;
    case Step::Configure:
        return m_configured;
    default:
        return std::nullopt;
    }
}

std::optional<std::uint64_t> BuildProgress::total() const
{
    if (!done())
        return std::nullopt;
    return m_step == Step::Download ? m_bytesBefore + m_bytes : m_packages;
}

} // namespace taper::worker
