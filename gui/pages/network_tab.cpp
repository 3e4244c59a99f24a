// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/network_tab.h"

#include "client/async.h"
#include "client/qt_text.h"
#include "text/error_text.h"
#include "text/format.h"
#include "text/state_text.h"
#include <QBoxLayout>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>

namespace taper::pages {

using client::fromUtf8;
using client::toUtf8;

namespace {
/// Only the look of it; whether it is free and in the bridge's range is for the helper to say.
bool looksLikeAddress(const QString &text)
{
    static const QRegularExpression address(
        QStringLiteral(R"(^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}$)"));
    return address.match(text).hasMatch();
}

bool looksLikeMac(const QString &text)
{
    static const QRegularExpression mac(QStringLiteral("^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}$"));
    return mac.match(text).hasMatch();
}

QString addressOf(const ContainerInfo &container)
{
    return container.addresses.empty() ? QString() : fromUtf8(container.addresses.front().address);
}

std::optional<std::string> orChosen(const QString &text)
{
    return text.isEmpty() ? std::nullopt : std::optional(toUtf8(text));
}
} // namespace

NetworkTab::NetworkTab(client::Connection &connection, client::HelperMirror &mirror,
                       client::Commands &commands, QWidget *parent)
    : QWidget(parent),
      m_connection(connection),
      m_mirror(mirror),
      m_commands(commands),
      m_bridge(new QLabel),
      m_address(new QLineEdit),
      m_mac(new QLineEdit),
      m_addressNow(new QLabel),
      m_macNow(new QLabel),
      m_problem(new QLabel),
      m_apply(new QPushButton(tr("&Apply")))
{
    build();
    connect(m_address, &QLineEdit::textEdited, this, &NetworkTab::check);
    connect(m_mac, &QLineEdit::textEdited, this, &NetworkTab::check);
    for (QLineEdit *field : {m_address, m_mac})
        connect(field, &QLineEdit::returnPressed, this, [this] {
            if (m_apply->isEnabled())
                apply();
        });
    connect(m_apply, &QPushButton::clicked, this, &NetworkTab::apply);
    connect(&mirror, &client::HelperMirror::containersChanged, this, &NetworkTab::update);
    connect(&connection, &client::Connection::linkChanged, this, &NetworkTab::check);
}

void NetworkTab::build()
{
    auto *explanation = new QLabel(
        tr("What is left empty is chosen by Táper, once, so that no other container has it. What is "
           "written here is used at every start."));
    explanation->setWordWrap(true);
    explanation->setForegroundRole(QPalette::PlaceholderText);
    m_address->setAccessibleName(tr("Fixed address"));
    m_address->setPlaceholderText(tr("chosen by Táper"));
    m_mac->setAccessibleName(tr("Fixed MAC address"));
    m_mac->setPlaceholderText(tr("chosen by Táper"));
    m_apply->setAccessibleName(tr("Apply the addresses"));
    m_bridge->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    form->addRow(tr("Bridge"), m_bridge);
    addField(form, tr("A&ddress"), m_address, m_addressNow);
    addField(form, tr("&MAC address"), m_mac, m_macNow);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_apply);
    buttons->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 16, 8, 8);
    layout->setSpacing(16);
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addLayout(buttons);
    layout->addWidget(explanation);
    layout->addStretch(1);
}

void NetworkTab::addField(QFormLayout *form, const QString &title, QLineEdit *field, QLabel *now)
{
    field->setFixedWidth(field->fontMetrics().horizontalAdvance(QStringLiteral("00:00:00:00:00:00 0000")) +
                         28);
    now->setForegroundRole(QPalette::PlaceholderText);
    now->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *label = new QLabel(title);
    label->setBuddy(field);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(field);
    row->addWidget(now);
    form->addRow(label, row);
}

void NetworkTab::setContainer(const std::string &name)
{
    m_name = name;
    showStored();
    update();
}

/// What is stored, over what was typed.
void NetworkTab::showStored()
{
    const ContainerInfo *container = m_mirror.container(m_name);
    if (!container)
        return;
    m_address->setText(container->addressFixed ? addressOf(*container) : QString());
    m_mac->setText(container->macFixed ? fromUtf8(container->mac) : QString());
    for (QLineEdit *field : {m_address, m_mac})
        field->setModified(false);
}

void NetworkTab::update()
{
    const ContainerInfo *container = m_mirror.container(m_name);
    if (!container)
        return;
    m_bridge->setText(container->network.empty() ? tr("none: it has no network")
                                                 : fromUtf8(container->network));
    const QString address = addressOf(*container);
    m_addressNow->setText(address.isEmpty() ? QString() : tr("now %1").arg(address));
    m_macNow->setText(container->mac.empty() ? QString() : tr("now %1").arg(fromUtf8(container->mac)));
    if (!m_address->isModified() && !m_mac->isModified())
        showStored();
    check();
}

QString NetworkTab::obstacle() const
{
    if (const auto problem = m_connection.obstacle())
        return text::errorText(*problem);
    const ContainerInfo *container = m_mirror.container(m_name);
    if (!container || container->network.empty())
        return tr("It has no network, so there is nothing to fix.");
    if (container->state != State::Stopped)
        return tr("Stop %1 first: its addresses can be changed only while it is stopped.")
            .arg(fromUtf8(m_name));
    return {};
}

void NetworkTab::check()
{
    const QString why = obstacle();
    for (QLineEdit *field : {m_address, m_mac}) {
        field->setEnabled(why.isEmpty());
        field->setToolTip(why.isEmpty() ? tr("Leave it empty to let it be chosen.") : why);
    }
    const QString address = m_address->text().trimmed(), mac = m_mac->text().trimmed();
    QString problem = why;
    if (why.isEmpty() && !address.isEmpty() && !looksLikeAddress(address))
        problem = tr("An address looks like 10.83.0.20.");
    else if (why.isEmpty() && !mac.isEmpty() && !looksLikeMac(mac))
        problem = tr("A MAC address looks like 02:00:00:12:34:56.");
    showProblem(problem);
    const bool changed = m_address->isModified() || m_mac->isModified();
    m_apply->setEnabled(problem.isEmpty() && changed);
    m_apply->setToolTip(!problem.isEmpty() ? problem
                        : changed          ? tr("Saves the addresses; the next start uses them")
                                           : tr("Nothing was changed."));
}

void NetworkTab::apply()
{
    client::AddressChange change;
    if (m_address->isModified())
        change.address = orChosen(m_address->text().trimmed());
    if (m_mac->isModified())
        change.mac = orChosen(m_mac->text().trimmed());
    m_apply->setEnabled(false);
    client::whenDone(m_commands.setAddress(m_name, change), this,
                     [this, name = m_name](const Result<ContainerInfo> &answer) {
                         if (name != m_name)
                             return; // another container is shown by now
                         if (!answer) {
                             check();
                             return showProblem(text::errorText(answer.error()));
                         }
                         for (QLineEdit *field : {m_address, m_mac})
                             field->setModified(false);
                         check();
                     });
}

/// That it runs is no mistake, so it is not red.
void NetworkTab::showProblem(const QString &text)
{
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
    QPalette colours = palette();
    if (obstacle().isEmpty())
        colours.setColor(QPalette::WindowText, text::lookColor(text::Look::Failed, colours));
    m_problem->setPalette(colours);
}

} // namespace taper::pages
