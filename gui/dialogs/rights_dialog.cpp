// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/rights_dialog.h"

#include "client/qt_text.h"
#include "text/error_text.h"
#include "text/rights_text.h"
#include "text/state_text.h"
#include "text/step_text.h"
#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace taper::dialogs {

using client::fromUtf8;

namespace {
QLabel *wrapped(const QString &text)
{
    auto *label = new QLabel(text);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

text::Look lookOf(Right right)
{
    switch (right) {
    case Right::Yes:
        return text::Look::Running;
    case Right::Ask:
        return text::Look::OnTheWay;
    case Right::No:
        break;
    }
    return text::Look::Failed;
}

/// The helper says why in English; in other languages we say by its word what we know of it.
QString reasonOf(const client::Hello &hello, const std::optional<Rights> &rights)
{
    const std::string &reason = rights && !rights->reason.empty() ? rights->reason : hello.rightsReason;
    if (text::readerSpeaksEnglish() && !reason.empty())
        return RightsDialog::tr("Why: %1").arg(fromUtf8(reason));
    if (hello.rights == "root")
        return RightsDialog::tr("Why: root is asked nothing.");
    if (hello.rights == "authorized")
        return RightsDialog::tr(
            "Why: the helper was started from the build tree for your user (--authorize-uid).");
    return RightsDialog::tr("Why: polkit decides, by the rules of this computer.");
}
} // namespace

RightsDialog::RightsDialog(const client::Connection &connection, const std::optional<Rights> &rights,
                           QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("What you may do"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    if (!connection.isReady()) {
        layout->addWidget(wrapped(text::errorText(connection.problem())));
    } else {
        const auto &hello = connection.hello();
        layout->addWidget(wrapped(tr("You are user %1; this is helper %2.", "number; version")
                                      .arg(hello.uid)
                                      .arg(fromUtf8(hello.helperVersion))));
        if (rights) {
            auto *grid = new QGridLayout;
            grid->setHorizontalSpacing(8);
            grid->setVerticalSpacing(8);
            int row = 0;
            for (const auto &action : text::rightsActions()) {
                auto *icon = new QLabel;
                icon->setPixmap(text::lookIcon(lookOf(rights->of(action))).pixmap(16, 16));
                grid->addWidget(icon, row, 0);
                grid->addWidget(new QLabel(text::rightsActionName(action)), row, 1);
                grid->addWidget(new QLabel(text::rightWord(rights->of(action))), row, 2);
                ++row;
            }
            grid->setColumnStretch(1, 1);
            layout->addLayout(grid);
        }
        layout->addWidget(wrapped(reasonOf(hello, rights)));
        if (rights && rights->of("create") == Right::Ask)
            layout->addWidget(
                wrapped(tr("Where you are asked, a password of someone who may is needed; the answer "
                           "counts for five minutes in this window.")));
        layout->addWidget(wrapped(tr("Connected by %1").arg(connection.socketPath())));
    }
    auto *buttons = new QDialogButtonBox;
    auto *close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    close->setAccessibleName(tr("Close what you may do"));
    close->setToolTip(tr("Closes this window"));
    layout->addStretch(1);
    layout->addWidget(buttons);
    setMinimumWidth(fontMetrics().averageCharWidth() * 76);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

QString RightsDialog::text() const
{
    QStringList parts;
    for (auto *label : findChildren<QLabel *>())
        if (!label->text().isEmpty())
            parts << label->text();
    return parts.join(QLatin1Char('\n'));
}

} // namespace taper::dialogs
