// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/preferences.h"

#include <QFontDatabase>
#include <QSettings>
#include <algorithm>

namespace taper::theme {

namespace {
constexpr double leastPoints = 5, mostPoints = 48;
const QString languageKey = QStringLiteral("language"), familyKey = QStringLiteral("console/family"),
              pointsKey = QStringLiteral("console/points"), spanKey = QStringLiteral("charts/spanMinutes");

QString keyOf(Question question)
{
    switch (question) {
    case Question::Stop:
        return QStringLiteral("ask/stop");
    case Question::Kill:
        return QStringLiteral("ask/kill");
    case Question::DeleteImage:
        break;
    }
    return QStringLiteral("ask/deleteImage");
}
} // namespace

QStringList languages()
{
    return {QStringLiteral("en"), QStringLiteral("es")};
}

QString storedLanguage()
{
    const QString stored = QSettings().value(languageKey).toString();
    return languages().contains(stored) ? stored : QString();
}

void setLanguage(const QString &code)
{
    QSettings().setValue(languageKey, code);
}

QFont consoleFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    const QSettings settings;
    if (const QString family = settings.value(familyKey).toString(); !family.isEmpty())
        font.setFamily(family);
    if (const double points = settings.value(pointsKey).toDouble(); points > 0)
        font.setPointSizeF(std::clamp(points, leastPoints, mostPoints));
    return font;
}

void setConsoleFont(const QString &family, double points)
{
    QSettings settings;
    settings.setValue(familyKey, family);
    settings.setValue(pointsKey, points);
}

bool asksBefore(Question question)
{
    return QSettings().value(keyOf(question), question == Question::DeleteImage).toBool();
}

void setAsksBefore(Question question, bool asks)
{
    QSettings().setValue(keyOf(question), asks);
}

QList<int> chartSpans()
{
    return {2, 5, 10};
}

int chartSpanMinutes()
{
    const int stored = QSettings().value(spanKey).toInt();
    return chartSpans().contains(stored) ? stored : chartSpans().constFirst();
}

void setChartSpanMinutes(int minutes)
{
    QSettings().setValue(spanKey, minutes);
}

} // namespace taper::theme
