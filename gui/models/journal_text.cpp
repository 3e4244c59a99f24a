// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal_text.h"

#include "models/limit_scale.h"
#include "text/error_text.h"
#include "text/format.h"
#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QStringList>
#include <pwd.h>

namespace taper::models {

namespace {
struct JournalText
{
    Q_DECLARE_TR_FUNCTIONS(JournalText)
};

using Fields = QMap<QString, QJsonValue>;

/// {"limits": {"memory": 1}} -> limits' own fields beside the others.
void flatten(const QJsonObject &object, Fields &fields)
{
    for (auto field = object.begin(); field != object.end(); ++field)
        if (field->isObject())
            flatten(field->toObject(), fields);
        else
            fields[field.key()] = *field;
}

Fields fieldsOf(const std::string &json)
{
    Fields fields;
    flatten(QJsonDocument::fromJson(QByteArray::fromStdString(json)).object(), fields);
    return fields;
}

QString titleOf(const QString &field)
{
    static const QHash<QString, const char *> titles{
        {QStringLiteral("memory"), QT_TRANSLATE_NOOP("JournalText", "Memory limit")},
        {QStringLiteral("swap"), QT_TRANSLATE_NOOP("JournalText", "Swap limit")},
        {QStringLiteral("cpuWeight"), QT_TRANSLATE_NOOP("JournalText", "CPU weight")},
        {QStringLiteral("cpuCap"), QT_TRANSLATE_NOOP("JournalText", "CPU cap")},
        {QStringLiteral("cpus"), QT_TRANSLATE_NOOP("JournalText", "CPUs")},
        {QStringLiteral("processes"), QT_TRANSLATE_NOOP("JournalText", "Process limit")},
        {QStringLiteral("image"), QT_TRANSLATE_NOOP("JournalText", "Image")},
        {QStringLiteral("name"), QT_TRANSLATE_NOOP("JournalText", "Name")},
        {QStringLiteral("address"), QT_TRANSLATE_NOOP("JournalText", "Address")},
        {QStringLiteral("mac"), QT_TRANSLATE_NOOP("JournalText", "MAC address")},
        {QStringLiteral("addressFixed"), QT_TRANSLATE_NOOP("JournalText", "Fixed address")},
        {QStringLiteral("macFixed"), QT_TRANSLATE_NOOP("JournalText", "Fixed MAC address")},
        {QStringLiteral("network"), QT_TRANSLATE_NOOP("JournalText", "Network")},
        {QStringLiteral("nat"), QT_TRANSLATE_NOOP("JournalText", "Way to the outside (NAT)")},
        {QStringLiteral("distribution"), QT_TRANSLATE_NOOP("JournalText", "Distribution")},
        {QStringLiteral("release"), QT_TRANSLATE_NOOP("JournalText", "Release")},
        {QStringLiteral("mirror"), QT_TRANSLATE_NOOP("JournalText", "Mirror")},
        {QStringLiteral("architecture"), QT_TRANSLATE_NOOP("JournalText", "Architecture")},
        {QStringLiteral("state"), QT_TRANSLATE_NOOP("JournalText", "State")},
        {QStringLiteral("user"), QT_TRANSLATE_NOOP("JournalText", "User")},
        {QStringLiteral("start"), QT_TRANSLATE_NOOP("JournalText", "Started at once")}};
    const char *title = titles.value(field);
    return title ? JournalText::tr(title) : field;
}

std::optional<LimitScale> scaleOf(const QString &field)
{
    if (field == QLatin1String("memory"))
        return LimitScale::memory(0);
    if (field == QLatin1String("swap"))
        return LimitScale::swap(0);
    if (field == QLatin1String("cpuWeight"))
        return LimitScale::cpuWeight();
    if (field == QLatin1String("cpuCap"))
        return LimitScale::cpuCap(1);
    if (field == QLatin1String("processes"))
        return LimitScale::processes();
    return std::nullopt;
}

LimitScale::Value limitOf(const QJsonValue &value)
{
    return value.isDouble() ? LimitScale::Value(static_cast<std::uint64_t>(value.toInteger())) : std::nullopt;
}

QString valueText(const QString &field, const QJsonValue &value)
{
    if (const auto scale = scaleOf(field))
        return scale->text(limitOf(value));
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool() ? JournalText::tr("yes") : JournalText::tr("no");
    case QJsonValue::Double:
        return QString::number(value.toInteger());
    case QJsonValue::String:
        return value.toString().isEmpty() ? JournalText::tr("none") : value.toString();
    case QJsonValue::Array: {
        QStringList parts;
        const QJsonArray array = value.toArray();
        for (const auto &part : array)
            parts << part.toVariant().toString();
        return parts.join(QStringLiteral(", "));
    }
    default:
        break;
    }
    return field == QLatin1String("cpus") ? JournalText::tr("all") : JournalText::tr("none");
}

/// A limit's key as taperctl writes it.
QString commandKey(const QString &field)
{
    if (field == QLatin1String("cpuWeight"))
        return QStringLiteral("cpu-weight");
    return field == QLatin1String("cpuCap") ? QStringLiteral("cpu-cap") : field;
}

QString commandValue(const QString &field, const QJsonValue &value)
{
    if (const auto scale = scaleOf(field))
        return scale->commandText(limitOf(value));
    return value.isString() && !value.toString().isEmpty() ? value.toString() : QStringLiteral("none");
}

QStringList changedLimits(const JournalEntry &entry, const QString &form)
{
    QStringList words;
    const Fields before = fieldsOf(entry.before), after = fieldsOf(entry.after);
    for (const QString &field :
         {QStringLiteral("memory"), QStringLiteral("swap"), QStringLiteral("cpuWeight"),
          QStringLiteral("cpuCap"), QStringLiteral("cpus"), QStringLiteral("processes"),
          QStringLiteral("address"), QStringLiteral("mac")})
        if (after.contains(field) && after[field] != before.value(field, QJsonValue(QJsonValue::Null)))
            words << form.arg(commandKey(field), commandValue(field, after[field]));
    return words;
}

QString verbCommand(const JournalEntry &entry)
{
    static const QHash<QString, QString> verbs{
        {QStringLiteral("container.start"), QStringLiteral("start")},
        {QStringLiteral("container.stop"), QStringLiteral("stop")},
        {QStringLiteral("container.kill"), QStringLiteral("kill")},
        {QStringLiteral("container.restart"), QStringLiteral("restart")},
        {QStringLiteral("container.freeze"), QStringLiteral("freeze")},
        {QStringLiteral("container.unfreeze"), QStringLiteral("unfreeze")},
        {QStringLiteral("container.delete"), QStringLiteral("delete")},
        {QStringLiteral("image.delete"), QStringLiteral("image delete")}};
    const QString verb = verbs.value(QString::fromStdString(entry.method));
    return verb.isEmpty() ? QString()
                          : QStringLiteral("taperctl %1 %2").arg(verb, QString::fromStdString(entry.subject));
}
} // namespace

QString userName(std::uint32_t uid)
{
    static QHash<std::uint32_t, QString> known; // asked once: a directory server may be slow
    const auto found = known.constFind(uid);
    if (found != known.constEnd())
        return *found;
    const passwd *entry = getpwuid(uid);
    return *known.insert(uid, entry ? QString::fromLocal8Bit(entry->pw_name) : QString::number(uid));
}

QString journalDeed(const JournalEntry &entry)
{
    static const QHash<QString, const char *> deeds{
        {QStringLiteral("container.create"), QT_TRANSLATE_NOOP("JournalText", "Created the container")},
        {QStringLiteral("container.start"), QT_TRANSLATE_NOOP("JournalText", "Started")},
        {QStringLiteral("container.stop"), QT_TRANSLATE_NOOP("JournalText", "Stopped")},
        {QStringLiteral("container.kill"), QT_TRANSLATE_NOOP("JournalText", "Killed")},
        {QStringLiteral("container.restart"), QT_TRANSLATE_NOOP("JournalText", "Restarted")},
        {QStringLiteral("container.freeze"), QT_TRANSLATE_NOOP("JournalText", "Froze")},
        {QStringLiteral("container.unfreeze"), QT_TRANSLATE_NOOP("JournalText", "Unfroze")},
        {QStringLiteral("container.rename"), QT_TRANSLATE_NOOP("JournalText", "Renamed")},
        {QStringLiteral("container.delete"), QT_TRANSLATE_NOOP("JournalText", "Deleted the container")},
        {QStringLiteral("container.set"), QT_TRANSLATE_NOOP("JournalText", "Changed the settings")},
        {QStringLiteral("container.exec"), QT_TRANSLATE_NOOP("JournalText", "Ran a program inside")},
        {QStringLiteral("image.add"), QT_TRANSLATE_NOOP("JournalText", "Added the image")},
        {QStringLiteral("image.build"), QT_TRANSLATE_NOOP("JournalText", "Built the image")},
        {QStringLiteral("image.delete"), QT_TRANSLATE_NOOP("JournalText", "Deleted the image")},
        {QStringLiteral("network.set"), QT_TRANSLATE_NOOP("JournalText", "Changed the network")},
        {QStringLiteral("job.cancel"), QT_TRANSLATE_NOOP("JournalText", "Cancelled a job")}};
    const char *deed = deeds.value(QString::fromStdString(entry.method));
    return deed ? JournalText::tr(deed) : QString::fromStdString(entry.method);
}

QString journalOutcome(const JournalEntry &entry)
{
    if (entry.outcome == "done")
        return JournalText::tr("done");
    Error error;
    error.code = errorCodeFromName(entry.outcome);
    error.subject = entry.subject;
    if (error.code == ErrorCode::System || error.code == ErrorCode::StartFailed)
        return JournalText::tr("failed (%1)").arg(QString::fromStdString(entry.outcome));
    return text::errorSentence(error);
}

QString journalChange(const JournalEntry &entry)
{
    const Fields before = fieldsOf(entry.before), after = fieldsOf(entry.after);
    QStringList parts;
    for (auto field = after.begin(); field != after.end(); ++field) {
        const QString now = valueText(field.key(), *field), title = titleOf(field.key());
        if (before.contains(field.key())) {
            if (before[field.key()] != *field)
                parts << JournalText::tr("%1: %2 → %3", "field: before → after")
                             .arg(title, valueText(field.key(), before[field.key()]), now);
        } else if (!field->isNull()) {
            parts << JournalText::tr("%1: %2", "field: value").arg(title, now);
        }
    }
    for (auto field = before.begin(); field != before.end(); ++field)
        if (!after.contains(field.key()) && !field->isNull())
            parts << JournalText::tr("%1: was %2").arg(titleOf(field.key()), valueText(field.key(), *field));
    return parts.join(QStringLiteral("; "));
}

QString journalCommand(const JournalEntry &entry)
{
    const QString subject = QString::fromStdString(entry.subject);
    const Fields after = fieldsOf(entry.after);
    if (entry.method == "container.set") {
        const QStringList changes = changedLimits(entry, QStringLiteral("%1=%2"));
        return changes.isEmpty()
                   ? QString()
                   : QStringLiteral("taperctl set %1 %2").arg(subject, changes.join(QLatin1Char(' ')));
    }
    if (entry.method == "container.create" && after.contains(QStringLiteral("image"))) {
        QStringList words{QStringLiteral("taperctl create %1 --image %2")
                              .arg(subject, after[QStringLiteral("image")].toString())};
        words << changedLimits(entry, QStringLiteral("--%1 %2"));
        return words.join(QLatin1Char(' '));
    }
    if (entry.method == "container.rename" && after.contains(QStringLiteral("name")))
        return QStringLiteral("taperctl rename %1 %2").arg(subject, after[QStringLiteral("name")].toString());
    if (entry.method == "network.set" && after.contains(QStringLiteral("nat")))
        return QStringLiteral("taperctl network set %1 nat=%2")
            .arg(subject,
                 after[QStringLiteral("nat")].toBool() ? QStringLiteral("on") : QStringLiteral("off"));
    if (entry.method == "image.build" && after.contains(QStringLiteral("release")))
        return QStringLiteral("taperctl image build %1:%2 --name %3")
            .arg(after[QStringLiteral("distribution")].toString(),
                 after[QStringLiteral("release")].toString(), subject);
    return verbCommand(entry);
}

} // namespace taper::models
