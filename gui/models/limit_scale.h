// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic of a limit's slider: logarithmic positions, the last of which is "no limit", and what may be typed.
// Runs in: taper. No widget in it, so that it can be tested alone.
#pragma once
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
    /// 1 … 10000, where no limit is everybody's 100.
    static LimitScale cpuWeight();

    int maximumPosition() const { return steps + 1; } ///< that is "no limit"
    Value valueAt(int position) const;
    int positionOf(const Value &value) const;

    /// "512 MiB", "200", "no limit"
    QString text(const Value &value) const;
    /// As taperctl reads it: "512M", "200", "none".
    QString commandText(const Value &value) const;
    /// Takes what text() makes and what people type: "512M", "1.5 GiB", "none", "no limit", "".
    Result<Value> parse(const QString &typed) const;

private:
    enum class Kind { Memory, CpuWeight };
    static constexpr int steps = 200;

    LimitScale(Kind kind, double least, double most) : m_kind(kind), m_least(least), m_most(most) {}
    std::uint64_t rounded(double value) const;

    Kind m_kind;
    double m_least;
    double m_most;
};

} // namespace taper::models
