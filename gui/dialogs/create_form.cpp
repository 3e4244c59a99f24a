// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/create_form.h"

#include "client/helper_mirror.h"
#include "client/qt_text.h"
#include "core/names.h"
#include "text/error_text.h"
#include "text/state_text.h"
#include "widgets/limit_control.h"
#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <algorithm>

namespace taper::dialogs {

using client::fromUtf8;
using client::toUtf8;
using models::LimitScale;

namespace {
constexpr std::size_t longestStem = 50;
constexpr auto defaultNetwork = "taper0";

QLabel *labelled(const QString &text, QWidget *buddy)
{
    auto *label = new QLabel(text);
    label->setBuddy(buddy); // also what names a combo box to a screen reader (facts: Qt 6.4)
    return label;
}
} // namespace

std::string suggestedName(const std::string &image, const client::HelperMirror &mirror)
{
    std::string stem;
    for (char c : image.substr(0, image.find_first_of(":/@")))
        if (stem.size() < longestStem && checkContainerName(stem + "a" + c + "a"))
            stem += c;
    while (!stem.empty() && !checkContainerName(stem))
        stem.pop_back();
    if (stem.empty())
        stem = "container";
    std::string name = stem;
    for (int number = 2; mirror.container(name); ++number)
        name = stem + "-" + std::to_string(number);
    return name;
}

CreateForm::CreateForm(client::HelperMirror &mirror, QWidget *parent)
    : QWidget(parent),
      m_mirror(mirror),
      m_image(new QComboBox),
      m_addBusybox(new QPushButton(tr("Add busybox"))),
      m_name(new QLineEdit),
      m_nameProblem(new QLabel),
      m_user(new QLineEdit),
      m_password(new QLineEdit),
      m_memory(new widgets::LimitControl(LimitScale::memory(mirror.host().memoryBytes), tr("Memory limit"),
                                         tr("Memory limit value"), QStringLiteral("memory.max"))),
      m_weight(new widgets::LimitControl(LimitScale::cpuWeight(), tr("CPU weight"), tr("CPU weight value"),
                                         QStringLiteral("cpu.weight"))),
      m_network(new QComboBox),
      m_start(new QCheckBox(tr("&Start it now"))),
      m_command(new QLineEdit)
{
    build();
    fillImages();
    suggest();
    check();
    connect(&mirror, &client::HelperMirror::imagesChanged, this, [this] {
        fillImages();
        check();
    });
    connect(&mirror, &client::HelperMirror::containersChanged, this, &CreateForm::check);
    connect(&mirror, &client::HelperMirror::hostChanged, this,
            [this] { m_memory->setScale(LimitScale::memory(m_mirror.host().memoryBytes)); });
    connect(m_addBusybox, &QPushButton::clicked, this, &CreateForm::busyboxWanted);
    connect(m_image, &QComboBox::currentIndexChanged, this, [this] {
        suggest();
        check();
    });
    connect(m_network, &QComboBox::currentIndexChanged, this, &CreateForm::check);
    connect(m_start, &QCheckBox::toggled, this, &CreateForm::check);
    for (auto *field : {m_name, m_user, m_password})
        connect(field, &QLineEdit::textChanged, this, &CreateForm::check);
    for (auto *limit : {m_memory, m_weight})
        connect(limit, &widgets::LimitControl::edited, this, &CreateForm::check);
}

void CreateForm::build()
{
    m_addBusybox->setAutoDefault(false); // Return is Create's
    m_name->setAccessibleName(tr("Container name"));
    m_name->setMaxLength(63);
    m_nameProblem->setWordWrap(true);
    m_nameProblem->hide();
    m_user->setAccessibleName(tr("User"));
    m_user->setPlaceholderText(QStringLiteral("root"));
    m_user->setMaxLength(32);
    m_password->setAccessibleName(tr("Password"));
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setPlaceholderText(tr("empty: one is made and shown once"));
    m_password->setMinimumWidth(m_password->fontMetrics().horizontalAdvance(m_password->placeholderText()) +
                                32);
    m_network->addItem(tr("taper0: a private network of your containers"), QString::fromLatin1(defaultNetwork));
    m_network->addItem(tr("none: no network at all"), QString());
    m_start->setChecked(true);
    m_command->setReadOnly(true);
    m_command->setAccessibleName(tr("The same as a command"));
    m_command->setToolTip(tr("What this form does, to be typed in a terminal"));
    addFields(new QFormLayout(this));
}

void CreateForm::addFields(QFormLayout *form)
{
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto *images = new QHBoxLayout;
    images->addWidget(m_image, 1);
    images->addWidget(m_addBusybox);
    form->addRow(labelled(tr("&Image"), m_image), images);
    form->addRow(labelled(tr("&Name"), m_name), m_name);
    form->addRow(QString(), m_nameProblem);
    form->addRow(labelled(tr("&User"), m_user), m_user);
    form->addRow(labelled(tr("&Password"), m_password), m_password);
    form->addRow(m_memory);
    form->addRow(m_weight);
    form->addRow(labelled(tr("Ne&twork"), m_network), m_network);
    form->addRow(QString(), m_start);
    form->addRow(labelled(tr("As a &command"), m_command), m_command);
}

void CreateForm::fillImages()
{
    const QString chosen = m_image->currentText();
    const QSignalBlocker quiet(m_image);
    m_image->clear();
    for (const auto &image : m_mirror.images())
        m_image->addItem(fromUtf8(image.name), image.os.empty() ? QVariant() : QVariant(fromUtf8(image.os)));
    if (const int row = m_image->findText(chosen); row >= 0)
        m_image->setCurrentIndex(row);
    m_addBusybox->setVisible(m_image->findText(QStringLiteral("busybox")) < 0);
    if (!m_name->isModified())
        suggest();
}

void CreateForm::chooseImage(const std::string &image)
{
    if (const int row = m_image->findText(fromUtf8(image)); row >= 0)
        m_image->setCurrentIndex(row);
}

/// A name that the user has touched is theirs.
void CreateForm::suggest()
{
    if (m_name->isModified() && !m_name->text().isEmpty())
        return;
    m_name->setText(fromUtf8(suggestedName(toUtf8(m_image->currentText()), m_mirror)));
    m_name->setModified(false);
}

std::optional<QString> CreateForm::nameProblem() const
{
    const std::string name = toUtf8(m_name->text());
    if (auto good = checkContainerName(name); !good)
        return name.empty() ? tr("Give it a name.") : text::errorText(good.error());
    if (m_mirror.container(name))
        return text::errorText(fail(ErrorCode::NameTaken, "create", name, "").value());
    return std::nullopt;
}

std::optional<QString> CreateForm::problem() const
{
    if (m_image->currentText().isEmpty())
        return tr("There is no image yet: add busybox, or an archive on the page Images.");
    if (auto problem = nameProblem())
        return problem;
    if (!m_user->text().isEmpty() && !checkUserName(toUtf8(m_user->text())))
        return tr("%1 cannot be a user's name: use small letters, digits, _ and -, beginning with a letter.")
            .arg(m_user->text());
    if (!m_memory->isValid() || !m_weight->isValid())
        return tr("One of the limits is no value.");
    return std::nullopt;
}

void CreateForm::check()
{
    const auto problem = nameProblem();
    m_nameProblem->setText(problem.value_or(QString()));
    m_nameProblem->setVisible(problem.has_value());
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, text::lookColor(text::Look::Failed, colours));
    m_nameProblem->setPalette(colours);
    m_command->setText(command());
    m_command->setCursorPosition(0);
    emit edited();
}

client::CreateRequest CreateForm::request() const
{
    client::CreateRequest request;
    request.name = toUtf8(m_name->text());
    request.image = toUtf8(m_image->currentText());
    request.user = toUtf8(m_user->text());
    if (!m_password->text().isEmpty())
        request.password = toUtf8(m_password->text());
    request.limits.memory = m_memory->value();
    if (const auto weight = m_weight->value())
        request.limits.cpuWeight = static_cast<std::uint32_t>(*weight);
    const QString network = m_network->currentData().toString();
    if (!network.isEmpty())
        request.network = toUtf8(network);
    request.start = m_start->isChecked();
    return request;
}

QString CreateForm::command() const
{
    QStringList words{QStringLiteral("taperctl create"), m_name->text(), QStringLiteral("--image"),
                      m_image->currentText()};
    if (!m_user->text().isEmpty())
        words << QStringLiteral("--user") << m_user->text();
    if (!m_password->text().isEmpty())
        words << QStringLiteral("--password-stdin");
    if (m_memory->value())
        words << QStringLiteral("--memory") << m_memory->scale().commandText(m_memory->value());
    if (m_weight->value())
        words << QStringLiteral("--cpu-weight") << m_weight->scale().commandText(m_weight->value());
    const QString network = m_network->currentData().toString();
    if (network != QLatin1String(defaultNetwork))
        words << QStringLiteral("--network") << QStringLiteral("none");
    if (m_start->isChecked())
        words << QStringLiteral("--start");
    return words.join(QLatin1Char(' '));
}

} // namespace taper::dialogs
