// SPDX-License-Identifier: GPL-3.0-or-later
// A pretended helper, a connection to it and the mirror, as most tests of the window want them. Runs in: tests only.
#pragma once
#include "client/commands.h"
#include "client/fake_helper.h"
#include "client/helper_mirror.h"
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>
#include <memory>

namespace taper::test {

struct GuiFixture
{
    explicit GuiFixture(FakeWorld world)
        : helper(dir.filePath(QStringLiteral("helper.sock")), std::move(world)),
          connection(helper.socketPath()),
          mirror(connection),
          commands(connection)
    {
    }
    /// False when the first snapshot does not come.
    bool connectNow()
    {
        if (!helper.start())
            return false;
        connection.open();
        return QTest::qWaitFor([this] { return mirror.isCurrent() && mirror.host().memoryBytes > 0; });
    }

    QTemporaryDir dir;
    FakeHelper helper;
    client::Connection connection;
    client::HelperMirror mirror;
    client::Commands commands;
};

/// Speaks a language while it lives.
class Language
{
public:
    explicit Language(const QString &code)
    {
        m_loaded = m_texts.load(QStringLiteral(":/i18n/taper_%1.qm").arg(code));
        QLocale::setDefault(QLocale(code));
        QCoreApplication::installTranslator(&m_texts);
    }
    ~Language()
    {
        QCoreApplication::removeTranslator(&m_texts);
        QLocale::setDefault(QLocale::c());
    }
    bool isLoaded() const { return m_loaded; }

private:
    QTranslator m_texts;
    bool m_loaded = false;
};

template <typename Widget> Widget *named(const QWidget *parent, const QString &accessibleName)
{
    for (auto *widget : parent->findChildren<Widget *>())
        if (widget->accessibleName() == accessibleName)
            return widget;
    return nullptr;
}

} // namespace taper::test
