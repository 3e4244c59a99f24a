// SPDX-License-Identifier: GPL-3.0-or-later
// Developer tool: the network picture alone, with a made-up network.
// usage: topology_demo [--dark] [--select ID] [--bench] [CONTAINERS]   without a number: some of everything
// --bench prints the milliseconds of a full frame at 1:1 and fitted, and of adding one container.
#include "topology/sample_topology.h"
#include "topology/topology_canvas.h"
#include "topology/topology_view.h"
#include <QApplication>
#include <QElapsedTimer>
#include <QPixmap>
#include <QStyleFactory>
#include <QTimer>
#include <algorithm>
#include <cstdio>

namespace {

double median(std::vector<double> times)
{
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

double frame(taper::TopologyCanvas *canvas)
{
    std::vector<double> times;
    QPixmap target(canvas->viewport()->size());
    for (int i = 0; i < 50; ++i) {
        QElapsedTimer clock;
        clock.start();
        canvas->viewport()->render(&target);
        times.push_back(double(clock.nsecsElapsed()) / 1e6);
    }
    return median(times);
}

void bench(taper::TopologyView &view, int count)
{
    auto *canvas = view.canvas();
    view.fit();
    std::printf("fitted (scale %.2f): %.2f ms a frame\n", canvas->zoom(), frame(canvas));
    canvas->zoomBy(1 / canvas->zoom());
    std::printf("1:1: %.2f ms a frame\n", frame(canvas));
    std::vector<double> times;
    const taper::Topology before = sample::withContainers(count), after = sample::withContainers(count + 1);
    for (int i = 0; i < 20; ++i) {
        QElapsedTimer clock;
        clock.start();
        view.setTopology(i % 2 ? before : after);
        times.push_back(double(clock.nsecsElapsed()) / 1e6);
    }
    std::printf("one container more or less: %.2f ms\n", median(times));
    QCoreApplication::quit();
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QStringList arguments = application.arguments().mid(1);
    QApplication::setStyle("Fusion");
    if (arguments.removeAll("--dark") > 0) {
        QPalette dark(QColor(45, 48, 54));
        dark.setColor(QPalette::Base, QColor(32, 35, 40));
        dark.setColor(QPalette::Highlight, QColor(74, 144, 226));
        QApplication::setPalette(dark);
    }
    const bool measured = arguments.removeAll("--bench") > 0;
    QString chosen;
    if (const qsizetype at = arguments.indexOf("--select"); at >= 0) {
        chosen = arguments.value(at + 1);
        arguments.remove(at, std::min<qsizetype>(2, arguments.size() - at));
    }
    const int count = arguments.value(0).toInt();
    taper::TopologyView view;
    view.setWindowTitle("topology demo");
    view.resize(1100, 740);
    view.setTopology(arguments.isEmpty() ? sample::mixed() : sample::withContainers(count));
    view.show();
    view.select(chosen);
    if (measured)
        QTimer::singleShot(300, &view, [&view, count] { bench(view, count); });
    return QApplication::exec();
}
