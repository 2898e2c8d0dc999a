// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/label_mapping.h"
#include "widgets/dialogs/fitting_dialog.h"

#include <map>
#include <string>
#include <vector>

class QComboBox;
class QLabel;

namespace mien {

/// Asks what labels become: each renamed, merged with another or dropped, by hand, by a paper's class list or by a
/// table.
class ClassListDialog final : public FittingDialog
{
    Q_OBJECT
public:
    /// `labels`: what there is, with the number of clips.
    ClassListDialog(const std::map<std::string, int>& labels, const QString& folder, QWidget* parent);

    LabelMapping mapping() const; ///< a rule for every label that there is
    void setMapping(const LabelMapping& mapping);
    QString summary() const; ///< the classes that come of it

signals:
    void mappingAccepted(const mien::LabelMapping& mapping);

private:
    struct Row
    {
        std::string label;
        int clips;
        QComboBox* becomes;
    };

    void askForTable(bool save);
    void load(const QString& file);
    void save(const QString& file);
    void update();

    std::vector<Row> m_rows;
    QString m_folder; ///< in which tables are looked for first
    QComboBox* m_presets;
    QLabel* m_summary;
};

} // namespace mien
