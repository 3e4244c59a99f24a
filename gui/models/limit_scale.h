// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic of a limit's slider: logarithmic positions, the last of which is "no limit", and what may be typed.
// Runs in: taper. No widget in it, so that it can be tested alone.
#pragma once
#include "core/container.h"
#include "core/error.h"
#include <QString>
#include <cstdint>
#include <optional>

namespace taper::models {

class LimitScale
{
public:
    using Value = std::optional<std::uint64_t>; ///< nothing = no limit

    /// From 16 MiB to the host's memory.
    static LimitScale memory(std::uint64_t hostBytes);
    /// None at all, then from 16 MiB to the host's memory.
    static LimitScale swap(std::uint64_t hostBytes);
    /// 1 … 10000, where no limit is everybody's 100.
    static LimitScale cpuWeight();
    /// From 5 % of one CPU to all of them.
    static LimitScale cpuCap(std::uint32_t hostCpus);
    /// 10 … 100000
    static LimitScale processes();

    int maximumPosition() const { return steps + 1; } ///< that is "no limit"
    Value valueAt(int position) const;
    int positionOf(const Value &value) const;

    /// The limit that this scale is for, and a change of it alone.
    Value in(const Limits &limits) const;
    LimitsChange change(const Value &value) const;

    /// "512 MiB", "200", "150 %", "no limit"
    QString text(const Value &value) const;
    /// As taperctl reads it: "512M", "200", "150%", "none".
    QString commandText(const Value &value) const;
    /// Takes what text() makes and what people type: "512M", "1.5 GiB", "150 %", "none", "no limit", "".
    Result<Value> parse(const QString &typed) const;

private:
    enum class Kind { Memory, Swap, CpuWeight, CpuCap, Processes };
    static constexpr int steps = 200;

    LimitScale(Kind kind, double least, double most) : m_kind(kind), m_least(least), m_most(most) {}
    bool isBytes() const { return m_kind == Kind::Memory || m_kind == Kind::Swap; }
    std::uint64_t rounded(double value) const;
    Result<std::uint64_t> number(QString text, const QString &typed) const;

    Kind m_kind;
    double m_least;
    double m_most;
};

} // namespace taper::models
