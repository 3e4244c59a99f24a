// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QGuiApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>

namespace taper::text {

namespace {
struct Format
{
    Q_DECLARE_TR_FUNCTIONS(Format)
};

/// A number with its unit keeps its order inside right-to-left text: U+2068 … U+2069 isolate it.
QString isolated(const QString &value)
{
    if (QGuiApplication::layoutDirection() != Qt::RightToLeft)
        return value;
    return QChar(0x2068) + value + QChar(0x2069);
}
} // namespace

QString bytes(std::uint64_t count)
{
    double value = static_cast<double>(count);
    int power = 0;
    for (; value >= 1024 && power < 5; ++power)
        value /= 1024;
    const bool whole = power == 0 || value >= 100 || std::fabs(value - std::round(value)) < 0.05;
    return isolated(QLocale().formattedDataSize(
        static_cast<qint64>(std::min<std::uint64_t>(count, INT64_MAX)), whole ? 0 : 1));
}

QString bytesOf(std::uint64_t used, const std::optional<std::uint64_t> &limit)
{
    return limit ? Format::tr("%1 / %2", "memory used / its limit").arg(bytes(used), bytes(*limit))
                 : bytes(used);
}

QString percent(double value)
{
    return isolated(Format::tr("%1 %", "a share").arg(QLocale().toString(value, 'f', 1)));
}

QString wholePercent(std::uint64_t value)
{
    QLocale plain;
    plain.setNumberOptions(QLocale::OmitGroupSeparator); // it can be typed again
    return isolated(Format::tr("%1 %", "a share").arg(plain.toString(static_cast<qulonglong>(value))));
}

QString duration(std::int64_t seconds)
{
    const std::int64_t s = std::max<std::int64_t>(seconds, 0), minutes = s / 60, hours = minutes / 60,
                       days = hours / 24;
    QString value;
    if (days > 0)
        value = Format::tr("%1 d %2 h", "days and hours").arg(days).arg(hours % 24);
    else if (hours > 0)
        value = Format::tr("%1 h %2 min").arg(hours).arg(minutes % 60);
    else if (minutes > 0)
        value = Format::tr("%1 min").arg(minutes);
    else
        value = Format::tr("%1 s", "seconds").arg(s);
    return isolated(value);
}

QString microseconds(std::uint64_t count)
{
    return isolated(Format::tr("%1 µs").arg(QLocale().toString(static_cast<qulonglong>(count))));
}

QString dateTime(const std::string &rfc3339)
{
    const QString raw = QString::fromStdString(rfc3339);
    const QDateTime time = QDateTime::fromString(raw, Qt::ISODateWithMs);
    return time.isValid() ? isolated(QLocale().toString(time.toLocalTime(), QLocale::ShortFormat)) : raw;
}

std::optional<std::int64_t> secondsSince(const std::string &rfc3339)
{
    const QDateTime time = QDateTime::fromString(QString::fromStdString(rfc3339), Qt::ISODateWithMs);
    if (!time.isValid())
        return std::nullopt;
    return time.secsTo(QDateTime::currentDateTimeUtc());
}

QString unknown()
{
    return QStringLiteral("–");
}

} // namespace taper::text
