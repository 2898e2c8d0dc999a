// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>

class QApplication;
class QWidget;

namespace mien {

/// The colours of the window and of figures. Two fixed sets; figures take one as a parameter so that a report looks the
/// same whatever the desktop's colours are.
struct Theme
{
    bool dark = false;
    QColor window;     ///< behind the panels
    QColor panel;      ///< panels, tables, figures
    QColor header;     ///< title of a panel, hovered row
    QColor field;      ///< text fields, empty part of a bar
    QColor border;     ///< hairlines
    QColor text;       ///< main text
    QColor muted;      ///< secondary text; 4.5 : 1 against `panel`
    QColor accent;     ///< selection, playhead, primary buttons
    QColor accentText; ///< on `accent`
    QColor selection;  ///< background of selected rows
    QColor stage;      ///< around the video, in both sets dark so that pictures are judged alike
    QColor good;       ///< right, expected
    QColor warning;    ///< attention, not fatal
    QColor bad;        ///< wrong, failed
    QColor training;   ///< training curve
    QColor validation; ///< validation curve

    static const Theme& light();
    static const Theme& darkTheme();

    /// The set that matches the palette `widget` is drawn with.
    static const Theme& of(const QWidget* widget);

    /// Colour of a label, the same everywhere: Okabe & Ito (2008), which stay apart for the common kinds of colour
    /// blindness; adapted in lightness to the background. Other names than the eight emotions get one by their hash.
    QColor labelColour(const QString& label) const;

    /// Colour of a person in a film, by Person::id; of the same set.
    QColor personColour(int id) const;
};

/// Sets Fusion style, palette and style sheet of the whole program.
void applyTheme(QApplication& application, const Theme& theme);

} // namespace mien
