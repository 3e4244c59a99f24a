// SPDX-License-Identifier: GPL-3.0-or-later
// The window's program: builds the objects, passes them by reference, runs the loop. Runs in: taper, the user's rights.
#include "client/commands.h"
#include "client/helper_mirror.h"
#include "theme/icons.h"
#include "theme/preferences.h"
#include "theme/theme.h"
#include "widgets/notice_bar.h"
#include "window/main_window.h"
#include <QApplication>
#include <QCommandLineParser>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>
#include <functional>
#include <memory>

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

/// Qt's texts and ours, in the language of the preferences.
class Texts
{
public:
    void speak(const QString &language)
    {
        QLocale::setDefault(language.isEmpty() ? QLocale::system() : QLocale(language));
        QApplication::removeTranslator(&m_qt);
        QApplication::removeTranslator(&m_own);
        if (m_qt.load(QLocale(), QStringLiteral("qtbase"), QStringLiteral("_"),
                      QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
            QApplication::installTranslator(&m_qt);
        // Plurals are in the English file too, so something is always loaded.
        if (m_own.load(QLocale(), QStringLiteral("taper"), QStringLiteral("_"), QStringLiteral(":/i18n")) ||
            m_own.load(QStringLiteral(":/i18n/taper_en.qm")))
            QApplication::installTranslator(&m_own);
        QApplication::setLayoutDirection(QLocale().textDirection());
    }

private:
    QTranslator m_qt, m_own;
};
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

    Texts texts;
    texts.speak(taper::theme::storedLanguage());
    taper::theme::apply(taper::theme::storedAppearance());

    taper::client::Connection connection(socketPath(app));
    taper::client::HelperMirror mirror(connection);
    taper::client::Commands commands(connection);
    std::unique_ptr<taper::window::MainWindow> window;
    // Another language makes the window anew; connection, jobs and what is known stay.
    std::function<void()> open = [&] {
        auto fresh = std::make_unique<taper::window::MainWindow>(connection, mirror, commands);
        QObject::connect(
            fresh.get(), &taper::window::MainWindow::languageChanged, &app,
            [&] {
                texts.speak(taper::theme::storedLanguage());
                open();
                window->openPreferences();
            },
            Qt::QueuedConnection);
        if (window) {
            fresh->restoreGeometry(window->saveGeometry());
            for (auto &notice : window->notices().secrets())
                fresh->notices().show(std::move(notice));
        }
        fresh->show();
        window = std::move(fresh);
    };
    open();
    connection.open();
    return QApplication::exec();
}
