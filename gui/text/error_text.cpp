// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/error_text.h"

#include "text/step_text.h"
#include <QCoreApplication>
#include <QStringList>
#include <cerrno>
#include <cstring>

namespace taper::text {

namespace {
class Errors
{
    Q_DECLARE_TR_FUNCTIONS(Errors)

public:
    static QString bare(const Error &error, const QString &subject);
    static QString bareOfHost(const Error &error, const QString &subject);
    static QString because(const QString &sentence, const QString &why);
    static QString wayOut(const Error &error);
    static QString link(const Error &error);
    static QString failure(const QString &container, const QString &step, const QString &why);
    static QString hostWayOut(ErrorCode code);
    static QString details(const Error &error);
};

QString subjectOf(const Error &error)
{
    return QString::fromStdString(error.subject);
}

/// The helper's own detail where the reader understands it, else the errno's text, which comes in their language.
QString reasonOf(const Error &error)
{
    if (!error.detail.empty() && readerSpeaksEnglish())
        return QString::fromStdString(error.detail);
    return error.errnoValue != 0 ? QString::fromLocal8Bit(std::strerror(error.errnoValue)) : QString();
}

/// What stands alone already: there the reason would only say it again.
bool needsNoReason(ErrorCode code)
{
    switch (code) {
    case ErrorCode::ProtocolVersion:
    case ErrorCode::TooManyRequests:
    case ErrorCode::AuthDismissed:
    case ErrorCode::NameInvalid:
    case ErrorCode::NameTaken:
    case ErrorCode::ContainerUnknown:
    case ErrorCode::ContainerBusy:
    case ErrorCode::ImageUnknown:
    case ErrorCode::NetworkUnknown:
    case ErrorCode::NetworkNoAddress:
    case ErrorCode::JobUnknown:
    case ErrorCode::JobNotCancellable:
    case ErrorCode::JobCancelled:
    case ErrorCode::ExecUnknown:
    case ErrorCode::TicketInvalid:
    case ErrorCode::Interrupted:
    case ErrorCode::HelperUnavailable:
    case ErrorCode::StorageNoSpace:
    case ErrorCode::IdRangeExhausted:
    case ErrorCode::HostMissingProgram:
        return true;
    default:
        return false;
    }
}

QString Errors::because(const QString &sentence, const QString &why)
{
    QString without = sentence;
    if (why.isEmpty())
        return sentence;
    without.chop(1);
    return tr("%1: %2.", "a sentence: its reason").arg(without, why);
}

QString Errors::bare(const Error &error, const QString &subject)
{
    switch (error.code) {
    case ErrorCode::InvalidArgument:
        return tr("This is not accepted: %1.").arg(subject);
    case ErrorCode::MethodUnknown:
        return tr("The helper does not know how to do this.");
    case ErrorCode::ProtocolViolation:
        return tr("The helper and the window misunderstood each other.");
    case ErrorCode::ProtocolVersion:
        return tr("The helper is of another release than this window.");
    case ErrorCode::TooManyRequests:
        return tr("Too much was asked of the helper at once.");
    case ErrorCode::AuthDenied:
        return tr("You may not do this.");
    case ErrorCode::AuthDismissed:
        return tr("The question for a password was closed without an answer; nothing was done.");
    case ErrorCode::AuthNoAgent:
        return tr("A password is needed, and nothing runs on this desktop that could ask for it.");
    case ErrorCode::AuthUnavailable:
        return tr("Nobody could be asked whether you may do this: polkit does not answer.");
    case ErrorCode::NameInvalid:
        return tr("%1 cannot be used as a name.").arg(subject);
    case ErrorCode::NameTaken:
        return tr("There is already something named %1.").arg(subject);
    case ErrorCode::ContainerUnknown:
        return tr("There is no container named %1.").arg(subject);
    case ErrorCode::ContainerWrongState:
        return tr("This cannot be done to %1 now.").arg(subject);
    case ErrorCode::ContainerBusy:
        return tr("Something else is being done to %1.").arg(subject);
    case ErrorCode::ImageUnknown:
        return tr("There is no image named %1.").arg(subject);
    case ErrorCode::ImageInUse:
        return tr("The image %1 is in use.").arg(subject);
    case ErrorCode::ImageInvalid:
        return tr("%1 cannot be used as an image.").arg(subject);
    case ErrorCode::BuildFailed:
        return tr("The distribution's own tools could not build the image.");
    case ErrorCode::DownloadFailed:
        return subject.isEmpty() ? tr("Something could not be downloaded.")
                                 : tr("Something could not be downloaded from %1.").arg(subject);
    case ErrorCode::NetworkUnknown:
        return tr("There is no network named %1.").arg(subject);
    case ErrorCode::NetworkNoAddress:
        return tr("The network %1 has no free address left.").arg(subject);
    case ErrorCode::NetworkAddressTaken:
        return tr("The address %1 is in use already.").arg(subject);
    case ErrorCode::NetworkSetupFailed:
        return tr("The network %1 could not be set up.").arg(subject);
    case ErrorCode::JobUnknown:
        return tr("This job has already ended.");
    case ErrorCode::JobNotCancellable:
        return tr("This job cannot be cancelled now.");
    case ErrorCode::JobCancelled:
        return tr("It was cancelled; what had been done was undone.");
    case ErrorCode::ExecUnknown:
        return tr("This program has already ended.");
    case ErrorCode::ExecFailed:
        return tr("%1 could not be run.").arg(subject);
    case ErrorCode::TicketInvalid:
        return tr("The permission to look at the console came too late.");
    case ErrorCode::StartFailed:
        return tr("The start failed at the step “%1”.").arg(stepText(error.subject));
    case ErrorCode::TimedOut:
        return tr("It took too long.");
    case ErrorCode::Interrupted:
        return tr("The helper went away in the middle of this.");
    case ErrorCode::HelperUnavailable:
        return tr("The helper cannot be reached: %1.").arg(link(error));
    case ErrorCode::StorageNoSpace:
    case ErrorCode::StorageUnsupported:
    case ErrorCode::StorageCorrupt:
    case ErrorCode::IdRangeExhausted:
    case ErrorCode::CgroupLimitRejected:
    case ErrorCode::CgroupUnavailable:
    case ErrorCode::HostMissingFeature:
    case ErrorCode::HostMissingProgram:
    case ErrorCode::System:
        break;
    }
    return bareOfHost(error, subject);
}

QString Errors::bareOfHost(const Error &error, const QString &subject)
{
    switch (error.code) {
    case ErrorCode::StorageNoSpace:
        return tr("There is no space left on the disk.");
    case ErrorCode::StorageUnsupported:
        return tr("The file system of the containers cannot do this.");
    case ErrorCode::StorageCorrupt:
        return tr("A stored file of %1 cannot be read.").arg(subject);
    case ErrorCode::IdRangeExhausted:
        return tr("All ranges of user ids for containers are in use.");
    case ErrorCode::CgroupLimitRejected:
        return tr("The kernel refused this limit.");
    case ErrorCode::CgroupUnavailable:
        return tr("This computer cannot enforce this limit.");
    case ErrorCode::HostMissingFeature:
        return tr("This computer's kernel lacks what is needed.");
    case ErrorCode::HostMissingProgram:
        return tr("A program is missing on this computer: %1.").arg(subject);
    default:
        return tr("Something failed that should not.");
    }
}

QString Errors::wayOut(const Error &error)
{
    switch (error.code) {
    case ErrorCode::InvalidArgument:
        return tr("Change the value and try again.");
    case ErrorCode::MethodUnknown:
    case ErrorCode::ProtocolVersion:
        return tr("Install the helper and the window of the same release.");
    case ErrorCode::ProtocolViolation:
        return tr("Restart the helper, then try again.");
    case ErrorCode::TooManyRequests:
        return tr("Wait a moment and try again.");
    case ErrorCode::AuthDenied:
        return tr("Ask the administrator of this computer, or log in as a user who may.");
    case ErrorCode::AuthDismissed:
        return tr("Try again and give the password of someone who may.");
    case ErrorCode::AuthNoAgent:
        return tr("Start your desktop's polkit agent, or use taperctl in a terminal: it asks there.");
    case ErrorCode::AuthUnavailable:
        return tr("Start polkit (systemctl start polkit), then try again.");
    case ErrorCode::NameInvalid:
        return tr("Use letters, digits and dashes, with no dash at either end and not only digits.");
    case ErrorCode::NameTaken:
        return tr("Choose another name.");
    case ErrorCode::ContainerUnknown:
        return tr("It may have been deleted: look in the overview.");
    case ErrorCode::ContainerWrongState:
        return tr("Wait until its state has changed, or stop it first.");
    case ErrorCode::ContainerBusy:
        return tr("Wait until that is done, or cancel it below.");
    case ErrorCode::ImageUnknown:
        return tr("Add it on the page Images.");
    case ErrorCode::ImageInUse:
        return tr("Delete those containers first.");
    case ErrorCode::ImageInvalid:
        return tr("Give a tar archive of a complete root file system.");
    case ErrorCode::BuildFailed:
        return tr(
            "Read the details for what the tools said, then build it again, perhaps from another mirror.");
    case ErrorCode::DownloadFailed:
        return tr("Check this computer's connection and the address of the mirror, then try again.");
    case ErrorCode::NetworkUnknown:
        return tr("Choose taper0 or no network.");
    case ErrorCode::NetworkNoAddress:
        return tr("Delete a container that you no longer need.");
    case ErrorCode::NetworkAddressTaken:
        return tr("Choose another address, or leave the field empty: one is chosen then.");
    case ErrorCode::NetworkSetupFailed:
        return tr("Look at the page Host check for what is missing, then try again.");
    case ErrorCode::JobUnknown:
        return tr("Nothing needs to be done.");
    case ErrorCode::JobNotCancellable:
        return tr("Wait until it has ended.");
    case ErrorCode::JobCancelled:
        return tr("Begin again when you like.");
    case ErrorCode::ExecUnknown:
        return tr("Start it again.");
    case ErrorCode::ExecFailed:
        return tr("Check that the program is there inside the container.");
    case ErrorCode::TicketInvalid:
        return tr("Open the console again.");
    case ErrorCode::StartFailed:
        return tr("Look at the summary of the container for each step, then start it again.");
    case ErrorCode::TimedOut:
        return tr("Try again, or kill the container if it no longer reacts.");
    case ErrorCode::Interrupted:
        return tr("Look at the container's state, then try again.");
    case ErrorCode::HelperUnavailable:
        return tr("Start it (systemctl start taper-helper); the window connects by itself.");
    case ErrorCode::StorageNoSpace:
    case ErrorCode::StorageUnsupported:
    case ErrorCode::StorageCorrupt:
    case ErrorCode::IdRangeExhausted:
    case ErrorCode::CgroupLimitRejected:
    case ErrorCode::CgroupUnavailable:
    case ErrorCode::HostMissingFeature:
    case ErrorCode::HostMissingProgram:
    case ErrorCode::System:
        break;
    }
    return hostWayOut(error.code);
}

QString Errors::hostWayOut(ErrorCode code)
{
    switch (code) {
    case ErrorCode::StorageNoSpace:
        return tr("Delete a container or an image, or free space elsewhere.");
    case ErrorCode::StorageUnsupported:
        return tr("Move /var/lib/taper to an ext4, xfs or btrfs file system.");
    case ErrorCode::StorageCorrupt:
        return tr("Restore the file from a copy, or delete the container.");
    case ErrorCode::IdRangeExhausted:
        return tr("Delete a container to free its range.");
    case ErrorCode::CgroupLimitRejected:
        return tr("Choose a larger limit.");
    case ErrorCode::CgroupUnavailable:
        return tr("Leave this limit off.");
    case ErrorCode::HostMissingFeature:
        return tr("Look at the page Host check: it says what to do about it.");
    case ErrorCode::HostMissingProgram:
        return tr("Install it with the package manager of this computer.");
    default:
        return tr("Try again; if it happens again, look into the helper's log.");
    }
}

QString Errors::link(const Error &error)
{
    switch (error.errnoValue) {
    case ENOENT:
    case ECONNREFUSED:
        return tr("it is not running");
    case EACCES:
        return tr("you may not open its socket");
    case ETIMEDOUT:
        return tr("it does not answer");
    default:
        return tr("the connection was lost");
    }
}

/// In English, as the helper tells it: for who helps, or searches for it.
QString Errors::details(const Error &error)
{
    const auto code = errorCodeName(error.code);
    QStringList lines{
        tr("Code: %1").arg(QString::fromUtf8(code.data(), static_cast<qsizetype>(code.size())))};
    lines << tr("Message: %1").arg(QString::fromStdString(error.message()));
    if (error.errnoValue != 0)
        lines << tr("Kernel's answer: %1 (%2)")
                     .arg(QString::fromLocal8Bit(std::strerror(error.errnoValue)))
                     .arg(error.errnoValue);
    for (const auto &context : error.context)
        lines << tr("While: %1").arg(QString::fromStdString(context));
    if (!error.hint.empty())
        lines << tr("Hint: %1").arg(QString::fromStdString(error.hint));
    return lines.join(QLatin1Char('\n'));
}

QString Errors::failure(const QString &container, const QString &step, const QString &why)
{
    if (step.isEmpty())
        return tr("%1 ended by a failure: %2").arg(container, why);
    return tr("%1 could not start: the step “%2” failed. %3").arg(container, step, why);
}
} // namespace

QString errorSentence(const Error &error)
{
    return Errors::because(Errors::bare(error, subjectOf(error)),
                           needsNoReason(error.code) ? QString() : reasonOf(error));
}

QString errorWayOut(const Error &error)
{
    return Errors::wayOut(error);
}

QString errorText(const Error &error)
{
    return errorSentence(error) + QLatin1Char(' ') + errorWayOut(error);
}

QString errorDetails(const Error &error)
{
    return Errors::details(error);
}

QString linkProblem(const Error &error)
{
    return error.code == ErrorCode::HelperUnavailable ? Errors::link(error) : errorSentence(error);
}

QString failureText(const std::string &container, const std::string &step, const std::string &code,
                    const std::string &message)
{
    Error error;
    error.code = errorCodeFromName(code);
    error.subject = step;
    error.detail = message;
    const bool bare = error.code == ErrorCode::StartFailed || error.code == ErrorCode::System;
    QString why = errorText(error);
    if (bare) // the sentence around it says that it failed, and where
        why = readerSpeaksEnglish()
                  ? QString::fromStdString(message) + QLatin1String(". ") + errorWayOut(error)
                  : errorWayOut(error);
    return Errors::failure(QString::fromStdString(container), stepText(step), why);
}

} // namespace taper::text
