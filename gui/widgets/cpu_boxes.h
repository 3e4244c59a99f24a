// SPDX-License-Identifier: GPL-3.0-or-later
// Which processors: a box for each, the list to type beside them ("0-1,3"), and "all" for no limit.
// Runs in: taper.
#pragma once
#include "widgets/limit_editor.h"
#include <QTimer>
#include <optional>
#include <string>
#include <vector>

class QCheckBox;
class QGridLayout;
class QLineEdit;

namespace taper::widgets {

class CpuBoxes : public LimitEditor
{
    Q_OBJECT

public:
    using Value = std::optional<std::string>; ///< as formatCpuSet writes it; nothing = all

    CpuBoxes(const QString &title, const QString &fieldName, QWidget *parent = nullptr);

    /// The processors of this computer: "0-3". Each gets a box.
    void setProcessors(const std::string &online);
    const Value &value() const { return m_value; }

    void showLimits(const Limits &limits) override;
    void setPending() override { m_pending = true; }
    void confirmLimits(const Limits &limits) override;
    void refuseLimits(const Limits &limits, const QString &reason) override;
    QString text(const Limits &limits) const override;
    LimitsChange changeTo(const Limits &limits) const override;

signals:
    /// At every click, for who shows what would be.
    void edited();

private:
    void onBox();
    void onTyped();
    void showValue(const Value &value);
    void commit();
    bool isBusy() const;

    std::string m_online;
    std::vector<unsigned> m_processors;
    std::vector<QCheckBox *> m_boxes; ///< one for each of them
    Value m_value;
    Value m_committed; ///< what was announced or told last
    bool m_pending = false;
    QTimer m_pause; ///< several boxes in a row are one change
    QWidget *m_area;
    QGridLayout *m_grid;
    QLineEdit *m_field;
};

} // namespace taper::widgets
