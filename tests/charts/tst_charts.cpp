// SPDX-License-Identifier: GPL-3.0-or-later
// Ring, axes, and the chart as a user sees it: value, limit, description; nothing drawn while hidden.
#include "charts/axis_scale.h"
#include "charts/live_chart.h"
#include "charts/sample_ring.h"
#include "charts/sparkline_delegate.h"
#include <QChartView>
#include <QLabel>
#include <QLineSeries>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTableView>
#include <QValueAxis>
#include <QtTest>
#include <cmath>

using namespace taper;
using namespace Qt::StringLiterals;

namespace {

QLineSeries *seriesOf(LiveChart &chart)
{
    return static_cast<QLineSeries *>(chart.findChild<QChartView *>()->chart()->series().first());
}

double topOf(LiveChart &chart)
{
    return static_cast<QValueAxis *>(chart.findChild<QChartView *>()->chart()->axes(Qt::Vertical).first())->max();
}

constexpr double mebibyte = 1024 * 1024;

} // namespace

class TestCharts : public QObject
{
    Q_OBJECT

private slots:
    void ringKeepsTheNewest()
    {
        SampleRing ring(3);
        for (int i = 1; i <= 5; ++i)
            QVERIFY(ring.append({i * 1000, double(i)}));
        QCOMPARE(ring.size(), 3);
        QCOMPARE(ring.at(0).value, 3.0);
        QCOMPARE(ring.newest()->value, 5.0);
        ring.setCapacity(2);
        QCOMPARE(ring.at(0).value, 4.0);
        ring.setCapacity(10);
        QVERIFY(ring.append({6000, 6}));
        QCOMPARE(ring.size(), 3);
    }

    void ringRefusesNonsense()
    {
        SampleRing ring(5);
        QVERIFY(ring.append({1000, 1}));
        QVERIFY(!ring.append({1000, 2}));
        QVERIFY(!ring.append({500, 2}));
        QVERIFY(!ring.append({2000, std::nan("")}));
        QVERIFY(!ring.append({2000, INFINITY}));
        QCOMPARE(ring.size(), 1);
    }

    void windowIsRelativeAndEntersFromTheEdge()
    {
        SampleRing ring(600);
        for (int i = 0; i <= 300; ++i)
            ring.append({i * 1000, double(i)});
        const auto points = ring.window(120);
        QCOMPARE(points.last(), QPointF(0, 300));
        QCOMPARE(points.first(), QPointF(-121, 179));
        QCOMPARE(ring.largest(120), 300.0);
    }

    void countsAreWhole()
    {
        LiveChart chart(u"Processes"_s, LiveChart::Unit::Count);
        chart.append(1000, 23);
        chart.setLimit(200);
        QCOMPARE(chart.currentText(), u"23"_s);
        QVERIFY(chart.accessibleDescription().isEmpty() || !chart.accessibleDescription().contains(u'%'));
        chart.setLimit(0); // none at all is a limit, too
        QCOMPARE(chart.limit(), std::optional<double>(0));
    }

    void axes_data()
    {
        QTest::addColumn<bool>("bytes");
        QTest::addColumn<double>("largest");
        QTest::addColumn<double>("top");
        QTest::newRow("0 %") << false << 0.0 << 10.0;
        QTest::newRow("41 %") << false << 41.0 << 50.0;
        QTest::newRow("100 %") << false << 100.0 << 100.0;
        QTest::newRow("101 %") << false << 101.0 << 150.0;
        QTest::newRow("1600 %") << false << 1590.0 << 2000.0;
        QTest::newRow("nan %") << false << std::nan("") << 10.0;
        QTest::newRow("0 B") << true << 0.0 << mebibyte;
        QTest::newRow("200 MiB") << true << 200 * mebibyte << 256 * mebibyte;
        QTest::newRow("512 MiB") << true << 512 * mebibyte << 512 * mebibyte;
        QTest::newRow("540 MiB") << true << 540 * mebibyte << 768 * mebibyte;
    }
    void axes()
    {
        QFETCH(bool, bytes);
        QFETCH(double, largest);
        QFETCH(double, top);
        const AxisScale scale = bytes ? bytesScale(largest) : percentScale(largest);
        QCOMPARE(scale.top, top);
        QVERIFY(scale.steps >= 1 && scale.steps <= 5);
    }

    void axisDoesNotJump()
    {
        QCOMPARE(steadyScale({100, 2}, {60, 3}), (AxisScale{100, 2}));
        QCOMPARE(steadyScale({100, 2}, {150, 3}), (AxisScale{150, 3}));
        QCOMPARE(steadyScale({100, 2}, {40, 4}), (AxisScale{40, 4}));
    }

    void showsValueLimitAndDescription()
    {
        LiveChart chart(u"Memory"_s, LiveChart::Unit::Bytes);
        QCOMPARE(chart.accessibleName(), u"Memory"_s);
        QCOMPARE(chart.currentText(), u"–"_s);
        chart.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chart));
        chart.append(1000, 212 * mebibyte);
        chart.append(2000, 212 * mebibyte);
        chart.setLimit(512 * mebibyte);
        QTRY_COMPARE(chart.accessibleDescription(), u"212 MiB now, limit 512 MiB"_s);
        QCOMPARE(topOf(chart), 768 * mebibyte); // the limit is in the picture, with room for its label
        chart.setLimit(64.0 * 1024 * mebibyte); // far away: named, not drawn
        QTRY_COMPARE(chart.accessibleDescription(), u"212 MiB now, limit 64 GiB"_s);
        QTRY_COMPARE(topOf(chart), 256 * mebibyte);
        chart.setLimit({});
        QTRY_COMPARE(chart.accessibleDescription(), u"212 MiB now, no limit"_s);
        chart.clear();
        QTRY_COMPARE(chart.accessibleDescription(), u"– now, no limit"_s);
        QCOMPARE(seriesOf(chart)->count(), 0);
    }

    void oneReplacePerTurn()
    {
        LiveChart chart(u"CPU"_s, LiveChart::Unit::Percent);
        chart.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chart));
        QSignalSpy replaced(seriesOf(chart), &QXYSeries::pointsReplaced);
        for (int i = 1; i <= 100; ++i)
            chart.append(i * 1000, i % 40);
        QTRY_COMPARE(seriesOf(chart)->count(), 100);
        QCOMPARE(replaced.count(), 1);
    }

    void nothingWhileHidden()
    {
        LiveChart chart(u"CPU"_s, LiveChart::Unit::Percent);
        QSignalSpy replaced(seriesOf(chart), &QXYSeries::pointsReplaced);
        for (int i = 1; i <= 10; ++i)
            chart.append(i * 1000, 10.0 * i);
        QTest::qWait(20);
        QCOMPARE(replaced.count(), 0);
        chart.show();
        QTRY_COMPARE(seriesOf(chart)->count(), 10);
        QCOMPARE(chart.currentText(), u"100 %"_s);
    }

    void followsThePalette()
    {
        LiveChart chart(u"CPU"_s, LiveChart::Unit::Percent);
        QPalette colors = chart.palette();
        colors.setColor(QPalette::Highlight, Qt::magenta);
        chart.setPalette(colors);
        QCOMPARE(seriesOf(chart)->pen().color(), QColor(Qt::magenta));
    }

    void sparklinePaints()
    {
        QStandardItemModel model(1, 1);
        model.setData(model.index(0, 0), u"41 %"_s);
        QTableView view;
        SparklineDelegate delegate(Qt::UserRole + 1);
        view.setItemDelegate(&delegate);
        view.setModel(&model);
        view.resize(300, 100);
        const QImage without = view.grab().toImage();
        model.setData(model.index(0, 0), QVariant::fromValue(QList<double>{1, 5, 2, 8, 3}), Qt::UserRole + 1);
        QVERIFY(view.grab().toImage() != without);
        QVERIFY(delegate.sizeHint({}, model.index(0, 0)).width() > 60);
    }
};

QTEST_MAIN(TestCharts)
#include "tst_charts.moc"
