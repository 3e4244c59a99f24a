// SPDX-License-Identifier: GPL-3.0-or-later
// What you may do here and why: each kind of deed with yes, asked or no, the helper and the way to it.
// Runs in: taper; not modal.
#pragma once
#include "client/connection.h"
#include "core/rights.h"
#include <QDialog>
#include <optional>

namespace taper::dialogs {

class RightsDialog : public QDialog
{
    Q_OBJECT

public:
    RightsDialog(const client::Connection &connection, const std::optional<Rights> &rights,
                 QWidget *parent = nullptr);
    QString text() const;
};

} // namespace taper::dialogs
