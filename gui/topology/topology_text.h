// SPDX-License-Identifier: GPL-3.0-or-later
// What the things of the picture are, in plain words: one place for names, titles and the paragraph under the
// picture.
#pragma once
#include "topology/topology_picture.h"
#include <QCoreApplication>

namespace taper {

class TopologyText
{
    Q_DECLARE_TR_FUNCTIONS(TopologyText)

public:
    /// For lists and screen readers: "container web", "cable tp3g1 ↔ eth0 of web", "bridge taper0".
    static QString name(const PictureItem &item, const TopologyPicture &picture);
    /// Over the paragraph: "tp3g1 ↔ eth0 of web".
    static QString title(const PictureItem &item, const TopologyPicture &picture);
    /// What it is, both ends, why it exists.
    static QString paragraph(const PictureItem &item, const TopologyPicture &picture);
    static QString hint();        ///< when nothing is selected
    static QString emptyNotice(); ///< when there is nothing to draw

private:
    static QString cable(const PictureItem &item, const TopologyPicture &picture);
    static QString bridge(const PictureItem &item);
    static QString container(const PictureItem &item);
    static QString nameOf(const QString &id, const TopologyPicture &picture);
};

} // namespace taper
