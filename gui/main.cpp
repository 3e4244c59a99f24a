// SPDX-License-Identifier: GPL-3.0-or-later
// The window's program: builds the objects, passes them by reference, runs the loop. Runs in: taper, the user's rights.
#include "client/commands.h"
#include "client/helper_mirror.h"
#include "theme/icons.h"
#include "theme/theme.h"
#include "window/main_window.h"
#include <QApplication>
#include <QCommandLineParser>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace {
QString socketPath(const QApplication &app)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Linux system containers on your desktop"));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption socket(
        QStringLiteral("socket"),
        QCoreApplication::translate("main",
                                    "The helper's socket (else TAPER_SOCKET, else /run/taper/helper.sock)."),
        QStringLiteral("path"));
    parser.addOption(socket);
    parser.process(app);
    if (parser.isSet(socket))
        return parser.value(socket);
    const QString fromEnvironment = qEnvironmentVariable("TAPER_SOCKET");
    return fromEnvironment.isEmpty() ? QStringLiteral("/run/taper/helper.sock") : fromEnvironment;
}
} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("taper"));
    QApplication::setApplicationDisplayName(QStringLiteral("Táper"));
    QApplication::setApplicationVersion(QStringLiteral(TAPER_VERSION));
    QApplication::setOrganizationName(QStringLiteral("taper"));
    QApplication::setDesktopFileName(QStringLiteral("taper"));
    QApplication::setWindowIcon(taper::theme::applicationIcon());

    QTranslator qtTexts, ownTexts;
    if (qtTexts.load(QLocale(), QStringLiteral("qtbase"), QStringLiteral("_"),
                     QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QApplication::installTranslator(&qtTexts);
    // Plurals are in the English file too, so something is always loaded.
    if (ownTexts.load(QLocale(), QStringLiteral("taper"), QStringLiteral("_"), QStringLiteral(":/i18n")) ||
        ownTexts.load(QStringLiteral(":/i18n/taper_en.qm")))
        QApplication::installTranslator(&ownTexts);
    taper::theme::apply(taper::theme::storedAppearance());

    taper::client::Connection connection(socketPath(app));
    taper::client::HelperMirror mirror(connection);
    taper::client::Commands commands(connection);
    taper::window::MainWindow window(connection, mirror, commands);
    window.show();
    connection.open();
    return QApplication::exec();
}
