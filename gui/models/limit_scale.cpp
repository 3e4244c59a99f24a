// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/limit_scale.h"

#include "core/container.h"
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
} // namespace

LimitScale LimitScale::memory(std::uint64_t hostBytes)
{
    return {Kind::Memory, 16 * mebibyte, std::max(static_cast<double>(hostBytes), 64 * mebibyte)};
}

LimitScale LimitScale::cpuWeight()
{
    return {Kind::CpuWeight, minimumCpuWeight, maximumCpuWeight};
}

/// To what a person would have typed: two significant digits of a weight, an eighth of a power of two of memory.
std::uint64_t LimitScale::rounded(double value) const
{
    double grain = 1;
    if (m_kind == Kind::Memory)
        grain = std::max(mebibyte, std::exp2(std::floor(std::log2(value))) / 8);
    else if (value >= 100)
        grain = std::pow(10, std::floor(std::log10(value)) - 1);
    return static_cast<std::uint64_t>(std::clamp(std::round(value / grain) * grain, m_least, m_most));
}

LimitScale::Value LimitScale::valueAt(int position) const
{
    if (position > steps)
        return std::nullopt;
    if (position <= 0)
        return static_cast<std::uint64_t>(m_least);
    if (position == steps)
        return static_cast<std::uint64_t>(m_most);
    return rounded(m_least * std::pow(m_most / m_least, static_cast<double>(position) / steps));
}

int LimitScale::positionOf(const Value &value) const
{
    if (!value)
        return maximumPosition();
    const double v = std::clamp(static_cast<double>(*value), m_least, m_most);
    return static_cast<int>(std::lround(steps * std::log(v / m_least) / std::log(m_most / m_least)));
}

QString LimitScale::text(const Value &value) const
{
    if (!value)
        return m_kind == Kind::Memory ? LimitText::tr("no limit") : LimitText::tr("no limit (100)");
    return m_kind == Kind::Memory ? text::bytes(*value) : QString::number(*value);
}

QString LimitScale::commandText(const Value &value) const
{
    if (!value)
        return QStringLiteral("none");
    if (m_kind == Kind::CpuWeight)
        return QString::number(*value);
    const auto bytes = *value;
    for (auto [shift, unit] : {std::pair{30, 'G'}, {20, 'M'}, {10, 'k'}})
        if (bytes % (1ull << shift) == 0)
            return QString::number(bytes >> shift) + QLatin1Char(unit);
    return QString::number(bytes);
}

Result<LimitScale::Value> LimitScale::parse(const QString &typed) const
{
    QString text = typed.trimmed();
    text.remove(QChar(0x2068)).remove(QChar(0x2069));
    const QString none = this->text(std::nullopt);
    if (text.isEmpty() || text == QLatin1String("none") || text.compare(none, Qt::CaseInsensitive) == 0 ||
        text.compare(LimitText::tr("no limit"), Qt::CaseInsensitive) == 0)
        return Value();
    LimitsChange change;
    if (m_kind == Kind::Memory) {
        // The locale's own decimal comma and spaces (no-break ones too) are read as parseBytes wants them.
        text.replace(QLocale().decimalPoint(), QStringLiteral(".")).replace(QChar(0x00a0), QLatin1Char(' '));
        text.replace(QChar(0x202f), QLatin1Char(' '));
        auto bytes = parseBytes(text.toStdString());
        if (!bytes)
            return tl::unexpected<Error>(bytes.error());
        change.memory = Value(*bytes);
    } else {
        bool ok = false;
        const uint weight = text.toUInt(&ok);
        if (!ok)
            return fail(ErrorCode::InvalidArgument, "CPU weight", typed.toStdString(), "must be 1 to 10000");
        change.cpuWeight = std::optional<std::uint32_t>(weight);
    }
    auto checked = applied(Limits{}, change); // the helper's own rule
    if (!checked)
        return tl::unexpected<Error>(checked.error());
    return m_kind == Kind::Memory ? Value(checked->memory) : Value(checked->cpuWeight);
}

} // namespace taper::models
