// SPDX-License-Identifier: GPL-3.0-or-later
// What happens when a future has its result. Runs in: taper, main thread only.
// A watcher that is a child of the context, instead of QFuture::then(context, …): that one asserts in Qt 6.4 when the
// context (a closed dialog, say) has died before the answer came. Here the answer is then simply not delivered.
#pragma once
#include <QFuture>
#include <QFutureWatcher>
#include <QObject>
#include <utility>

namespace taper::client {

template <typename T, typename Function>
void whenDone(const QFuture<T> &future, QObject *context, Function function)
{
    auto *watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, function = std::move(function)]() mutable {
                         watcher->deleteLater();
                         if (watcher->future().resultCount() > 0)
                             function(watcher->future().takeResult());
                     });
    watcher->setFuture(future);
}

} // namespace taper::client
