// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QFile>
#include <QPalette>
#include <QStyle>
#include <QStyleFactory>
#include <QWidget>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

struct LabelColour
{
    const char* name;
    QRgb dark;  ///< on a dark background
    QRgb light; ///< on a light background
};

constexpr std::array<LabelColour, 8> labelColours = {{{"neutral", 0xff9aa0a8, 0xff7d838c},
                                                      {"anger", 0xffe8703a, 0xffd55e00},
                                                      {"contempt", 0xffe69f00, 0xffb87a00},
                                                      {"disgust", 0xff2bb68a, 0xff00875f},
                                                      {"fear", 0xffd78fb8, 0xffb65a92},
                                                      {"happiness", 0xfff0e05a, 0xffbfa900},
                                                      {"sadness", 0xff4c9fe0, 0xff0072b2},
                                                      {"surprise", 0xff8fd0f5, 0xff3a9ed8}}};

Theme makeDark()
{
    Theme t;
    t.dark = true;
    t.window = QColor(0x1d, 0x20, 0x24);
    t.panel = QColor(0x25, 0x29, 0x2e);
    t.header = QColor(0x2c, 0x31, 0x37);
    t.field = QColor(0x1a, 0x1d, 0x21);
    t.border = QColor(0x3a, 0x40, 0x47);
    t.text = QColor(0xe3, 0xe6, 0xea);
    t.muted = QColor(0x9a, 0xa2, 0xac);
    t.accent = QColor(0x5a, 0xa7, 0xe8);
    t.accentText = QColor(0x10, 0x16, 0x1c);
    t.selection = QColor(0x2e, 0x44, 0x5c);
    t.stage = QColor(0x12, 0x14, 0x17);
    t.good = QColor(0x6f, 0xc9, 0x8f);
    t.warning = QColor(0xe6, 0xb4, 0x50);
    t.bad = QColor(0xf0, 0x82, 0x6e);
    t.training = QColor(0x5a, 0xa7, 0xe8);
    t.validation = QColor(0xf0, 0xb6, 0x4a);
    return t;
}

Theme makeLight()
{
    Theme t;
    t.dark = false;
    t.window = QColor(0xe9, 0xec, 0xef);
    t.panel = QColor(0xfb, 0xfc, 0xfd);
    t.header = QColor(0xf1, 0xf3, 0xf5);
    t.field = QColor(0xff, 0xff, 0xff);
    t.border = QColor(0xd0, 0xd5, 0xdb);
    t.text = QColor(0x1f, 0x25, 0x2b);
    t.muted = QColor(0x5d, 0x67, 0x72);
    t.accent = QColor(0x1f, 0x6f, 0xb5);
    t.accentText = QColor(0xff, 0xff, 0xff);
    t.selection = QColor(0xd3, 0xe5, 0xf6);
    t.stage = QColor(0x2a, 0x2e, 0x33);
    t.good = QColor(0x1d, 0x7f, 0x4c);
    t.warning = QColor(0x96, 0x66, 0x00);
    t.bad = QColor(0xb3, 0x3a, 0x26);
    t.training = QColor(0x1f, 0x6f, 0xb5);
    t.validation = QColor(0xc2, 0x6a, 0x00);
    return t;
}

QPalette paletteOf(const Theme& t)
{
    QPalette p;
    p.setColor(QPalette::Window, t.window);
    p.setColor(QPalette::WindowText, t.text);
    p.setColor(QPalette::Base, t.panel);
    p.setColor(QPalette::AlternateBase, t.header);
    p.setColor(QPalette::Text, t.text);
    p.setColor(QPalette::Button, t.header);
    p.setColor(QPalette::ButtonText, t.text);
    p.setColor(QPalette::BrightText, t.bad);
    p.setColor(QPalette::Highlight, t.selection);
    p.setColor(QPalette::HighlightedText, t.text);
    p.setColor(QPalette::ToolTipBase, t.header);
    p.setColor(QPalette::ToolTipText, t.text);
    p.setColor(QPalette::PlaceholderText, t.muted);
    p.setColor(QPalette::Link, t.accent);
    p.setColor(QPalette::Light, t.header);
    p.setColor(QPalette::Midlight, t.header);
    p.setColor(QPalette::Mid, t.border);
    p.setColor(QPalette::Dark, t.border);
    p.setColor(QPalette::Shadow, t.border);
    const QColor faint((t.muted.red() + t.panel.red()) / 2, (t.muted.green() + t.panel.green()) / 2,
                       (t.muted.blue() + t.panel.blue()) / 2);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        p.setColor(QPalette::Disabled, role, faint);
    return p;
}

/// Colour names of the style sheet are @window, @panel …
QString fillIn(QString sheet, const Theme& t)
{
    // Longer names first: @accentText before @accent.
    const std::array<std::pair<QString, QColor>, 12> names = {{{u"@accentText"_s, t.accentText},
                                                               {u"@selection"_s, t.selection},
                                                               {u"@window"_s, t.window},
                                                               {u"@header"_s, t.header},
                                                               {u"@border"_s, t.border},
                                                               {u"@accent"_s, t.accent},
                                                               {u"@warning"_s, t.warning},
                                                               {u"@panel"_s, t.panel},
                                                               {u"@field"_s, t.field},
                                                               {u"@muted"_s, t.muted},
                                                               {u"@text"_s, t.text},
                                                               {u"@bad"_s, t.bad}}};
    for (const auto& [name, colour] : names) sheet.replace(name, colour.name());
    return sheet;
}

} // namespace

const Theme& Theme::light()
{
    static const Theme theme = makeLight();
    return theme;
}

const Theme& Theme::darkTheme()
{
    static const Theme theme = makeDark();
    return theme;
}

const Theme& Theme::of(const QWidget* widget)
{
    return widget->palette().color(QPalette::Window).lightness() < 128 ? darkTheme() : light();
}

QColor Theme::labelColour(const QString& label) const
{
    for (const auto& c : labelColours)
        if (label == QLatin1String(c.name)) return QColor::fromRgb(dark ? c.dark : c.light);
    if (label.isEmpty()) return border;
    return dark ? QColor(0xb0, 0x8c, 0x76) : QColor(0x8a, 0x66, 0x52); // of no emotion: its word tells it from others
}

QColor Theme::personColour(int id) const
{
    constexpr std::array order = {6, 1, 3, 5, 2, 4, 7}; // blue, vermilion, green: the first ones differ most
    const auto& c = labelColours[static_cast<std::size_t>(order[static_cast<std::size_t>(id) % order.size()])];
    return QColor::fromRgb(dark ? c.dark : c.light);
}

void applyTheme(QApplication& application, const Theme& theme)
{
    application.setStyle(QStyleFactory::create(u"Fusion"_s));
    application.setPalette(paletteOf(theme));
    QFile sheet(u":/mien/widgets/theme/mien.qss"_s);
    if (sheet.open(QIODevice::ReadOnly)) application.setStyleSheet(fillIn(QString::fromUtf8(sheet.readAll()), theme));
}

} // namespace mien
