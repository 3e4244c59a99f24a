// SPDX-License-Identifier: GPL-3.0-or-later
// The images as a table. Runs in: taper.
#pragma once
#include "core/container.h"
#include "models/keyed_table_model.h"

namespace taper::client {
class HelperMirror;
}

namespace taper::models {

class ImageModel : public KeyedTableModel<ImageInfo>
{
    Q_OBJECT

public:
    enum Column { Name, System, Age, UsedBy, Size, ColumnCount };

    explicit ImageModel(const client::HelperMirror &mirror, QObject *parent = nullptr);

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    std::string key(const ImageInfo &image) const override { return image.name; }
    QVariant value(const ImageInfo &image, int column, int role) const override;

private:
    static QVariant toolTip(const ImageInfo &image, int column);
};

} // namespace taper::models
