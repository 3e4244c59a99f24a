// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/image_model.h"

#include "client/helper_mirror.h"
#include "client/qt_text.h"
#include "text/format.h"
#include <QStringList>

namespace taper::models {

using client::fromUtf8;

namespace {
QString users(const ImageInfo &image)
{
    QStringList names;
    for (const auto &name : image.usedBy)
        names << fromUtf8(name);
    return names.join(QStringLiteral(", "));
}

/// Sorted by the date, told as the time since: what an image is old by is what matters.
QVariant age(const ImageInfo &image, int role)
{
    const auto seconds = text::secondsSince(image.createdAt);
    if (role == RawRole)
        return seconds ? QVariant(static_cast<qlonglong>(*seconds)) : QVariant();
    return seconds ? text::duration(*seconds) : text::unknown();
}
} // namespace

QVariant ImageModel::toolTip(const ImageInfo &image, int column)
{
    if (column == Age)
        return tr("Added %1").arg(text::dateTime(image.createdAt));
    if (column == System && image.recipe)
        return tr("Built here of %1 %2 (%3) from %4", "distribution, release, architecture, mirror")
            .arg(fromUtf8(image.recipe->distribution), fromUtf8(image.recipe->release),
                 fromUtf8(image.recipe->architecture), fromUtf8(image.recipe->mirror));
    if (column == UsedBy && !image.usedBy.empty())
        return users(image);
    if (column == Name)
        return tr("Fingerprint of what it was made from: %1").arg(fromUtf8(image.fingerprint));
    return {};
}

ImageModel::ImageModel(const client::HelperMirror &mirror, QObject *parent) : KeyedTableModel(parent)
{
    update(mirror.images());
    connect(&mirror, &client::HelperMirror::imagesChanged, this,
            [this, &mirror] { update(mirror.images()); });
}

int ImageModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ImageModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == Size ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case System:
        return tr("System");
    case Size:
        return tr("Size");
    case Age:
        return tr("Age");
    case UsedBy:
        return tr("Used by");
    }
    return {};
}

QVariant ImageModel::value(const ImageInfo &image, int column, int role) const
{
    if (role == NameRole)
        return fromUtf8(image.name);
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (column == Size ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::ToolTipRole)
        return toolTip(image, column);
    if (role != Qt::DisplayRole && role != RawRole)
        return {};
    switch (column) {
    case Name:
        return fromUtf8(image.name);
    case System:
        if (!image.os.empty())
            return fromUtf8(image.os);
        return image.init == "busybox" ? QStringLiteral("BusyBox") : text::unknown();
    case Size:
        return role == RawRole ? QVariant(static_cast<qulonglong>(image.sizeBytes))
                               : text::bytes(image.sizeBytes);
    case Age:
        return age(image, role);
    case UsedBy:
        if (role == RawRole)
            return static_cast<qulonglong>(image.usedBy.size());
        return image.usedBy.empty() ? tr("nobody") : users(image);
    }
    return {};
}

} // namespace taper::models
