// SPDX-License-Identifier: GPL-3.0-or-later
// The table itself, and docs/protocol.md made from it.
#include "protocol/methods.h"
#include "protocol/reference.h"

#include <QFile>
#include <QtTest>
#include <set>

using namespace taper::protocol;

class TestMethods : public QObject
{
    Q_OBJECT

private slots:
    void eachOnceAndComplete()
    {
        std::set<std::string_view> names;
        for (const auto &method : methods) {
            QVERIFY2(names.insert(method.name).second, method.name.data());
            QVERIFY(!method.does.empty() && !method.params.empty() && !method.result.empty());
            QCOMPARE(findMethod(method.name), &method);
        }
        QVERIFY(!findMethod("container.dance"));
    }

    void whatChangesThingsHasAnAction()
    {
        for (const auto &method : methods)
            if (method.mutating)
                QVERIFY2(method.action != Action::None && method.action != Action::Observe,
                         method.name.data());
    }

    void onlyTheDoorIsOpenToAll()
    {
        // What nobody is asked for must prove itself otherwise: by a ticket, or by saying nothing of value.
        const std::set<std::string_view> open{"hello", "console.attach", "fd.pass"};
        for (const auto &method : methods)
            QCOMPARE(method.action == Action::None, open.contains(method.name));
    }

    void pageIsWhatTheTableSays()
    {
        QFile page(TAPER_SOURCE_DIR "/docs/protocol.md");
        QVERIFY(page.open(QIODevice::ReadOnly));
        QVERIFY2(page.readAll().toStdString() == protocolReference(),
                 "write it anew: taperctl --dump-protocol > docs/protocol.md");
    }
};

QTEST_GUILESS_MAIN(TestMethods)
#include "tst_protocol_methods.moc"
