// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/itemmodels/people_model.h"

#include <QList>
#include <QWidget>

#include <vector>

class QAction;
class QBoxLayout;
class QComboBox;
class QLabel;
class QListView;

namespace mien {

/// Who is in the film: a row for each with picture, name, where they are seen, and a tick for those who count. One is
/// looked at (chosen), several can be selected to be merged.
class PeoplePanel final : public QWidget
{
    Q_OBJECT
public:
    explicit PeoplePanel(QWidget* parent = nullptr);

    PeopleModel* model() { return m_model; }

    void setFollowsAll(bool all);
    void setHint(const QString& text); ///< in place of the list; shown while that is empty
    void setActions(const QList<QAction*>& actions);
    void setCurrent(int id); ///< −1 = none

    std::vector<int> selected() const; ///< ids, ascending
    void editName(int id);

signals:
    void followsAllChosen(bool all);
    void personChosen(int id);
    void selectionChanged();

private:
    void showHint();

    PeopleModel* m_model;
    QComboBox* m_followed;
    QListView* m_list;
    QLabel* m_hint;
    QBoxLayout* m_buttons;
};

} // namespace mien
