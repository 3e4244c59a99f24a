// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/error_text.h"

#include <QCoreApplication>
#include <cerrno>
#include <cstring>

namespace taper::text {

namespace {
class Errors
{
    Q_DECLARE_TR_FUNCTIONS(Errors)

public:
    static QString sentence(const Error &error);
    static QString wayOut(const Error &error);
    static QString link(const Error &error);
    static QString failure(const QString &container, const QString &step, const QString &why);
    static QString hostSentence(const Error &error, const QString &subject, const QString &why);
    static QString hostWayOut(ErrorCode code);
};

QString subjectOf(const Error &error)
{
    return QString::fromStdString(error.subject);
}

/// The reason as the helper gave it: its detail, else the errno's text, else the operation.
QString reasonOf(const Error &error)
{
    if (!error.detail.empty())
        return QString::fromStdString(error.detail);
    if (error.errnoValue != 0)
        return QString::fromLocal8Bit(std::strerror(error.errnoValue));
    return QString::fromStdString(error.operation);
}

QString Errors::sentence(const Error &error)
{
    const QString subject = subjectOf(error), why = reasonOf(error);
    switch (error.code) {
    case ErrorCode::InvalidArgument:
        return tr("This is not accepted: %1 (%2).").arg(subject, why);
    case ErrorCode::MethodUnknown:
        return tr("The helper does not know how to do this (%1).").arg(why);
    case ErrorCode::ProtocolViolation:
        return tr("The helper and the window misunderstood each other (%1).").arg(why);
    case ErrorCode::ProtocolVersion:
        return tr("The helper is of another release than this window.");
    case ErrorCode::TooManyRequests:
        return tr("Too much was asked of the helper at once.");
    case ErrorCode::AuthDenied:
        return tr("You may not do this: %1.").arg(why);
    case ErrorCode::NameInvalid:
        return tr("%1 cannot be used as a name.").arg(subject);
    case ErrorCode::NameTaken:
        return tr("There is already something named %1.").arg(subject);
    case ErrorCode::ContainerUnknown:
        return tr("There is no container named %1.").arg(subject);
    case ErrorCode::ContainerWrongState:
        return tr("This cannot be done to %1 now: %2.").arg(subject, why);
    case ErrorCode::ContainerBusy:
        return tr("Something else is being done to %1.").arg(subject);
    case ErrorCode::ImageUnknown:
        return tr("There is no image named %1.").arg(subject);
    case ErrorCode::ImageInUse:
        return tr("The image %1 is in use: %2.").arg(subject, why);
    case ErrorCode::ImageInvalid:
        return tr("%1 cannot be used as an image: %2.").arg(subject, why);
    case ErrorCode::NetworkUnknown:
        return tr("There is no network named %1.").arg(subject);
    case ErrorCode::NetworkNoAddress:
        return tr("The network %1 has no free address left.").arg(subject);
    case ErrorCode::JobUnknown:
        return tr("This job has already ended.");
    case ErrorCode::JobNotCancellable:
        return tr("This job cannot be cancelled now.");
    case ErrorCode::JobCancelled:
        return tr("It was cancelled; what had been done was undone.");
    case ErrorCode::ExecUnknown:
        return tr("This program has already ended.");
    case ErrorCode::ExecFailed:
        return tr("%1 could not be run: %2.").arg(subject, why);
    case ErrorCode::TicketInvalid:
        return tr("The permission to look at the console came too late.");
    case ErrorCode::StartFailed:
        return tr("The start failed at the step “%1”: %2.").arg(subject, why);
    case ErrorCode::TimedOut:
        return tr("It took too long: %1.").arg(why);
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
    return hostSentence(error, subject, why);
}

QString Errors::hostSentence(const Error &error, const QString &subject, const QString &why)
{
    switch (error.code) {
    case ErrorCode::StorageNoSpace:
        return tr("There is no space left on the disk.");
    case ErrorCode::StorageUnsupported:
        return tr("The file system of the containers cannot do this: %1.").arg(why);
    case ErrorCode::StorageCorrupt:
        return tr("A stored file of %1 cannot be read: %2.").arg(subject, why);
    case ErrorCode::IdRangeExhausted:
        return tr("All ranges of user ids for containers are in use.");
    case ErrorCode::CgroupLimitRejected:
        return tr("The kernel refused this limit: %1.").arg(why);
    case ErrorCode::CgroupUnavailable:
        return tr("This computer cannot enforce this limit: %1.").arg(why);
    case ErrorCode::HostMissingFeature:
        return tr("This computer's kernel lacks what is needed: %1.").arg(why);
    case ErrorCode::HostMissingProgram:
        return tr("A program is missing on this computer: %1.").arg(subject);
    default:
        return tr("Something failed that should not: %1.").arg(QString::fromStdString(error.message()));
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
    case ErrorCode::NetworkUnknown:
        return tr("Choose taper0 or no network.");
    case ErrorCode::NetworkNoAddress:
        return tr("Delete a container that you no longer need.");
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
        return tr("Run “taperctl check”: it says what to do about it.");
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

QString Errors::failure(const QString &container, const QString &step, const QString &why)
{
    if (step.isEmpty())
        return tr("%1 ended by a failure: %2").arg(container, why);
    return tr("%1 could not start: the step “%2” failed. %3").arg(container, step, why);
}
} // namespace

QString errorSentence(const Error &error)
{
    return Errors::sentence(error);
}

QString errorWayOut(const Error &error)
{
    return Errors::wayOut(error);
}

QString errorText(const Error &error)
{
    return errorSentence(error) + QLatin1Char(' ') + errorWayOut(error);
}

QString linkProblem(const Error &error)
{
    return error.code == ErrorCode::HelperUnavailable ? Errors::link(error) : Errors::sentence(error);
}

QString failureText(const std::string &container, const std::string &step, const std::string &code,
                    const std::string &message)
{
    Error error;
    error.code = errorCodeFromName(code);
    error.subject = step;
    error.detail = message;
    const QString why = error.code == ErrorCode::StartFailed || error.code == ErrorCode::System
                            ? QString::fromStdString(message) + QLatin1String(". ") + errorWayOut(error)
                            : errorText(error);
    return Errors::failure(QString::fromStdString(container), QString::fromStdString(step), why);
}

} // namespace taper::text
