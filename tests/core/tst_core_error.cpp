// SPDX-License-Identifier: GPL-3.0-or-later
// Codes keep their wire names; messages are one line.
#include "core/error.h"

#include <QtTest>
#include <set>

using namespace taper;

class TestError : public QObject
{
    Q_OBJECT

private slots:
    void everyCodeHasItsOwnName()
    {
        std::set<std::string_view> names;
        for (int i = 0; i <= static_cast<int>(ErrorCode::System); ++i) {
            const auto code = static_cast<ErrorCode>(i);
            QVERIFY2(names.insert(errorCodeName(code)).second, std::to_string(i).c_str());
            QCOMPARE(errorCodeFromName(errorCodeName(code)), code);
        }
        QCOMPARE(errorCodeFromName("of.a.newer.helper"), ErrorCode::System);
    }
    void message()
    {
        const Error full =
            fail(ErrorCode::NameTaken, "create container", "web", "there is one already").value();
        QCOMPARE(full.message(), std::string("create container web: there is one already"));
        errno = ENOENT;
        const Error kernel = systemError("open", "/x").value();
        QCOMPARE(kernel.errnoValue, ENOENT);
        QCOMPARE(kernel.message(), std::string("open /x: No such file or directory"));
    }
    void fullDiskHasItsOwnCode()
    {
        errno = ENOSPC;
        const Error error = systemError("write", "x").value();
        QCOMPARE(error.code, ErrorCode::StorageNoSpace);
        QVERIFY(!error.hint.empty());
    }
    void contextGrowsOutwards()
    {
        const Error error = passOn(fail(ErrorCode::System, "a", "b", "c").value(), "start web").value();
        QCOMPARE(error.context.size(), 1u);
        QCOMPARE(error.message(), std::string("a b: c"));
    }
};

QTEST_GUILESS_MAIN(TestError)
#include "tst_core_error.moc"
