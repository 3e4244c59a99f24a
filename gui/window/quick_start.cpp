// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/quick_start.h"

#include "client/async.h"
#include "client/helper_mirror.h"
#include "pages/create_form.h"
#include <algorithm>

namespace taper::window {

namespace {
constexpr auto builtIn = "busybox";
}

QuickStart::QuickStart(client::HelperMirror &mirror, client::Commands &commands, QObject *parent)
    : QObject(parent), m_mirror(mirror), m_commands(commands)
{
}

void QuickStart::run()
{
    if (std::exchange(m_running, true))
        return;
    const auto &images = m_mirror.images();
    if (std::any_of(images.begin(), images.end(), [](const auto &image) { return image.name == builtIn; }))
        return create();
    client::whenDone(m_commands.addBusybox(builtIn), this, [this](const Status &added) {
        if (!added &&
            added.error().code != ErrorCode::NameTaken) // taken: somebody was quicker, all the better
            return end(added.error());
        create();
    });
}

void QuickStart::create()
{
    client::CreateRequest request;
    request.image = builtIn;
    request.name = pages::suggestedName(builtIn, m_mirror);
    request.network = "taper0";
    client::whenDone(m_commands.create(request), this, [this](const Result<client::CreatedContainer> &made) {
        if (!made)
            return end(made.error());
        m_running = false;
        emit created(*made);
    });
}

void QuickStart::end(const Error &error)
{
    m_running = false;
    emit failed(error);
}

} // namespace taper::window
