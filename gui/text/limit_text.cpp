// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/limit_text.h"

#include "text/format.h"
#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace taper::text {

namespace {
struct LimitWords
{
    Q_DECLARE_TR_FUNCTIONS(LimitWords)
};

const QString dot = QStringLiteral(" · ");

QString number(std::uint64_t value)
{
    return QLocale().toString(static_cast<qulonglong>(value));
}
} // namespace

QString limits(const Limits &limits)
{
    QStringList parts;
    if (limits.memory)
        parts << LimitWords::tr("memory %1").arg(bytes(*limits.memory));
    if (limits.swap)
        parts << (*limits.swap == 0 ? LimitWords::tr("no swap")
                                    : LimitWords::tr("swap %1").arg(bytes(*limits.swap)));
    if (limits.cpuWeight)
        parts << LimitWords::tr("CPU weight %1").arg(number(*limits.cpuWeight));
    if (limits.cpuCap)
        parts << LimitWords::tr("CPU cap %1").arg(wholePercent(*limits.cpuCap));
    if (limits.cpus)
        parts << LimitWords::tr("processors %1").arg(QString::fromStdString(*limits.cpus));
    if (limits.processes)
        parts << LimitWords::tr("%n process(es)", nullptr, static_cast<int>(*limits.processes));
    return parts.isEmpty() ? LimitWords::tr("none") : parts.join(dot);
}

QString limitEvents(const LimitEvents &events)
{
    QStringList parts;
    if (events.oomKills > 0)
        parts << LimitWords::tr("%n process(es) ended for lack of memory", nullptr,
                                static_cast<int>(events.oomKills));
    if (events.throttledUsec >= 100'000)
        parts << LimitWords::tr("held back for %1 s", "by the CPU cap")
                     .arg(QLocale().toString(static_cast<double>(events.throttledUsec) / 1e6, 'f', 1));
    if (events.pidsRefused > 0)
        parts << LimitWords::tr("%n new process(es) refused", nullptr, static_cast<int>(events.pidsRefused));
    return parts.isEmpty() ? LimitWords::tr("never") : parts.join(dot);
}

} // namespace taper::text
