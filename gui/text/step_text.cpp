// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/step_text.h"

#include <QCoreApplication>

namespace taper::text {

namespace {
constexpr auto context = "Steps";

/// For lupdate only: what launchStepName, the lifecycle, the worker and the build say.
[[maybe_unused]] constexpr const char *known[] = {
    QT_TRANSLATE_NOOP("Steps", "plan"),
    QT_TRANSLATE_NOOP("Steps", "clone"),
    QT_TRANSLATE_NOOP("Steps", "id maps"),
    QT_TRANSLATE_NOOP("Steps", "storage view"),
    QT_TRANSLATE_NOOP("Steps", "overlay"),
    QT_TRANSLATE_NOOP("Steps", "network"),
    QT_TRANSLATE_NOOP("Steps", "join cgroups"),
    QT_TRANSLATE_NOOP("Steps", "root"),
    QT_TRANSLATE_NOOP("Steps", "proc and sys"),
    QT_TRANSLATE_NOOP("Steps", "devices"),
    QT_TRANSLATE_NOOP("Steps", "console"),
    QT_TRANSLATE_NOOP("Steps", "cgroup mounts"),
    QT_TRANSLATE_NOOP("Steps", "pivot root"),
    QT_TRANSLATE_NOOP("Steps", "masks"),
    QT_TRANSLATE_NOOP("Steps", "host name"),
    QT_TRANSLATE_NOOP("Steps", "address"),
    QT_TRANSLATE_NOOP("Steps", "resolv.conf"),
    QT_TRANSLATE_NOOP("Steps", "capabilities"),
    QT_TRANSLATE_NOOP("Steps", "seccomp"),
    QT_TRANSLATE_NOOP("Steps", "exec"),
    QT_TRANSLATE_NOOP("Steps", "veth"),
    QT_TRANSLATE_NOOP("Steps", "running"),
    QT_TRANSLATE_NOOP("Steps", "prepare"),
    QT_TRANSLATE_NOOP("Steps", "cgroup"),
    QT_TRANSLATE_NOOP("Steps", "cgroups"),
    QT_TRANSLATE_NOOP("Steps", "bridge"),
    QT_TRANSLATE_NOOP("Steps", "bridge and name"),
    QT_TRANSLATE_NOOP("Steps", "monitor"),
    QT_TRANSLATE_NOOP("Steps", "mounts"),
    QT_TRANSLATE_NOOP("Steps", "layer"),
    QT_TRANSLATE_NOOP("Steps", "start"),
    QT_TRANSLATE_NOOP("Steps", "stop"),
    QT_TRANSLATE_NOOP("Steps", "freeze"),
    QT_TRANSLATE_NOOP("Steps", "prepare the layer"),
    QT_TRANSLATE_NOOP("Steps", "wait for the archive"),
    QT_TRANSLATE_NOOP("Steps", "unpack"),
    QT_TRANSLATE_NOOP("Steps", "package lists"),
    QT_TRANSLATE_NOOP("Steps", "download"),
    QT_TRANSLATE_NOOP("Steps", "downloading"),
    QT_TRANSLATE_NOOP("Steps", "install"),
    QT_TRANSLATE_NOOP("Steps", "installing"),
    QT_TRANSLATE_NOOP("Steps", "configure"),
    QT_TRANSLATE_NOOP("Steps", "finish"),
};
} // namespace

QString stepText(const std::string &step)
{
    return QCoreApplication::translate(context, step.c_str());
}

bool readerSpeaksEnglish()
{
    //: The code of the language of this translation: "es". Not to be translated literally.
    return QCoreApplication::translate("Steps", "en", "code of this translation's language") ==
           QLatin1String("en");
}

} // namespace taper::text
