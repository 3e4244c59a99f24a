// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/limit_scale.h"

#include "core/units.h"
#include "text/format.h"
#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>

namespace taper::models {

namespace {
struct LimitText
{
    Q_DECLARE_TR_FUNCTIONS(LimitText)
};

constexpr double mebibyte = 1 << 20;

/// A number of the scale as a limit's own, narrower type; what is too large for it is out of every range.
std::optional<std::uint32_t> narrow(const LimitScale::Value &value)
{
    return value ? std::optional(static_cast<std::uint32_t>(std::min<std::uint64_t>(*value, UINT32_MAX)))
                 : std::nullopt;
}
} // namespace

LimitScale LimitScale::memory(std::uint64_t hostBytes)
{
    return {Kind::Memory, 16 * mebibyte, std::max(static_cast<double>(hostBytes), 64 * mebibyte)};
}

LimitScale LimitScale::swap(std::uint64_t hostBytes)
{
    return {Kind::Swap, 16 * mebibyte, std::max(static_cast<double>(hostBytes), 64 * mebibyte)};
}

LimitScale LimitScale::cpuWeight()
{
    return {Kind::CpuWeight, minimumCpuWeight, maximumCpuWeight};
}

LimitScale LimitScale::cpuCap(std::uint32_t hostCpus)
{
    return {Kind::CpuCap, 5, 100.0 * std::max(1u, hostCpus)};
}

LimitScale LimitScale::processes()
{
    return {Kind::Processes, 10, 100000};
}

/// To what a person would have typed: two significant digits, an eighth of a power of two of memory, fives of percents.
std::uint64_t LimitScale::rounded(double value) const
{
    double grain = 1;
    if (isBytes())
        grain = std::max(mebibyte, std::exp2(std::floor(std::log2(value))) / 8);
    else if (value >= 100)
        grain = std::pow(10, std::floor(std::log10(value)) - 1);
    else if (m_kind == Kind::CpuCap && value >= 20)
        grain = 5;
    return static_cast<std::uint64_t>(std::clamp(std::round(value / grain) * grain, m_least, m_most));
}

LimitScale::Value LimitScale::valueAt(int position) const
{
    if (position > steps)
        return std::nullopt;
    if (position <= 0)
        return m_kind == Kind::Swap ? 0 : static_cast<std::uint64_t>(m_least);
    if (position == steps)
        return static_cast<std::uint64_t>(m_most);
    return rounded(m_least * std::pow(m_most / m_least, static_cast<double>(position) / steps));
}

int LimitScale::positionOf(const Value &value) const
{
    if (!value)
        return maximumPosition();
    if (m_kind == Kind::Swap && *value == 0)
        return 0;
    const double v = std::clamp(static_cast<double>(*value), m_least, m_most);
    const int position =
        static_cast<int>(std::lround(steps * std::log(v / m_least) / std::log(m_most / m_least)));
    return m_kind == Kind::Swap ? std::max(1, position) : position; // 0 is "none at all"
}

LimitScale::Value LimitScale::in(const Limits &limits) const
{
    switch (m_kind) {
    case Kind::Memory:
        return limits.memory;
    case Kind::Swap:
        return limits.swap;
    case Kind::CpuWeight:
        return limits.cpuWeight ? Value(*limits.cpuWeight) : std::nullopt;
    case Kind::CpuCap:
        return limits.cpuCap ? Value(*limits.cpuCap) : std::nullopt;
    case Kind::Processes:
        break;
    }
    return limits.processes;
}

LimitsChange LimitScale::change(const Value &value) const
{
    LimitsChange change;
    switch (m_kind) {
    case Kind::Memory:
        change.memory = value;
        break;
    case Kind::Swap:
        change.swap = value;
        break;
    case Kind::CpuWeight:
        change.cpuWeight = narrow(value);
        break;
    case Kind::CpuCap:
        change.cpuCap = narrow(value);
        break;
    case Kind::Processes:
        change.processes = value;
        break;
    }
    return change;
}

QString LimitScale::text(const Value &value) const
{
    if (!value)
        return m_kind == Kind::CpuWeight ? LimitText::tr("no limit (100)") : LimitText::tr("no limit");
    if (m_kind == Kind::Swap && *value == 0)
        return LimitText::tr("no swap");
    if (isBytes())
        return text::bytes(*value);
    return m_kind == Kind::CpuCap ? text::wholePercent(*value)
                                  : QString::number(*value); // without separators, as it is typed
}

QString LimitScale::commandText(const Value &value) const
{
    if (!value)
        return QStringLiteral("none");
    if (!isBytes())
        return QString::number(*value) + (m_kind == Kind::CpuCap ? QStringLiteral("%") : QString());
    const auto bytes = *value;
    for (auto [shift, unit] : {std::pair{30, 'G'}, {20, 'M'}, {10, 'k'}})
        if (bytes > 0 && bytes % (1ull << shift) == 0)
            return QString::number(bytes >> shift) + QLatin1Char(unit);
    return QString::number(bytes);
}

Result<std::uint64_t> LimitScale::number(QString text, const QString &typed) const
{
    if (isBytes()) {
        // The locale's own decimal comma and spaces (no-break ones too) are read as parseBytes wants them.
        text.replace(QLocale().decimalPoint(), QStringLiteral(".")).replace(QChar(0x00a0), QLatin1Char(' '));
        text.replace(QChar(0x202f), QLatin1Char(' '));
        return parseBytes(text.toStdString());
    }
    if (m_kind == Kind::CpuCap && text.endsWith(QLatin1Char('%')))
        text.chop(1);
    bool ok = false;
    const qulonglong number = text.trimmed().toULongLong(&ok);
    if (!ok)
        return fail(ErrorCode::InvalidArgument, "limit", typed.toStdString(), "must be a whole number");
    return static_cast<std::uint64_t>(number);
}

Result<LimitScale::Value> LimitScale::parse(const QString &typed) const
{
    QString text = typed.trimmed();
    text.remove(QChar(0x2068)).remove(QChar(0x2069));
    const auto is = [&text](const QString &word) { return text.compare(word, Qt::CaseInsensitive) == 0; };
    if (text.isEmpty() || is(QStringLiteral("none")) || is(this->text(std::nullopt)) ||
        is(LimitText::tr("no limit")))
        return Value();
    Value value;
    if (m_kind == Kind::Swap && is(LimitText::tr("no swap"))) {
        value = 0;
    } else {
        const auto read = number(text, typed);
        if (!read)
            return tl::unexpected<Error>(read.error());
        value = *read;
    }
    auto checked = applied(Limits{}, change(value)); // the helper's own rule
    if (!checked)
        return tl::unexpected<Error>(checked.error());
    return in(*checked);
}

} // namespace taper::models
