// SPDX-License-Identifier: GPL-3.0-or-later
// The one edge between the wire's UTF-8 (std::string) and the window's QString.
// Runs in: taper. Bytes that are not UTF-8 become U+FFFD, never an error.
#pragma once
#include <QString>
#include <string>
#include <string_view>

namespace taper::client {

inline QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

inline std::string toUtf8(const QString &text)
{
    return text.toStdString();
}

} // namespace taper::client
