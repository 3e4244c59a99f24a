// SPDX-License-Identifier: GPL-3.0-or-later
// What the user prefers, kept in QSettings: language, console font, before what to ask, how much time charts show.
// Light and dark are in theme.h. Runs in: taper.
#pragma once
#include <QFont>
#include <QString>
#include <QStringList>

namespace taper::theme {

/// "" = the desktop's, "en", "es".
QString storedLanguage();
void setLanguage(const QString &code);
/// The languages there are texts in.
QStringList languages();

QFont consoleFont();
void setConsoleFont(const QString &family, double points); ///< "" and 0: the desktop's

/// What is asked about before it is done; deleting a container always is.
enum class Question { Stop, Kill, DeleteImage };
bool asksBefore(Question question);
void setAsksBefore(Question question, bool asks);

/// How much time charts show.
int chartSpanMinutes();
void setChartSpanMinutes(int minutes);
QList<int> chartSpans(); ///< the choices, in minutes

} // namespace taper::theme
