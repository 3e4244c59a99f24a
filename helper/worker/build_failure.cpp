// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/build_failure.h"

#include "worker/report.h"

#include <array>
#include <sys/wait.h>

namespace taper::worker {

namespace {

constexpr std::size_t keptComplaints = 6, keptLines = 4;

std::string joined(const std::deque<std::string> &lines)
{
    std::string text;
    for (const std::string &line : lines)
        text += (text.empty() ? "" : "; ") + line;
    return text;
}

std::string_view trimmed(std::string_view line)
{
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t'))
        line.remove_prefix(1);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r'))
        line.remove_suffix(1);
    return line;
}

} // namespace

BuildFailure::Cause BuildFailure::causeOf(std::string_view line)
{
    struct Sign
    {
        const char *words;
        Cause cause;
    };
    static constexpr Sign signs[] = {
        {"No space left on device", Cause::Space},
        {"don't have enough free space", Cause::Space},
        {"Could not resolve", Cause::Name},
        {"Temporary failure resolving", Cause::Name},
        {"Something wicked happened resolving", Cause::Name},
        {"Could not connect to", Cause::Connection},
        {"Cannot initiate the connection", Cause::Connection},
        {"Unable to connect to", Cause::Connection},
        {"Connection timed out", Cause::Connection},
        {"Connection failed", Cause::Connection},
        {"Connection refused", Cause::Connection},
        {"Network is unreachable", Cause::Connection},
        {"Certificate verification failed", Cause::Certificate},
        {"does not have a Release file", Cause::Missing},
        {"404  Not Found", Cause::Changing},
        {"NO_PUBKEY", Cause::Signature},
        {"Missing key ", Cause::Signature},
        {"is not signed", Cause::Signature},
        {"EXPKEYSIG", Cause::Signature},
        {"BADSIG", Cause::Signature},
        {"signatures were invalid", Cause::Signature},
        {"is not valid yet", Cause::Clock},
        {"is expired", Cause::Clock},
        {"Hash Sum mismatch", Cause::Changing},
        {"File has unexpected size", Cause::Changing},
        {"Unable to locate package", Cause::Package},
        {"has no installation candidate", Cause::Package},
    };
    // The server's answer to one file; what it means is told by a line that follows.
    if (line.starts_with("  404  Not Found"))
        return Cause::Unknown;
    // The network is apt's business, not that of a package's script; a full disk may be anybody's.
    const bool isApt = line.starts_with("E: ") || line.starts_with("W: ") || line.starts_with("Err:") ||
                       line.starts_with("  ");
    for (const Sign &sign : signs)
        if ((isApt || sign.cause == Cause::Space) && line.find(sign.words) != std::string_view::npos)
            return sign.cause;
    return Cause::Unknown;
}

void BuildFailure::line(std::string_view line)
{
    const std::string_view text = trimmed(line);
    if (text.empty())
        return;
    m_last.push_back(printable(text, 300));
    if (m_last.size() > keptLines)
        m_last.pop_front();
    // The first that is told: what follows is what it led to.
    if (m_cause == Cause::Unknown && (m_cause = causeOf(line)) != Cause::Unknown)
        m_words = printable(text, 300);
    if (!text.starts_with("E: ") && !text.starts_with("dpkg: error"))
        return;
    m_lines.push_back(printable(text, 300));
    if (m_lines.size() > keptComplaints)
        m_lines.pop_front();
}

Error BuildFailure::explain(const BuildTask &task, int status) const
{
    const std::string what = "build debian:" + task.release;
    const auto download = [&](const std::string &detail, const std::string &hint) {
        return fail(ErrorCode::DownloadFailed, what, task.mirror, detail, hint).value();
    };
    switch (m_cause) {
    case Cause::Name:
        return download(
            "the mirror's name cannot be resolved: " + m_words,
            "Check the address, and that this computer reaches the outside and NAT is on for taper0.");
    case Cause::Connection:
        return download(
            "the mirror cannot be reached: " + m_words,
            "Check the address, and that this computer reaches the outside and NAT is on for taper0.");
    case Cause::Missing:
        return download(
            "the mirror has no release " + task.release + ": " + m_words,
            "Check the release's name and the mirror's address, or use http://deb.debian.org/debian.");
    case Cause::Certificate:
        return download(
            "the mirror's certificate is not trusted: " + m_words,
            "Install the package ca-certificates, or use an http:// address: packages are signed.");
    case Cause::Signature:
        return download(
            "the signature of release " + task.release + " cannot be verified: " + m_words,
            "Bring the package debian-archive-keyring up to date: apt install debian-archive-keyring");
    case Cause::Clock:
        return download("the mirror's lists do not fit this computer's clock: " + m_words,
                        "Set the clock, or use a mirror that is kept up to date.");
    case Cause::Changing:
        return download("the mirror lacks a file, or changed meanwhile: " + m_words,
                        "Build again in a few minutes, or use another mirror.");
    case Cause::Space:
        return fail(ErrorCode::StorageNoSpace, what, {}, m_words).value();
    case Cause::Package:
        return fail(ErrorCode::BuildFailed, what, task.release, "the release lacks a package: " + m_words,
                    "Build another release.")
            .value();
    case Cause::Unknown:
        break;
    }
    const std::string words = joined(m_lines.empty() ? m_last : m_lines);
    const std::string end = WIFSIGNALED(status)
                                ? "mmdebstrap was ended by signal " + std::to_string(WTERMSIG(status))
                                : "mmdebstrap gave up";
    return fail(ErrorCode::BuildFailed, what, {}, end + (words.empty() ? "" : ": " + words)).value();
}

} // namespace taper::worker
