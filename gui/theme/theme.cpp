// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/theme.h"

#include "theme/own_style.h"
#include "theme/palettes.h"
#include <QApplication>
#include <QSettings>
#include <QStyle>

namespace taper::theme {

namespace {
const QString settingsKey = QStringLiteral("appearance");

/// What the platform theme wished before anything was set here; a bare X session wishes Fusion or nothing.
const QString &desktopStyle()
{
    static const QString name = qApp->style()->name().toLower();
    return name;
}

bool desktopIsDark()
{
    static const bool dark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
    return dark;
}

bool desktopHasOwnStyle()
{
    return desktopStyle() != QLatin1String("fusion") && desktopStyle() != QLatin1String("windows");
}
} // namespace

Appearance storedAppearance()
{
    const QString stored = QSettings().value(settingsKey).toString();
    if (stored == QLatin1String("light"))
        return Appearance::Light;
    return stored == QLatin1String("dark") ? Appearance::Dark : Appearance::Desktop;
}

void setAppearance(Appearance appearance)
{
    const char *names[] = {"desktop", "light", "dark"};
    QSettings().setValue(settingsKey, QString::fromLatin1(names[static_cast<int>(appearance)]));
    apply(appearance);
}

void apply(Appearance appearance)
{
    const bool ownStyle = desktopHasOwnStyle(), dark = desktopIsDark();
    if (appearance == Appearance::Desktop && ownStyle) {
        QApplication::setStyle(desktopStyle());
        QApplication::setPalette(QPalette()); // an empty one: back to the desktop's
        return;
    }
    if (qApp->style()->metaObject() != &OwnStyle::staticMetaObject)
        QApplication::setStyle(new OwnStyle);
    const bool useDark = appearance == Appearance::Dark || (appearance == Appearance::Desktop && dark);
    QApplication::setPalette(useDark ? darkPalette() : lightPalette());
}

} // namespace taper::theme
