// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/language.h"

#include "widgets/theme/theme.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QPalette>
#include <QTranslator>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

constexpr char systemIsDark[] = "mienSystemIsDark"; // property of the application object

} // namespace

void installLanguage(QCoreApplication& application, const QString& language)
{
    QLocale locale = language == u"system"_s ? QLocale::system() : QLocale(language);
    if (locale.language() == QLocale::C) locale = QLocale(QLocale::English);
    auto* qt = new QTranslator(&application);
    if (qt->load(locale, u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        application.installTranslator(qt);
    auto* mien = new QTranslator(&application);
    if (mien->load(locale, u"mien"_s, u"_"_s, u":/i18n"_s)) application.installTranslator(mien);
}

const Theme& themeFor(const QString& setting)
{
    if (setting == u"dark"_s) return Theme::darkTheme();
    if (setting == u"light"_s) return Theme::light();
    return qApp->property(systemIsDark).toBool() ? Theme::darkTheme() : Theme::light();
}

void rememberSystemColours()
{
    const bool dark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    qApp->setProperty(systemIsDark, dark);
}

} // namespace mien
