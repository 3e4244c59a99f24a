// SPDX-License-Identifier: GPL-3.0-or-later
// The picture as a user meets it: names in the accessibility tree, the paragraph, keyboard, mouse, changes by
// difference.
#include "sample_topology.h"
#include "topology/topology_canvas.h"
#include "topology/topology_items.h"
#include "topology/topology_view.h"
#include <QAccessible>
#include <QLabel>
#include <QSignalSpy>
#include <QtTest>

using namespace taper;
using namespace Qt::StringLiterals;

class TestTopologyView : public QObject
{
    Q_OBJECT

    std::unique_ptr<TopologyView> m_view;

    QStringList accessibleNames() const
    {
        QStringList names;
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_view->canvas());
        for (int i = 0; i < list->childCount(); ++i)
            names += list->child(i)->text(QAccessible::Name);
        return names;
    }
    QPoint pointOf(const QString &id) const
    {
        return m_view->canvas()->mapFromScene(m_view->canvas()->item(id)->focusRect().center());
    }

private slots:
    void init()
    {
        m_view = std::make_unique<TopologyView>();
        m_view->resize(1100, 750);
        m_view->setTopology(sample::mixed());
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup() { m_view.reset(); }

    void accessibleChildren()
    {
        const QStringList names = accessibleNames();
        for (const QString &expected :
             {u"this computer"_s, u"uplink eth0"_s, u"bridge taper0"_s, u"bridge docker0"_s,
              u"container web"_s, u"cable tp12g1 ↔ eth0 of web"_s, u"cable veth9a3f21c"_s,
              u"interface tun0"_s})
            QVERIFY2(names.contains(expected), qPrintable(expected + u" in "_s + names.join(u", "_s)));
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_view->canvas());
        QCOMPARE(list->role(), QAccessible::List);
        for (int i = 0; i < list->childCount(); ++i) {
            QAccessibleInterface *child = list->child(i);
            QCOMPARE(child->role(), QAccessible::ListItem);
            QCOMPARE(child->parent(), list);
            QCOMPARE(list->indexOfChild(child), i);
            QVERIFY(!child->rect().isEmpty());
            QVERIFY(!child->text(QAccessible::Description).isEmpty());
        }
    }

    void selectionOverAccessibility()
    {
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_view->canvas());
        QAccessibleInterface *web = list->child(int(accessibleNames().indexOf(u"container web"_s)));
        web->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(m_view->selectedId(), u"container:web"_s);
        QVERIFY(web->state().selected);
        QCOMPARE(list->focusChild(), web);
    }

    void paragraphNamesBothEnds()
    {
        QSignalSpy spy(m_view.get(), &TopologyView::selected);
        QTest::mouseClick(m_view->canvas()->viewport(), Qt::LeftButton, {}, pointOf(u"host/14"_s));
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.last().first().toString(), u"host/14"_s);
        QVERIFY2(m_view->selectedText().startsWith(
                     u"A virtual cable. Its end on this computer, tp14g1 (index 14), is plugged into the "
                     u"bridge taper0; "
                     "its other end, eth0 (index 2), is the network card that db sees."_s),
                 qPrintable(m_view->selectedText()));
        bool shown = false;
        for (const QLabel *label : m_view->findChildren<QLabel *>())
            shown |= label->isVisible() && label->text() == m_view->selectedText();
        QVERIFY(shown);
    }

    void paragraphs()
    {
        m_view->select(u"host/30"_s);
        QVERIFY(m_view->selectedText().contains(u"another program"_s));
        m_view->select(u"host/31"_s);
        QVERIFY(m_view->selectedText().contains(u"does not manage"_s));
        m_view->select(u"container:old"_s);
        QVERIFY(m_view->selectedText().contains(u"does not run"_s));
        m_view->select(u"container:web"_s);
        QVERIFY(m_view->selectedText().contains(u"10.83.0.12/20"_s));
        m_view->select({});
        QCOMPARE(m_view->selectedText(), QString());
    }

    void keyboard()
    {
        TopologyCanvas *canvas = m_view->canvas();
        canvas->setFocus();
        m_view->select(u"container:db"_s);
        QTest::keyClick(canvas, Qt::Key_Up);
        QCOMPARE(m_view->selectedId(), u"host/14"_s);
        QTest::keyClick(canvas, Qt::Key_Up);
        QCOMPARE(m_view->selectedId(), u"host/10"_s);
        QTest::keyClick(canvas, Qt::Key_Down);
        QVERIFY(canvas->selectedItem()->item().kind == PictureKind::Cable);
        m_view->select(u"container:build"_s);
        QTest::keyClick(canvas, Qt::Key_Right);
        QCOMPARE(m_view->selectedId(), u"container:db"_s);
        QSignalSpy spy(m_view.get(), &TopologyView::containerActivated);
        QTest::keyClick(canvas, Qt::Key_Return);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.first().first().toString(), u"db"_s);
    }

    void everyItemCanBeReachedByArrows()
    {
        TopologyCanvas *canvas = m_view->canvas();
        QSet<QString> reached{canvas->items().first()->id()};
        QStringList waiting(reached.begin(), reached.end());
        while (!waiting.isEmpty()) {
            const QString from = waiting.takeFirst();
            for (Qt::Key key : {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down}) {
                m_view->select(from);
                QTest::keyClick(canvas, key);
                if (!reached.contains(m_view->selectedId())) {
                    reached.insert(m_view->selectedId());
                    waiting += m_view->selectedId();
                }
            }
        }
        QStringList missed;
        for (const TopologyItem *item : canvas->items())
            if (!reached.contains(item->id()))
                missed += item->id();
        QVERIFY2(missed.isEmpty(), qPrintable(missed.join(u", "_s)));
    }

    void doubleClickActivates()
    {
        QSignalSpy spy(m_view.get(), &TopologyView::containerActivated);
        QTest::mouseDClick(m_view->canvas()->viewport(), Qt::LeftButton, {}, pointOf(u"container:build"_s));
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.first().first().toString(), u"build"_s);
        QTest::mouseDClick(m_view->canvas()->viewport(), Qt::LeftButton, {}, pointOf(u"host/10"_s));
        QCOMPARE(spy.count(), 1);
    }

    void changesByDifference()
    {
        Topology topology = sample::withContainers(200);
        m_view->setTopology(topology);
        m_view->select(u"container:web7"_s);
        const auto *kept = m_view->canvas()->item(u"container:web7"_s);
        m_view->setTopology(topology); // the same again
        auto changes = m_view->canvas()->lastChanges();
        QCOMPARE(changes.added + changes.changed + changes.removed, 0);
        sample::addContainer(topology, "zebra", 900);
        m_view->setTopology(topology);
        changes = m_view->canvas()->lastChanges();
        QCOMPARE(changes.added, 2);                                          // container and cable
        QVERIFY2(changes.changed <= 1, QByteArray::number(changes.changed)); // the bridge has one cable more
        m_view->setTopology(sample::withContainers(200));
        QCOMPARE(m_view->canvas()->lastChanges().removed, 2);
        QCOMPARE(m_view->canvas()->item(u"container:web7"_s), kept);
        QCOMPARE(m_view->selectedId(), u"container:web7"_s);
    }

    void selectionGoesWithItsItem()
    {
        m_view->select(u"container:db"_s);
        QSignalSpy spy(m_view.get(), &TopologyView::selected);
        m_view->setTopology(sample::withContainers(1));
        QCOMPARE(m_view->selectedId(), QString());
        QVERIFY(spy.count() >= 1);
        QCOMPARE(spy.last().first().toString(), QString());
    }

    void emptyNetworkSaysSo()
    {
        m_view->setTopology({});
        bool notice = false;
        for (const QLabel *label : m_view->findChildren<QLabel *>())
            notice |= label->isVisible() && label->text().startsWith(u"There is no container network yet"_s);
        QVERIFY(notice);
        QVERIFY(!m_view->canvas()->isVisible());
        m_view->setTopology(sample::mixed());
        QVERIFY(m_view->canvas()->isVisible());
    }

    void zoomAndFit()
    {
        TopologyCanvas *canvas = m_view->canvas();
        m_view->setTopology(sample::withContainers(200));
        m_view->fit();
        QVERIFY(canvas->zoom() < 1);
        const QRectF shown = canvas->mapToScene(canvas->viewport()->rect()).boundingRect();
        QVERIFY(shown.contains(canvas->item(u"container:web200"_s)->focusRect()));
        const qreal before = canvas->zoom();
        m_view->zoomIn();
        QVERIFY(canvas->zoom() > before);
        for (int i = 0; i < 100; ++i)
            m_view->zoomOut();
        QVERIFY(canvas->zoom() > 0.01);
        m_view->setTopology(sample::withContainers(1));
        m_view->fit();
        QCOMPARE(canvas->zoom(), 1.0); // never blown up
    }
};

QTEST_MAIN(TestTopologyView)
#include "tst_topology_view.moc"
