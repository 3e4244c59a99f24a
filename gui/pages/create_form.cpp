// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/create_form.h"

#include "client/helper_mirror.h"
#include "client/qt_text.h"
#include "core/names.h"
#include "text/error_text.h"
#include "text/format.h"
#include "text/state_text.h"
#include "widgets/cpu_boxes.h"
#include "widgets/limit_control.h"
#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <algorithm>

namespace taper::pages {

using client::fromUtf8;
using client::toUtf8;
using models::LimitScale;
using widgets::LimitControl;

namespace {
constexpr std::size_t longestStem = 50;
constexpr auto defaultNetwork = "taper0";
constexpr int narrow = 840; ///< below it, the columns stand below each other
enum ImageRole { NameRole = Qt::UserRole, SourceRole };

QLabel *labelled(const QString &text, QWidget *buddy)
{
    auto *label = new QLabel(text);
    label->setBuddy(buddy); // also what names a combo box to a screen reader (facts: Qt 6.4)
    return label;
}

QLabel *heading(const QString &text)
{
    auto *label = new QLabel(text);
    QFont bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    return label;
}

QLabel *note()
{
    auto *label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(Qt::AlignTop | Qt::AlignLeft); // close to what it is about
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

void showProblem(QLabel *label, const std::optional<QString> &problem)
{
    QPalette colours = label->parentWidget() ? label->parentWidget()->palette() : label->palette();
    colours.setColor(QPalette::WindowText, text::lookColor(text::Look::Failed, colours));
    label->setPalette(colours);
    label->setText(problem.value_or(QString()));
    label->setVisible(problem.has_value());
}

QFormLayout *form()
{
    auto *layout = new QFormLayout;
    layout->setVerticalSpacing(8);
    layout->setHorizontalSpacing(8);
    layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return layout;
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

std::string builtName(const ImageSource &source)
{
    return source.distribution + ":" + source.release;
}

CreateForm::CreateForm(client::HelperMirror &mirror, QWidget *parent)
    : QWidget(parent),
      m_mirror(mirror),
      m_image(new QComboBox),
      m_addBusybox(new QPushButton(tr("Add busybox"))),
      m_imageInfo(note()),
      m_name(new QLineEdit),
      m_nameProblem(note()),
      m_profile(new QComboBox),
      m_user(new QLineEdit),
      m_generate(new QRadioButton(tr("&Generate one and show it once"))),
      m_choose(new QRadioButton(tr("&This one:"))),
      m_password(new QLineEdit),
      m_loginProblem(note()),
      m_memory(new LimitControl(LimitScale::memory(mirror.host().memoryBytes), tr("Memory limit"),
                                tr("Memory limit value"), QStringLiteral("memory.max"))),
      m_swap(new LimitControl(LimitScale::swap(mirror.host().memoryBytes), tr("Swap limit"),
                              tr("Swap limit value"), QStringLiteral("memory.swap.max"))),
      m_weight(new LimitControl(LimitScale::cpuWeight(), tr("CPU weight"), tr("CPU weight value"),
                                QStringLiteral("cpu.weight"))),
      m_cap(new LimitControl(LimitScale::cpuCap(mirror.host().cpus), tr("CPU cap"), tr("CPU cap value"),
                             QStringLiteral("cpu.max"))),
      m_cpus(new widgets::CpuBoxes(tr("CPUs"), tr("CPUs value"))),
      m_processes(new LimitControl(LimitScale::processes(), tr("Process limit"), tr("Process limit value"),
                                   QStringLiteral("pids.max"))),
      m_network(new QComboBox),
      m_address(new QLineEdit),
      m_mac(new QLineEdit),
      m_addressProblem(note()),
      m_start(new QCheckBox(tr("&Start it now"))),
      m_columns(new QBoxLayout(QBoxLayout::LeftToRight, this))
{
    buildFields();
    m_columns->setContentsMargins(0, 0, 8, 0);
    m_columns->setSpacing(32);
    m_columns->addWidget(mainColumn(), 1);
    m_columns->addWidget(limitsColumn(), 1);
    fillImages();
    showHost();
    suggest();
    connectFields();
    check();
}

void CreateForm::buildFields()
{
    m_addBusybox->setAutoDefault(false); // Return is Create's
    m_addBusybox->setToolTip(
        tr("Makes the image busybox of this computer's own busybox; nothing is downloaded"));
    m_image->setToolTip(tr("What the container starts from; what is not there yet is built first"));
    m_image->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_image->setMinimumContentsLength(24);
    m_name->setAccessibleName(tr("Container name"));
    m_name->setToolTip(tr("Letters, digits and dashes, at most 63; it is the host name inside, too"));
    m_name->setMaxLength(63);
    m_profile->addItem(tr("system: a whole Linux"), QStringLiteral("system"));
    m_profile->setToolTip(tr("How much is kept apart from this computer"));
    m_user->setAccessibleName(tr("User"));
    m_user->setToolTip(tr("Who may log in; the user is made inside"));
    m_user->setPlaceholderText(QStringLiteral("root"));
    m_user->setMaxLength(32);
    m_generate->setChecked(true);
    m_generate->setToolTip(
        tr("The password stands above the pages when the container is made, with a button to copy it"));
    m_choose->setToolTip(tr("The password that you type beside it"));
    m_password->setAccessibleName(tr("Password"));
    m_password->setToolTip(tr("It is kept only inside the container"));
    m_password->setEchoMode(QLineEdit::Password);
    m_network->addItem(tr("taper0: a private network of your containers"),
                       QString::fromLatin1(defaultNetwork));
    m_network->addItem(tr("none: no network at all"), QString());
    m_network->setToolTip(tr("Where its virtual network cable ends"));
    m_address->setAccessibleName(tr("Fixed address"));
    m_address->setToolTip(tr("An IPv4 address of that network; empty: one is chosen"));
    m_address->setPlaceholderText(tr("empty: one is chosen"));
    m_mac->setAccessibleName(tr("Fixed MAC address"));
    m_mac->setToolTip(
        tr("The hardware address of its network card, such as 02:11:22:33:44:55; empty: one is chosen"));
    m_mac->setPlaceholderText(tr("empty: one is chosen"));
    m_start->setChecked(true);
    m_start->setToolTip(tr("Starts it as soon as it is made, and opens its console"));
}

QWidget *CreateForm::mainColumn()
{
    auto *column = new QWidget;
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto *images = new QHBoxLayout;
    images->addWidget(m_image, 1);
    images->addWidget(m_addBusybox);
    auto *sentence = note();
    sentence->setText(
        tr("Its own init, users, processes and network; root inside is an ordinary user outside."));
    auto *what = form();
    what->addRow(labelled(tr("&Image"), m_image), images);
    what->addRow(QString(), m_imageInfo);
    what->addRow(labelled(tr("&Name"), m_name), m_name);
    what->addRow(QString(), m_nameProblem);
    what->addRow(labelled(tr("Pr&ofile"), m_profile), m_profile);
    what->addRow(QString(), sentence);
    auto *chosen = new QHBoxLayout;
    chosen->addWidget(m_choose);
    chosen->addWidget(m_password, 1);
    auto *login = form();
    login->addRow(labelled(tr("&User"), m_user), m_user);
    auto *passwordLabel = new QLabel(tr("Password"));
    login->addRow(passwordLabel, m_generate);
    login->addRow(QString(), chosen);
    login->addRow(QString(), m_loginProblem);
    auto *network = form();
    network->addRow(labelled(tr("Ne&twork"), m_network), m_network);
    network->addRow(labelled(tr("A&ddress"), m_address), m_address);
    network->addRow(labelled(tr("&MAC address"), m_mac), m_mac);
    network->addRow(QString(), m_addressProblem);
    // One column of labels through all parts.
    int widest = 0;
    for (auto *part : {what, login, network})
        for (int row = 0; row < part->rowCount(); ++row)
            if (auto *item = part->itemAt(row, QFormLayout::LabelRole); item && item->widget())
                widest = std::max(widest, item->widget()->sizeHint().width());
    for (auto *part : {what, login, network})
        if (auto *item = part->itemAt(0, QFormLayout::LabelRole); item && item->widget())
            item->widget()->setMinimumWidth(widest);
    layout->addWidget(heading(tr("What it is")));
    layout->addLayout(what);
    layout->addSpacing(8);
    layout->addWidget(heading(tr("Who may log in")));
    layout->addLayout(login);
    layout->addSpacing(8);
    layout->addWidget(heading(tr("Its network")));
    layout->addLayout(network);
    layout->addSpacing(8);
    layout->addWidget(m_start);
    layout->addStretch(1);
    return column;
}

QWidget *CreateForm::limitsColumn()
{
    auto *column = new QWidget;
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(heading(tr("What it may use")));
    for (QWidget *limit :
         {static_cast<QWidget *>(m_memory), static_cast<QWidget *>(m_swap), static_cast<QWidget *>(m_weight),
          static_cast<QWidget *>(m_cap), static_cast<QWidget *>(m_cpus), static_cast<QWidget *>(m_processes)})
        layout->addWidget(limit);
    auto *later = note();
    later->setText(tr("Every limit can be changed later, also while the container runs."));
    layout->addWidget(later);
    layout->addStretch(1);
    return column;
}

void CreateForm::connectFields()
{
    connect(&m_mirror, &client::HelperMirror::imagesChanged, this, [this] {
        fillImages();
        check();
    });
    connect(&m_mirror, &client::HelperMirror::containersChanged, this, &CreateForm::check);
    connect(&m_mirror, &client::HelperMirror::hostChanged, this, &CreateForm::showHost);
    connect(m_addBusybox, &QPushButton::clicked, this, &CreateForm::busyboxWanted);
    connect(m_image, &QComboBox::currentIndexChanged, this, [this] {
        suggest();
        check();
    });
    connect(m_network, &QComboBox::currentIndexChanged, this, &CreateForm::check);
    connect(m_start, &QCheckBox::toggled, this, &CreateForm::check);
    connect(m_choose, &QRadioButton::toggled, this, [this](bool choose) {
        if (choose)
            m_password->setFocus();
        check();
    });
    // Who types a password means it.
    connect(m_password, &QLineEdit::textChanged, m_choose, [this](const QString &typed) {
        if (!typed.isEmpty())
            m_choose->setChecked(true);
    });
    for (auto *field : {m_name, m_user, m_password, m_address, m_mac})
        connect(field, &QLineEdit::textChanged, this, &CreateForm::check);
    for (auto *limit : {m_memory, m_swap, m_weight, m_cap, m_processes})
        connect(limit, &LimitControl::edited, this, &CreateForm::check);
    connect(m_cpus, &widgets::CpuBoxes::edited, this, &CreateForm::check);
}

void CreateForm::setSources(std::vector<ImageSource> sources)
{
    m_sources = std::move(sources);
    // The machine's own release first; among the others the helper's order stays.
    std::stable_partition(m_sources.begin(), m_sources.end(),
                          [](const auto &source) { return source.suggested; });
    fillImages();
    check();
}

void CreateForm::fillImages()
{
    const QString chosen = m_image->currentData(NameRole).toString();
    const QSignalBlocker quiet(m_image);
    m_image->clear();
    for (const auto &image : m_mirror.images())
        m_image->addItem(fromUtf8(image.name), fromUtf8(image.name));
    const bool haveBusybox = m_image->findData(QStringLiteral("busybox"), NameRole) >= 0;
    const int firstSource = m_image->count();
    for (std::size_t i = 0; i < m_sources.size(); ++i) {
        const QString name = fromUtf8(builtName(m_sources[i]));
        if (m_image->findData(name, NameRole) >= 0)
            continue;
        m_image->addItem(tr("Build %1…").arg(fromUtf8(m_sources[i].title)), name);
        m_image->setItemData(m_image->count() - 1, static_cast<int>(i), SourceRole);
    }
    if (firstSource > 0 && m_image->count() > firstSource)
        m_image->insertSeparator(firstSource);
    if (const int row = m_image->findData(chosen, NameRole); row >= 0 && !chosen.isEmpty())
        m_image->setCurrentIndex(row);
    m_addBusybox->setVisible(!haveBusybox);
    suggest();
}

void CreateForm::showImage()
{
    if (const auto source = toBuild()) {
        m_imageInfo->setText(tr("Not here yet: it is built first, from %1. That takes some minutes.")
                                 .arg(fromUtf8(source->mirror)));
        return;
    }
    const std::string name = imageName();
    QString told;
    for (const auto &image : m_mirror.images()) {
        if (image.name != name)
            continue;
        const QString system = !image.os.empty()         ? fromUtf8(image.os)
                               : image.init == "busybox" ? QStringLiteral("BusyBox")
                                                         : tr("unknown system");
        told = tr("%1, %2, added %3", "system, size, date")
                   .arg(system, text::bytes(image.sizeBytes), text::dateTime(image.createdAt));
    }
    m_imageInfo->setText(told);
}

void CreateForm::showHost()
{
    const auto &host = m_mirror.host();
    m_memory->setScale(LimitScale::memory(host.memoryBytes));
    m_swap->setScale(LimitScale::swap(host.memoryBytes));
    m_cap->setScale(LimitScale::cpuCap(host.cpus));
    m_cpus->setProcessors(host.cpuSet);
    const std::pair<const char *, widgets::LimitEditor *> limits[] = {
        {"memory", m_memory}, {"swap", m_swap}, {"cpuWeight", m_weight},
        {"cpuCap", m_cap},    {"cpus", m_cpus}, {"processes", m_processes}};
    for (const auto &[name, control] : limits) {
        const auto found = host.unavailableLimits.find(name);
        control->setObstacle(found == host.unavailableLimits.end() ? QString()
                                                                   : tr("This computer cannot enforce it."));
    }
}

void CreateForm::chooseImage(const std::string &image)
{
    if (const int row = m_image->findData(fromUtf8(image), NameRole); row >= 0)
        m_image->setCurrentIndex(row);
}

std::string CreateForm::imageName() const
{
    return toUtf8(m_image->currentData(NameRole).toString());
}

std::optional<ImageSource> CreateForm::toBuild() const
{
    const QVariant source = m_image->currentData(SourceRole);
    if (!source.isValid() || static_cast<std::size_t>(source.toInt()) >= m_sources.size())
        return std::nullopt;
    return m_sources[static_cast<std::size_t>(source.toInt())];
}

/// A name that the user has touched is theirs.
void CreateForm::suggest()
{
    if (m_name->text() != m_suggested && !m_name->text().isEmpty())
        return;
    m_suggested = fromUtf8(suggestedName(imageName(), m_mirror));
    m_name->setText(m_suggested);
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

std::optional<QString> CreateForm::loginProblem() const
{
    if (!m_user->text().isEmpty() && !checkUserName(toUtf8(m_user->text())))
        return tr("%1 cannot be a user's name: use small letters, digits, _ and -, beginning with a letter.")
            .arg(m_user->text());
    if (m_choose->isChecked() && m_password->text().isEmpty())
        return tr("Type a password, or let one be generated.");
    return std::nullopt;
}

std::optional<QString> CreateForm::addressProblem() const
{
    static const QRegularExpression dotted(QStringLiteral("^((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.|$)){4}$")),
        hardware(QStringLiteral("^[0-9a-fA-F][02468aceACE](:[0-9a-fA-F]{2}){5}$"));
    if (m_network->currentData().toString().isEmpty())
        return std::nullopt;
    const QString address = m_address->text().trimmed(), mac = m_mac->text().trimmed();
    if (!address.isEmpty() && (!dotted.match(address).hasMatch() || address.endsWith(QLatin1Char('.'))))
        return tr("%1 is no IPv4 address: write four numbers with dots, such as 10.83.0.20, or leave it "
                  "empty.")
            .arg(address);
    if (!address.isEmpty())
        for (const auto &[name, container] : m_mirror.containers())
            for (const auto &taken : container.addresses)
                if (taken.address == toUtf8(address))
                    return tr("%1 has the address %2 already. Choose another, or leave it empty.")
                        .arg(fromUtf8(name), address);
    if (!mac.isEmpty() && !hardware.match(mac).hasMatch())
        return tr("%1 is no MAC address of a single card: write six pairs such as 02:11:22:33:44:55, or "
                  "leave it empty.")
            .arg(mac);
    return std::nullopt;
}

std::optional<QString> CreateForm::problem() const
{
    if (imageName().empty())
        return tr("There is no image yet: add busybox, or an archive on the page Images.");
    for (const auto &problem : {nameProblem(), loginProblem(), addressProblem()})
        if (problem)
            return problem;
    for (auto *limit : {m_memory, m_swap, m_weight, m_cap, m_processes})
        if (!limit->isValid())
            return tr("The value of “%1” cannot be read. Correct it, or write “none”.").arg(limit->title());
    return std::nullopt;
}

void CreateForm::check()
{
    showProblem(m_nameProblem, nameProblem());
    showProblem(m_loginProblem, loginProblem());
    showProblem(m_addressProblem, addressProblem());
    showImage();
    const bool networked = !m_network->currentData().toString().isEmpty();
    m_address->setEnabled(networked);
    m_mac->setEnabled(networked);
    emit edited();
}

client::CreateRequest CreateForm::request() const
{
    client::CreateRequest request;
    request.name = toUtf8(m_name->text());
    request.image = imageName();
    request.user = toUtf8(m_user->text());
    if (m_choose->isChecked() && !m_password->text().isEmpty())
        request.password = toUtf8(m_password->text());
    request.limits.memory = m_memory->value();
    request.limits.swap = m_swap->value();
    request.limits.processes = m_processes->value();
    request.limits.cpus = m_cpus->value();
    if (const auto weight = m_weight->value())
        request.limits.cpuWeight = static_cast<std::uint32_t>(*weight);
    if (const auto cap = m_cap->value())
        request.limits.cpuCap = static_cast<std::uint32_t>(*cap);
    const QString network = m_network->currentData().toString();
    if (!network.isEmpty()) {
        request.network = toUtf8(network);
        if (const QString address = m_address->text().trimmed(); !address.isEmpty())
            request.address = toUtf8(address);
        if (const QString mac = m_mac->text().trimmed(); !mac.isEmpty())
            request.mac = toUtf8(mac.toLower());
    }
    request.start = m_start->isChecked();
    return request;
}

QStringList CreateForm::limitWords() const
{
    QStringList words;
    const std::pair<const char *, const LimitControl *> limits[] = {{"--memory", m_memory},
                                                                    {"--swap", m_swap},
                                                                    {"--cpu-weight", m_weight},
                                                                    {"--cpu-cap", m_cap},
                                                                    {"--processes", m_processes}};
    for (const auto &[option, limit] : limits)
        if (limit->value())
            words << QString::fromLatin1(option) << limit->scale().commandText(limit->value());
    if (m_cpus->value())
        words << QStringLiteral("--cpus") << fromUtf8(*m_cpus->value());
    return words;
}

QString CreateForm::command() const
{
    const client::CreateRequest request = this->request();
    QStringList words;
    if (const auto source = toBuild())
        words << QStringLiteral("taperctl image build %1 &&").arg(fromUtf8(builtName(*source)));
    words << QStringLiteral("taperctl create") << m_name->text() << QStringLiteral("--image")
          << fromUtf8(request.image);
    if (!request.user.empty())
        words << QStringLiteral("--user") << m_user->text();
    if (request.password)
        words << QStringLiteral("--password-stdin");
    words << limitWords();
    if (!request.network)
        words << QStringLiteral("--network") << QStringLiteral("none");
    if (request.address)
        words << QStringLiteral("--address") << fromUtf8(*request.address);
    if (request.mac)
        words << QStringLiteral("--mac") << fromUtf8(*request.mac);
    if (request.start)
        words << QStringLiteral("--start");
    return words.join(QLatin1Char(' '));
}

void CreateForm::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_columns->setDirection(width() < narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

} // namespace taper::pages
