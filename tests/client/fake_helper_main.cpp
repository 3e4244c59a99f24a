// SPDX-License-Identifier: GPL-3.0-or-later
// A developer's program: a pretended helper to look at the window with, without root and without containers.
//   taper-fake-helper SOCKET [CONTAINERS]      then: taper --socket SOCKET
#include "client/fake_helper.h"
#include <QCoreApplication>
#include <cstdio>

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc < 2) {
        std::fprintf(stderr, "usage: taper-fake-helper SOCKET [CONTAINERS]\n");
        return 2;
    }
    const int count = argc > 2 ? QByteArray(argv[2]).toInt() : 12;
    auto world = taper::test::FakeWorld::withContainers(count);
    world.addPages();
    if (count == 0)
        world.images.clear();
    taper::test::FakeHelper helper(QString::fromLocal8Bit(argv[1]), std::move(world));
    helper.setStepMs(400);
    helper.setTicking(1000);
    if (!helper.start()) {
        std::fprintf(stderr, "taper-fake-helper: cannot listen on %s\n", argv[1]);
        return 1;
    }
    return QCoreApplication::exec();
}
